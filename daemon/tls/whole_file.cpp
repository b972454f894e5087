// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/tls/whole_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace wardcast::tls {
namespace {
namespace fs = std::filesystem;

/// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  const int fd_;
};

Error failed(const char* doing, const fs::path& file, int error) {
  return {error == ENOSPC || error == EDQUOT ? ErrorCode::no_space : ErrorCode::unavailable,
          std::string{doing} + " " + file.string() + ": " + std::generic_category().message(error) + "."};
}

int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(fd) == 0 ? 0 : errno;
}

}  // namespace

Result<void> write_whole(const fs::path& file, std::string_view text, Privacy privacy) {
  const auto part = file.string() + ".part";
  ::unlink(part.c_str());  // what a power cut left; it may be open to others
  int problem = 0;
  {
    const Descriptor out{
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
               privacy == Privacy::secret ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH)};
    problem = out.get() < 0 ? errno : write_all(out.get(), text);
  }
  if (problem == 0 && ::rename(part.c_str(), file.c_str()) != 0) problem = errno;
  if (problem != 0) {
    ::unlink(part.c_str());
    return failed("Cannot write", file, problem);
  }
  const Descriptor folder{::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) return failed("Cannot write", file, errno);
  return {};
}

Result<std::optional<std::string>> read_whole(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) {
    if (error) return failed("Cannot read", file, error.value());
    return std::optional<std::string>{};
  }
  std::ifstream in{file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in.good() && !in.eof()) return failed("Cannot read", file, errno == 0 ? EIO : errno);
  return std::optional{std::move(text)};
}

}  // namespace wardcast::tls
