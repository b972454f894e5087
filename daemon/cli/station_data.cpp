// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/cli/station_data.hpp"

#include <pwd.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>
#include <utility>

#include "daemon/cli/commands.hpp"
#include "drivers/clock/system_clock.hpp"
#include "drivers/store/sqlite_store.hpp"

namespace wardcast::cli {
namespace {

/// The terminal shows nothing of what is typed while this lives.
class EchoOff {
 public:
  EchoOff() {
    known_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (known_) (void)::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~EchoOff() {
    if (known_) (void)::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  EchoOff(const EchoOff&) = delete;
  EchoOff& operator=(const EchoOff&) = delete;

 private:
  termios before_{};
  bool known_ = false;
};

std::string line_of_input() {
  std::string line;
  std::getline(std::cin, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

std::string ask(const char* prompt) {
  const EchoOff unseen;
  std::cerr << prompt << std::flush;
  auto answer = line_of_input();
  std::cerr << '\n';
  return answer;
}

std::string person_here() {
  const auto* entry = ::getpwuid(::getuid());
  return "cli:" + (entry != nullptr ? std::string{entry->pw_name} : std::to_string(::getuid()));
}

}  // namespace

std::shared_ptr<std::string> add_config(CLI::App& command) {
  auto file = std::make_shared<std::string>();
  command.add_option("--config", *file, "the site file")->required();
  return file;
}

std::optional<site::Site> load_site(const std::string& config, int& exit_code) {
  auto loaded = site::load(config);
  if (!loaded.site) {
    for (const auto& problem : loaded.problems) std::cerr << problem.text() << '\n';
    exit_code = kConfiguration;
  }
  return std::move(loaded.site);
}

std::unique_ptr<store::Store> open_store_of(const site::Site& site, int& exit_code) {
  auto store = store::open_store(site.station.data);
  if (store) return std::move(*store);
  std::cerr << "wardcast: " << store.error().detail << '\n';
  exit_code = kResource;
  return nullptr;
}

std::unique_ptr<store::Store> open_station(const std::string& config, int& exit_code) {
  const auto site = load_site(config, exit_code);
  return site ? open_store_of(*site, exit_code) : nullptr;
}

std::optional<StationData> open_all(const std::string& config, int& exit_code) {
  auto site = load_site(config, exit_code);
  if (!site) return std::nullopt;
  auto zone = TimeZone::locate(site->station.timezone);
  if (!zone) {
    exit_code = failed(zone.error());
    return std::nullopt;
  }
  auto store = open_store_of(*site, exit_code);
  if (!store) return std::nullopt;
  return StationData{std::move(*site), std::move(*zone), std::move(store)};
}

std::unique_ptr<store::Store> open_plan(const site::Site& site, const std::string& data, int& exit_code) {
  auto store = store::copy_plan(data.empty() ? site.station.data : std::filesystem::path{data});
  if (!store) {
    std::cerr << "wardcast: " << store.error().detail << '\n';
    exit_code = kResource;
    return nullptr;
  }
  return std::move(*store);
}

int failed(const Error& error) {
  std::cerr << "wardcast: " << error.detail << '\n';
  switch (error.code) {
    case ErrorCode::invalid:
    case ErrorCode::not_found:
    case ErrorCode::conflict:
      return kUsage;
    default:
      return kResource;
  }
}

store::AuditEntry entry_of_person_here(const std::string& action, const std::string& target, const std::string& after) {
  store::AuditEntry entry;
  entry.at = SystemClock{}.now().wall;
  entry.who = person_here();
  entry.action = action;
  entry.target = target;
  entry.after = after;
  return entry;
}

Result<void> audited(store::Store& store, const std::string& action, const std::string& target,
                     const std::string& after, const std::function<Result<void>()>& change) {
  return store.atomically([&]() -> Result<void> {
    if (auto changed = change(); !changed) return changed;
    return store.append(entry_of_person_here(action, target, after));
  });
}

int put_out(const std::string& text, const std::string& file) {
  if (file.empty() || file == "-") {
    std::cout << text << std::flush;
    return std::cout ? kOk : kResource;
  }
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  if (out) return kOk;
  std::cerr << "wardcast: cannot write " << file << ": " << std::error_code{errno, std::generic_category()}.message()
            << '\n';
  return kResource;
}

Result<std::string> read_password() {
  if (::isatty(STDIN_FILENO) == 0) return line_of_input();
  auto password = ask("Password: ");
  if (ask("Again: ") != password) return invalid("password", "The two passwords differ.");
  return password;
}

}  // namespace wardcast::cli
