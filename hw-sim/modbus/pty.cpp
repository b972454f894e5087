// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/modbus/pty.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace wardcast::sim {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + ": " + std::generic_category().message(errno));
}

bool leads_to_pty(const fs::path& path) {
  std::error_code error;
  return fs::read_symlink(path, error).string().starts_with("/dev/pts/") && !error;
}

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = other.release();
  }
  return *this;
}

int Descriptor::release() { return std::exchange(fd_, -1); }

Pty open_pty() {
  Pty pty;
  pty.near_end = Descriptor{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)};
  if (pty.near_end.get() < 0 || ::grantpt(pty.near_end.get()) != 0 || ::unlockpt(pty.near_end.get()) != 0)
    fail("no pseudo-terminal can be had");
  std::array<char, 64> name{};
  if (::ptsname_r(pty.near_end.get(), name.data(), name.size()) != 0) fail("a pseudo-terminal has no name");
  pty.name = name.data();
  pty.far_end = Descriptor{::open(pty.name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
  termios raw{};
  if (pty.far_end.get() < 0 || ::tcgetattr(pty.far_end.get(), &raw) != 0) fail("cannot open " + pty.name);
  ::cfmakeraw(&raw);
  if (::tcsetattr(pty.far_end.get(), TCSANOW, &raw) != 0) fail("cannot set up " + pty.name);
  return pty;
}

Descriptor claim(const fs::path& path) {
  Descriptor socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  if (socket.get() < 0) fail("no socket can be had");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  // A leading zero byte: the abstract namespace. The path itself may be too long for it.
  const std::string name =
      '\0' + ("wardcast-sim-" + std::to_string(std::hash<std::string>{}(path.lexically_normal().string())));
  std::memcpy(address.sun_path, name.data(), name.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) {
    if (errno == EADDRINUSE) throw std::runtime_error("another wardcast-sim already plays it");
    fail("cannot claim it");
  }
  return socket;
}

void link_serial(const fs::path& path, const std::string& target) {
  std::error_code error;
  if (const auto status = fs::symlink_status(path, error); fs::exists(status) && !leads_to_pty(path))
    throw std::runtime_error(
        "something else than a simulator's link is there, perhaps a real device; name another path or remove it");
  // Renamed into place: a master that looks meanwhile finds the old link or the new one.
  const fs::path fresh = path.string() + ".new-" + std::to_string(::getpid());
  fs::remove(fresh, error);
  fs::create_symlink(target, fresh, error);
  if (!error) fs::rename(fresh, path, error);
  if (!error) return;
  std::error_code ignored;
  fs::remove(fresh, ignored);
  throw std::runtime_error("cannot make the link: " + error.message());
}

void unlink_serial(const fs::path& path, const std::string& target) {
  std::error_code error;
  if (fs::read_symlink(path, error) == fs::path{target} && !error) fs::remove(path, error);
}

}  // namespace wardcast::sim
