// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <compare>
#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace wardcast {

/// Where in a text file something stands, 1-based, columns in characters; 0:0 when the whole file is meant.
struct Place {
  int line = 0;
  int column = 0;
  auto operator<=>(const Place&) const = default;
};

/// One thing wrong with a file people write. line and column are 1-based; 0 when the whole file is meant.
struct Problem {
  std::filesystem::path file;
  int line = 0;
  int column = 0;
  std::string message;
  /// "file:line:col: message"
  [[nodiscard]] std::string text() const;
};

/// Collects what is wrong with one file, in whatever order it is found.
class Problems {
 public:
  explicit Problems(std::filesystem::path file) : file_(std::move(file)) {}

  void add(Place place, std::string message);
  /// A problem inside another file, which this one names at `named_at`: it is listed there.
  void add_foreign(Place named_at, Problem problem);
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] std::size_t count() const { return found_.size(); }
  [[nodiscard]] std::vector<Problem> in_file_order() const;

 private:
  struct Found {
    Place place;
    Problem problem;
  };
  std::filesystem::path file_;
  std::vector<Found> found_;
};

}  // namespace wardcast
