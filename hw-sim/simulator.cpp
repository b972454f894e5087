// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/simulator.hpp"

#include <utility>

#include "hw-sim/control/routes.hpp"
#include "hw-sim/opus_decoder.hpp"
#include "hw-sim/spawn.hpp"

namespace wardcast::sim {
namespace {

namespace asio = boost::asio;

constexpr milliseconds kTick{50};
constexpr int kTicksPerForget = 20;

asio::awaitable<std::vector<std::int16_t>> render_here(RenderJob job) {
  const auto decoder = make_opus_decoder();
  co_return render(job, *decoder);
}

asio::awaitable<std::vector<double>> levels_here(std::vector<RenderJob> jobs) {
  const auto decoder = make_opus_decoder();
  std::vector<double> levels;
  levels.reserve(jobs.size());
  for (const RenderJob& job : jobs) levels.push_back(level_dbfs(render(job, *decoder)));
  co_return levels;
}

}  // namespace

Simulator::Simulator(asio::io_context& io, const site::Site& site, const WardOptions& options, const Clock& clock)
    : clock_(clock), ward_(site, options, clock), ticks_(io) {
  for (Ward::Bus& bus : ward_.buses())
    servers_.push_back(std::make_unique<TcpServer>(
        io.get_executor(), TcpServer::Options{bus.id, bus.address.host, bus.address.port, bus.idle_timeout}, *bus.model,
        clock));
  for (const Ward::PlacedAmplifier& amplifier : ward_.amplifiers())
    sockets_.push_back(std::make_unique<AmplifierSockets>(
        io.get_executor(), *amplifier.description, *amplifier.model, clock,
        [this, &amplifier](const RunEdge& edge) { ward_.on_edge(amplifier, edge); }));
  routes_ = std::make_unique<Routes>(*this);
  control_ = std::make_unique<HttpServer>(io.get_executor(),
                                          [this](HttpRequest request) { return routes_->answer(std::move(request)); });
}

Simulator::~Simulator() = default;

void Simulator::start(const std::string& control_address) {
  for (const auto& server : servers_) server->open();
  for (std::size_t i = 0; i < sockets_.size(); ++i) {
    if (!ward_.amplifiers()[i].elsewhere) sockets_[i]->open();
  }
  control_->open(control_address);
  spawn(ticks_.get_executor(), keep_time(), "clockwork");
}

void Simulator::stop() {
  stopping_ = true;
  ticks_.cancel();
  control_->close();
  for (const auto& sockets : sockets_) sockets->close();
  for (const auto& server : servers_) server->close();
}

void Simulator::catch_up() {
  for (const auto& sockets : sockets_) sockets->catch_up();
}

asio::awaitable<void> Simulator::keep_time() {
  for (int tick = 1;; ++tick) {
    ticks_.expires_after(kTick);
    const auto [interrupted] = co_await ticks_.async_wait(kUseResult);
    if (interrupted || stopping_) co_return;
    for (const auto& sockets : sockets_) sockets->tick();
    if (tick % kTicksPerForget == 0) ward_.forget();
  }
}

asio::awaitable<std::vector<std::int16_t>> Simulator::rendered(RenderJob job) {
  auto work = render_here(std::move(job));
  co_return co_await asio::co_spawn(decoding_.get_executor(), std::move(work), asio::use_awaitable);
}

asio::awaitable<std::vector<double>> Simulator::levels(std::vector<RenderJob> jobs) {
  auto work = levels_here(std::move(jobs));
  co_return co_await asio::co_spawn(decoding_.get_executor(), std::move(work), asio::use_awaitable);
}

}  // namespace wardcast::sim
