// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "base/time.hpp"

namespace wardcast {

/// A value and where its file says so.
template <class T>
struct Located {
  T value;
  Place place;
};

struct IntegerRange {
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};
struct NumberRange {
  double least = 0;
  double most = 0;
  bool least_included = true;
};
struct DurationRange {
  milliseconds least{0};
  milliseconds most{0};
};

/// The whole file, or nullopt with the problem added (unreadable, too large, not TOML). Never throws.
std::optional<toml::table> parse_toml_file(Problems& problems);

/// Reads one table of a TOML file key by key. Every accessor adds a problem and returns nullopt when the value is not
/// what was asked for; a key that is absent is nullopt without a problem, unless it is required. Asking makes a key
/// known: refuse_unknown(), called last, reports every other key with the nearest known name.
class TomlTable {
 public:
  /// The whole file. Both referents must outlive this and every table read from it.
  TomlTable(const toml::table& root, Problems& problems);

  /// UTF-8, in NFC, with something to read in it.
  std::optional<Located<std::string>> text(std::string_view key);
  std::optional<Located<std::string>> required_text(std::string_view key);
  std::optional<Located<std::vector<Located<std::string>>>> texts(std::string_view key);
  std::optional<Located<std::int64_t>> integer(std::string_view key, IntegerRange range);
  std::optional<Located<std::int64_t>> required_integer(std::string_view key, IntegerRange range);
  std::optional<Located<double>> number(std::string_view key, NumberRange range);
  std::optional<Located<bool>> boolean(std::string_view key);
  std::optional<Located<milliseconds>> duration(std::string_view key, DurationRange range);
  /// One of `choices`, else a problem with the nearest.
  std::optional<Located<std::string>> choice(std::string_view key, std::initializer_list<std::string_view> choices);
  /// The table written [key] inside this one.
  std::optional<TomlTable> table(std::string_view key);
  /// The tables written [[key]] inside this one, in order; none when absent.
  std::vector<TomlTable> tables(std::string_view key);

  /// Where the table begins.
  [[nodiscard]] Place place() const { return place_; }
  /// What opens every message: "[station]", "[[zone]] 'zone-1'"; nothing for the whole file.
  [[nodiscard]] const std::string& title() const { return title_; }
  /// Adds the id to the title once it is known.
  void set_id(std::string_view id);
  [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
  /// Where the key's value stands; where the table begins when it is absent.
  [[nodiscard]] Place place_of(std::string_view key) const;
  /// Adds "title key: message".
  void problem(Place place, std::string_view key, std::string_view message);
  void missing(std::string_view key);
  void refuse_unknown();

 private:
  TomlTable(const toml::table& table, std::string path, std::string title, Problems& problems);
  const toml::node* find(std::string_view key);
  void wrong_type(std::string_view key, const toml::node& node, std::string_view wanted);
  /// "zone.line" for the key "line" of a [[zone]]; the key alone at the top.
  [[nodiscard]] std::string path_of(std::string_view key) const;

  const toml::table* table_;
  Place place_;
  std::string path_;
  std::string title_;
  Problems* problems_;
  std::vector<std::string> known_;
};

/// ", did you mean 'NEAREST'?", or the list of what is known when nothing is near; empty when nothing is known.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace wardcast
