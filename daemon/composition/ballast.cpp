// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/composition/ballast.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <limits>
#include <system_error>
#include <utility>

namespace wardcast {

Ballast::Ballast(const std::filesystem::path& folder,
                 std::function<std::uint64_t(const std::filesystem::path&)> available)
    : folder_(folder), file_(folder / "spare-room"), available_(std::move(available)) {}

void Ballast::throw_off() const {
  if (available_(folder_) >= kTooLittle) return;
  std::error_code error;
  const bool thrown = std::filesystem::remove(file_, error);
  spdlog::critical("event=disk_full folder={} ballast={} detail=\"make room: the journal needs it\"", folder_.string(),
                   thrown ? "thrown_off" : "none");
}

void Ballast::take_on() const {
  std::error_code error;
  if (std::filesystem::exists(file_, error) || error) return;
  if (available_(folder_) < kBytes + kPlenty) return;
  const int file = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return;  // a disk that takes no file has faults of its own to tell
  const bool taken = ::posix_fallocate(file, 0, static_cast<off_t>(kBytes)) == 0;
  ::close(file);
  if (!taken) std::filesystem::remove(file_, error);
}

std::uint64_t Ballast::bytes_available(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return error ? std::numeric_limits<std::uint64_t>::max() : space.available;
}

}  // namespace wardcast
