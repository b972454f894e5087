// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

namespace wardcast::media {

/// Bounds on the process. Memory counts from what is mapped already, most of which is shared libraries.
struct SandboxLimits {
  std::uint64_t more_memory_bytes = std::uint64_t{192} << 20;
  std::uint64_t cpu_seconds = 1800;
  std::uint64_t output_bytes = std::uint64_t{256} << 20;
};

/// From here on this process can read and seek `input`, write `output` and the standard streams, and allocate within
/// the bounds: no other file, no socket, no other program, no second thread; it dies with its parent. There is no way
/// back. A call outside the list fails with EPERM (libraries probe for optional files); sockets, exec and ptrace kill
/// at once. Sanitizers need address space and, for the leak check, calls of their own: built with them there is no
/// bound on memory, and only the killing part of the filter is active. Throws std::system_error when a lock does not
/// close.
void enter_sandbox(int input, int output, const SandboxLimits& limits);

}  // namespace wardcast::media
