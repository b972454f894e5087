// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/simulator.hpp"

#include <numeric>
#include <utility>

#include "hw-sim/control/routes.hpp"
#include "hw-sim/modbus/rtu_server.hpp"
#include "hw-sim/modbus/tcp_server.hpp"
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

asio::awaitable<std::vector<std::vector<double>>> pieces_here(std::vector<LevelJob> jobs) {
  const auto decoder = make_opus_decoder();
  std::vector<std::vector<double>> levels;
  levels.reserve(jobs.size());
  for (const LevelJob& job : jobs) levels.push_back(piece_levels(job, *decoder));
  co_return levels;
}

}  // namespace

Simulator::Simulator(asio::io_context& io, const site::Site& site, const WardOptions& options, const Clock& clock)
    : clock_(clock), ward_(site, options, clock), meters_(ward_, options.meter_noise), ticks_(io) {
  for (std::size_t i = 0; i < ward_.buses().size(); ++i) serve_bus(io.get_executor(), i);
  for (const Ward::PlacedAmplifier& amplifier : ward_.amplifiers())
    sockets_.push_back(std::make_unique<AmplifierSockets>(
        io.get_executor(), *amplifier.description, *amplifier.model, clock,
        [this, &amplifier](const RunEdge& edge) { ward_.on_edge(amplifier, edge); }));
  routes_ = std::make_unique<Routes>(*this);
  control_ = std::make_unique<HttpServer>(io.get_executor(),
                                          [this](HttpRequest request) { return routes_->answer(std::move(request)); });
}

Simulator::~Simulator() = default;

void Simulator::serve_bus(const asio::any_io_executor& executor, std::size_t index) {
  const Ward::Bus& bus = ward_.buses()[index];
  auto prepare = [this, index](int unit) { return prepare_unit(index, unit); };
  if (const auto* tcp = std::get_if<site::TcpBus>(&bus.link)) {
    servers_.push_back(std::make_unique<TcpServer>(
        executor, TcpServer::Options{bus.id, tcp->host, tcp->port, bus.idle_timeout, prepare}, *bus.model, clock_));
    return;
  }
  servers_.push_back(
      std::make_unique<RtuServer>(executor, bus.id, std::get<site::SerialBus>(bus.link), *bus.model, clock_, prepare,
                                  [this, id = bus.id](std::string_view kind, SteadyTime at, boost::json::value value) {
                                    ward_.on_wire(id, kind, at, std::move(value));
                                  }));
}

std::uint16_t Simulator::bus_port(std::size_t bus) const {
  const auto* tcp = dynamic_cast<const TcpServer*>(servers_[bus].get());
  return tcp != nullptr ? tcp->port() : std::uint16_t{0};
}

boost::json::object Simulator::bus_view(std::size_t bus) const {
  boost::json::object view{{"id", ward_.buses()[bus].id}};
  for (auto& [key, value] : servers_[bus]->view()) view[key] = std::move(value);
  return view;
}

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

asio::awaitable<void> Simulator::look_at_meters() {
  std::vector<std::size_t> all(ward_.meters().size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  co_await look_at(std::move(all));
}

asio::awaitable<void> Simulator::prepare_unit(std::size_t bus, int unit) {
  const auto meter = meters_.at(bus, unit);
  if (!meter) co_return;
  std::vector<std::size_t> one(1, *meter);
  co_await look_at(std::move(one));
}

asio::awaitable<void> Simulator::look_at(std::vector<std::size_t> meters) {
  catch_up();
  Meters::Look look = meters_.wanted(std::move(meters), clock_.now().steady);
  std::vector<std::vector<double>> levels;
  if (!look.jobs.empty()) {
    auto work = pieces_here(std::move(look.jobs));
    levels = co_await asio::co_spawn(decoding_.get_executor(), std::move(work), asio::use_awaitable);
  }
  meters_.show(std::move(look), levels);
}

}  // namespace wardcast::sim
