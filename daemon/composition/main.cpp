// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>

#include "daemon/composition/devices.hpp"
#include "daemon/composition/house.hpp"
#include "daemon/composition/log_format.hpp"
#include "daemon/composition/web_folder.hpp"

namespace {

constexpr int kUsage = 2;
constexpr int kConfiguration = 3;
constexpr int kResource = 4;

/// "HOST:PORT" of --listen over the site file's, for demos and tests; beyond loopback it is refused without TLS, as in
/// the file.
bool listen_on(wardcast::site::Http& http, const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return false;
  const auto host = text.substr(0, colon);
  if (host != "127.0.0.1" && host != "localhost") return false;
  unsigned long port = 0;
  try {
    port = std::stoul(text.substr(colon + 1));
  } catch (const std::exception&) {
    return false;
  }
  if (port > 65535) return false;
  http.host = host;
  http.port = static_cast<std::uint16_t>(port);
  http.listen_given = true;
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace wardcast;
  CLI::App app{"Wardcast daemon: schedules, airs, switches and counts"};
  std::string config, listen;
  bool check = false;
  app.add_option("--config", config, "the site file")->required();
  app.add_flag("--check", check, "only say whether the site file is right");
  app.add_option("--listen", listen, "serve HTTP on this loopback HOST:PORT instead of the site file's (port 0: any)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : kUsage;
  }

  set_up_log();
  try {
    auto loaded = site::load(config);
    for (const auto& problem : loaded.problems) std::cerr << problem.text() << '\n';
    if (!loaded.site) return kConfiguration;
    if (!listen.empty() && !listen_on(loaded.site->http, listen)) {
      std::cerr << "--listen takes a loopback HOST:PORT such as 127.0.0.1:8080\n";
      return kUsage;
    }
    if (check) {
      std::cout << config << ": ok\n";
      return 0;
    }
    House house{std::move(*loaded.site), web_folder()};
    house.run();
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "wardcastd: " << problem.what() << '\n';
    return kResource;
  }
}
