// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>

namespace wardcast::sim {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  int release();

 private:
  int fd_;
};

/// A pseudo-terminal in raw mode. The far end is kept open here too, so that a master that comes and goes hangs nothing
/// up.
struct Pty {
  Descriptor near_end, far_end;
  std::string name;  ///< of the far end: /dev/pts/N
};
/// Throws std::runtime_error.
Pty open_pty();

/// This process alone plays the device at `path` until the descriptor closes. The claim is an abstract socket, which no
/// dead process holds. Throws std::runtime_error when another simulator has it.
Descriptor claim(const std::filesystem::path& path);
/// Makes `path` a link to `target`, replacing one that a simulator left behind. Throws std::runtime_error when
/// something else is there: a device, a file, or a link to anything but a pseudo-terminal.
void link_serial(const std::filesystem::path& path, const std::string& target);
/// Removes the link if it still leads to `target`.
void unlink_serial(const std::filesystem::path& path, const std::string& target);

}  // namespace wardcast::sim
