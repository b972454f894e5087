// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <exception>
#include <string>
#include <utility>

#include "drivers/media/verdict.hpp"

namespace wardcast::media {

/// Ends the helper: thrown anywhere, caught in its main(), printed as its result. `note` is for the technician's eyes
/// only.
class Refusal : public std::exception {
 public:
  Refusal(Verdict verdict, std::string note) : verdict_(verdict), note_(std::move(note)) {}
  [[nodiscard]] Verdict verdict() const { return verdict_; }
  [[nodiscard]] const char* what() const noexcept override { return note_.c_str(); }

 private:
  Verdict verdict_;
  std::string note_;
};

}  // namespace wardcast::media
