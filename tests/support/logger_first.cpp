// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

// Debian's libspdlog is not built for the thread sanitizer, which therefore cannot see that the library guards its
// first use itself: two threads that log first at once look like a race. So a test program makes the logger before it
// starts any thread, as the daemon's main does.
namespace {
[[maybe_unused]] const auto logger = spdlog::default_logger();
}
