// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <signal.h>  // NOLINT(modernize-deprecated-headers): SIGXFSZ is POSIX
#include <sys/resource.h>

#include <filesystem>

#include "tests/unit/store/child.hpp"

namespace wardcast::store {

/// In a process of its own (see in_child): the limit would hold for the whole test program.
inline void let_files_grow_to(rlim_t bytes) {
  (void)::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  require(::getrlimit(RLIMIT_FSIZE, &limit) == 0, "getrlimit");
  limit.rlim_cur = bytes;
  require(::setrlimit(RLIMIT_FSIZE, &limit) == 0, "setrlimit");
}

/// From now on the database of this folder takes nothing more, until there is room again.
inline void fill_disk(const std::filesystem::path& data) {
  let_files_grow_to(std::filesystem::file_size(data / "wardcast.db-wal"));
}
inline void make_room() { let_files_grow_to(RLIM_INFINITY); }

}  // namespace wardcast::store
