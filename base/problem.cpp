// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/problem.hpp"

#include <algorithm>

namespace wardcast {
namespace {

/// A quoted key of a hostile file may hold a line break; one problem stays one line.
std::string on_one_line(std::string message) {
  std::replace_if(
      message.begin(), message.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, '?');
  return message;
}

}  // namespace

std::string Problem::text() const {
  return file.string() + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + message;
}

void Problems::add(Place place, std::string message) {
  found_.push_back({place, Problem{file_, place.line, place.column, on_one_line(std::move(message))}});
}

void Problems::add_foreign(Place named_at, Problem problem) { found_.push_back({named_at, std::move(problem)}); }

std::vector<Problem> Problems::in_file_order() const {
  auto sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Found& a, const Found& b) { return a.place < b.place; });
  std::vector<Problem> problems;
  problems.reserve(sorted.size());
  for (auto& found : sorted) problems.push_back(std::move(found.problem));
  return problems;
}

}  // namespace wardcast
