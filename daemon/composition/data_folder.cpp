// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/composition/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "daemon/composition/ballast.hpp"

namespace wardcast {

DataFolder::DataFolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw std::runtime_error("cannot make the data folder " + folder.string() + ": " + error.message());
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  const auto path = folder / "daemon.lock";
  lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) {
    throw std::runtime_error("cannot write to the data folder " + folder.string() + ": " +
                             std::generic_category().message(errno));
  }
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock_);
    throw std::runtime_error("another wardcastd is running on the data folder " + folder.string());
  }
  Ballast{folder}.throw_off();
}

DataFolder::~DataFolder() { ::close(lock_); }

}  // namespace wardcast
