// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "base/time.hpp"
#include "drivers/media/helper_process.hpp"
#include "drivers/media/verdict.hpp"

namespace wardcast::media {

/// What a person is told, and what to do about it. Pure.
Error refusal_of(Verdict verdict, seconds max_length);
Error no_space_for(std::uint64_t need_bytes, std::uint64_t free_bytes);
/// Why a helper's end is a refusal; empty when it says that all went well.
std::optional<Error> why_refused(const HelperEnd& end, seconds max_length, milliseconds deadline);

}  // namespace wardcast::media
