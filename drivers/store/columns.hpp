// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/time.hpp"
#include "base/time_zone.hpp"
#include "drivers/store/words.hpp"

// How one value of a record stands in one column. For the files of this folder only.
namespace wardcast::store {

/// Binds as a BLOB.
struct Bytes {
  const std::string& value;
};

}  // namespace wardcast::store

namespace wardcast::store::columns {

/// A list of names in one column.
inline std::string one_a_line(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) {
    text += name;
    text += '\n';
  }
  return text;
}
inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

inline void bind(SQLite::Statement& to, int index, std::string_view text) { to.bind(index, std::string{text}); }
inline void bind(SQLite::Statement& to, int index, const std::string& text) { to.bind(index, text); }
inline void bind(SQLite::Statement& to, int index, const char* text) { to.bind(index, text); }
inline void bind(SQLite::Statement& to, int index, const Bytes& bytes) {
  to.bind(index, bytes.value.data(), static_cast<int>(bytes.value.size()));
}
/// Unsigned 64-bit values keep their bits: SQLite's integers are signed.
template <class Integer>
requires std::is_integral_v<Integer>
void bind(SQLite::Statement& to, int index, Integer value) { to.bind(index, static_cast<std::int64_t>(value)); }
inline void bind(SQLite::Statement& to, int index, double value) { to.bind(index, value); }
inline void bind(SQLite::Statement& to, int index, WallTime value) {
  bind(to, index, value.time_since_epoch().count());
}
inline void bind(SQLite::Statement& to, int index, seconds value) { bind(to, index, value.count()); }
inline void bind(SQLite::Statement& to, int index, CivilDate value) { to.bind(index, format_date(value)); }
template <class Enum>
requires std::is_enum_v<Enum>
void bind(SQLite::Statement& to, int index, Enum value) { bind(to, index, word(value)); }
template <class Value>
void bind(SQLite::Statement& to, int index, const std::optional<Value>& value) {
  if (value) {
    bind(to, index, *value);
  } else {
    to.bind(index);
  }
}

inline void read(const SQLite::Column& from, std::string& text) { text = from.getString(); }
template <class Integer>
requires std::is_integral_v<Integer>
void read(const SQLite::Column& from, Integer& value) { value = static_cast<Integer>(from.getInt64()); }
inline void read(const SQLite::Column& from, bool& value) { value = from.getInt64() != 0; }
inline void read(const SQLite::Column& from, double& value) { value = from.getDouble(); }
inline void read(const SQLite::Column& from, WallTime& value) { value = WallTime{microseconds{from.getInt64()}}; }
inline void read(const SQLite::Column& from, seconds& value) { value = seconds{from.getInt64()}; }
inline void read(const SQLite::Column& from, CivilDate& value) { value = parse_date(from.getText()).value(); }
template <class Enum>
requires std::is_enum_v<Enum>
void read(const SQLite::Column& from, Enum& value) {
  const auto known = from_word<Enum>(from.getText());
  if (!known) throw std::runtime_error{std::string{"the database holds the unknown word '"} + from.getText() + "'"};
  value = *known;
}
template <class Value>
void read(const SQLite::Column& from, std::optional<Value>& value) {
  value.reset();
  if (!from.isNull()) read(from, value.emplace());
}

}  // namespace wardcast::store::columns
