// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/composition/log_format.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace wardcast {
namespace {

/// syslog(3)'s number of a level, as sd-daemon(3) wants it before each line.
class Priority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& into) override {
    into.push_back('<');
    into.push_back(digit(message.level));
    into.push_back('>');
  }
  [[nodiscard]] std::unique_ptr<spdlog::custom_flag_formatter> clone() const override {
    return std::make_unique<Priority>();
  }

 private:
  static char digit(spdlog::level::level_enum level) {
    switch (level) {
      case spdlog::level::critical:
        return '2';
      case spdlog::level::err:
        return '3';
      case spdlog::level::warn:
        return '4';
      case spdlog::level::info:
        return '6';
      default:
        return '7';
    }
  }
};

/// $JOURNAL_STREAM is "DEVICE:INODE" of the journal's stream; standard error may have been led elsewhere since.
bool journal_reads_standard_error() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat here {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &here) != 0) return false;
  return stream == std::to_string(here.st_dev) + ":" + std::to_string(here.st_ino);
}

}  // namespace

void set_up_log() {
  spdlog::set_default_logger(spdlog::stderr_color_mt("wardcastd"));
  if (!journal_reads_standard_error()) return;
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<Priority>('*').set_pattern("%*%v");
  spdlog::set_formatter(std::move(formatter));
}

}  // namespace wardcast
