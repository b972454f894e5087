// SPDX-License-Identifier: GPL-3.0-or-later
// wardcast-sim: every device a site file names, with real sockets. Exit 2 usage, 3 configuration, 4 resource.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <iostream>

#include "daemon/config/site.hpp"
#include "hw-sim/sim_clock.hpp"
#include "hw-sim/simulator.hpp"

namespace {

constexpr int kUsage = 2;
constexpr int kConfiguration = 3;
constexpr int kResource = 4;

struct Arguments {
  std::string config;
  std::string control = "127.0.0.1:8090";
  std::vector<std::string> without;
  int keep = 60;
  double meter_noise = 0.5;
};

/// Two sockets an amplifier: hundreds of amplifiers need more descriptors than a shell usually grants.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

int run(const Arguments& arguments) {
  using namespace wardcast;
  raise_descriptor_limit();
  const site::Loaded loaded = site::load(arguments.config);
  for (const site::Problem& problem : loaded.problems) std::cerr << problem.text() << "\n";
  if (!loaded.site) return kConfiguration;

  boost::asio::io_context io{1};
  const sim::SimClock clock;
  sim::WardOptions options;
  options.keep = seconds{arguments.keep};
  options.without = arguments.without;
  options.meter_noise = arguments.meter_noise / 100;
  std::unique_ptr<sim::Simulator> simulator;
  try {
    simulator = std::make_unique<sim::Simulator>(io, *loaded.site, options, clock);
  } catch (const std::runtime_error& error) {
    std::cerr << arguments.config << ": " << error.what() << "\n";
    return kConfiguration;
  }
  boost::asio::signal_set signals{io, SIGINT, SIGTERM};
  signals.async_wait([&simulator](const boost::system::error_code& error, int) {
    if (!error) simulator->stop();
  });
  try {
    simulator->start(arguments.control);
  } catch (const std::runtime_error& error) {
    std::cerr << "wardcast-sim: " << error.what() << "\n";
    return kResource;
  }
  std::cout << "wardcast-sim ready control=http://" << simulator->control_address() << std::endl;
  io.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Simulates every device that a Wardcast site file names, with real sockets."};
  Arguments arguments;
  app.add_option("--config", arguments.config, "the site file")->required()->check(CLI::ExistingFile);
  app.add_option("--control", arguments.control, "HOST:PORT of the HTTP control; port 0 takes any free one")
      ->capture_default_str();
  app.add_option("--without-amplifier", arguments.without, "leave this amplifier's sockets to another receiver")
      ->allow_extra_args(false);
  app.add_option("--keep", arguments.keep, "how many seconds back a line's recording reaches")
      ->capture_default_str()
      ->check(CLI::Range(1, 21600));
  app.add_option("--meter-noise", arguments.meter_noise, "noise of line meters, sigma in percent of each reading")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 50.0));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  spdlog::set_default_logger(spdlog::stderr_logger_mt("wardcast-sim"));
  try {
    return run(arguments);
  } catch (const std::exception& error) {
    std::cerr << "wardcast-sim: " << error.what() << "\n";
    return kResource;
  }
}
