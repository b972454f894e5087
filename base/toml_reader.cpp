// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/toml_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <system_error>

#include "base/duration.hpp"
#include "base/text.hpp"

namespace wardcast {
namespace {

/// A ward's file is a few tens of kilobytes; a thousand zones make one megabyte.
constexpr std::uintmax_t kLargestFile = 16U * 1024 * 1024;

Place begin_of(const toml::source_region& region) {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

std::string_view name_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
      return "a date or time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

std::string text_of(double number) {
  std::array<char, 32> buffer{};
  // Whole numbers of a size people write come without an exponent: 100000, not 1e+05.
  const bool plain = std::abs(number) < 1e9 && std::trunc(number) == number;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                 plain ? std::chars_format::fixed : std::chars_format::general);
  return {buffer.data(), end.ptr};
}

std::string list_of(const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

/// The text in NFC, or why it cannot be taken.
Result<std::string> readable(const std::string& raw) {
  const auto control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; };
  if (std::all_of(raw.begin(), raw.end(), [](char c) { return c == ' ' || c == '\t'; })) {
    return invalid("", "must not be empty");
  }
  if (std::any_of(raw.begin(), raw.end(), control)) return invalid("", "must be one line without control characters");
  return to_nfc(raw);
}

/// What the parser found, with what to do about it where people go wrong most.
std::string with_fix(std::string_view found) {
  const auto says = [found](std::string_view words) { return found.find(words) != std::string_view::npos; };
  if (says("utf-8")) return "this is not UTF-8 text; save the file as UTF-8";
  if (says("control characters other than TAB")) {
    return std::string{found} + "; a text must end with its quotes on the same line";
  }
  if (says("could not determine value type")) return std::string{found} + "; a text needs quotes";
  if (says("cannot redefine")) return std::string{found} + "; remove one of the two";
  return std::string{found};
}

std::optional<std::string> read_whole(Problems& problems) {
  const auto& file = problems.file();
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) {
    problems.add({}, "there is no such file");
    return std::nullopt;
  }
  if (!std::filesystem::is_regular_file(status)) {
    problems.add({}, "this is not a file");
    return std::nullopt;
  }
  const auto size = std::filesystem::file_size(file, error);
  if (!error && size > kLargestFile) {
    problems.add({}, "the file is larger than 16 MiB; this cannot be meant");
    return std::nullopt;
  }
  std::ifstream stream{file, std::ios::binary};
  std::string content(static_cast<std::size_t>(error ? 0 : size), '\0');
  if (error || !stream || !stream.read(content.data(), static_cast<std::streamsize>(content.size()))) {
    problems.add({}, "the file cannot be read; check its permissions");
    return std::nullopt;
  }
  return content;
}

}  // namespace

std::optional<toml::table> parse_toml_file(Problems& problems) {
  const auto content = read_whole(problems);
  if (!content) return std::nullopt;
  try {
    return toml::parse(std::string_view{*content});
  } catch (const toml::parse_error& error) {
    problems.add(begin_of(error.source()), with_fix(error.description()));
    return std::nullopt;
  }
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> candidates{known.begin(), known.end()};
  const auto near = nearest(word, candidates);
  if (!near.empty()) return ", did you mean '" + near + "'?";
  return known.empty() ? "" : "; known: " + list_of(known);
}

TomlTable::TomlTable(const toml::table& root, Problems& problems) : table_(&root), place_{1, 1}, problems_(&problems) {}

TomlTable::TomlTable(const toml::table& table, std::string path, std::string title, Problems& problems)
    : table_(&table),
      place_(begin_of(table.source())),
      path_(std::move(path)),
      title_(std::move(title)),
      problems_(&problems) {}

void TomlTable::set_id(std::string_view id) { title_ += " '" + std::string{id} + "'"; }

std::string TomlTable::path_of(std::string_view key) const {
  return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
}

Place TomlTable::place_of(std::string_view key) const {
  const auto* node = table_->get(key);
  return node == nullptr ? place_ : begin_of(node->source());
}

const toml::node* TomlTable::find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  return table_->get(key);
}

void TomlTable::problem(Place place, std::string_view key, std::string_view message) {
  auto text = title_;
  if (!title_.empty()) text += ' ';
  problems_->add(place, text.append(key).append(": ").append(message));
}

void TomlTable::missing(std::string_view key) { problem(place_, key, "is required and missing"); }

void TomlTable::wrong_type(std::string_view key, const toml::node& node, std::string_view wanted) {
  problem(begin_of(node.source()), key,
          "must be " + std::string{wanted} + ", not " + std::string{name_of(node.type())});
}

std::optional<Located<std::string>> TomlTable::text(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto place = begin_of(node->source());
  const auto* raw = node->as_string();
  if (raw == nullptr) {
    wrong_type(key, *node, "a string in quotes");
    return std::nullopt;
  }
  auto value = readable(raw->get());
  if (!value) {
    problem(place, key, value.error().detail);
    return std::nullopt;
  }
  return Located<std::string>{std::move(*value), place};
}

std::optional<Located<std::string>> TomlTable::required_text(std::string_view key) {
  auto value = text(key);
  if (!value && !has(key)) missing(key);
  return value;
}

std::optional<Located<std::vector<Located<std::string>>>> TomlTable::texts(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* array = node->as_array();
  if (array == nullptr) {
    wrong_type(key, *node, "an array of strings such as [\"…\"]");
    return std::nullopt;
  }
  Located<std::vector<Located<std::string>>> values{{}, begin_of(node->source())};
  bool good = true;
  for (const auto& element : *array) {
    const auto place = begin_of(element.source());
    if (const auto* raw = element.as_string(); raw == nullptr) {
      wrong_type(key, element, "an array of strings; this element must be a string in quotes");
      good = false;
    } else if (auto value = readable(raw->get()); !value) {
      problem(place, key, value.error().detail);
      good = false;
    } else {
      values.value.push_back({std::move(*value), place});
    }
  }
  if (!good) return std::nullopt;
  return values;
}

std::optional<Located<std::int64_t>> TomlTable::integer(std::string_view key, IntegerRange range) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* raw = node->as_integer();
  if (raw == nullptr) {
    wrong_type(key, *node, "a whole number without quotes");
    return std::nullopt;
  }
  const Located<std::int64_t> value{raw->get(), begin_of(node->source())};
  if (value.value < range.least || value.value > range.most) {
    problem(value.place, key,
            "must be between " + std::to_string(range.least) + " and " + std::to_string(range.most) + ", not " +
                std::to_string(value.value));
    return std::nullopt;
  }
  return value;
}

std::optional<Located<std::int64_t>> TomlTable::required_integer(std::string_view key, IntegerRange range) {
  const auto value = integer(key, range);
  if (!value && !has(key)) missing(key);
  return value;
}

std::optional<Located<double>> TomlTable::number(std::string_view key, NumberRange range) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_number()) {
    wrong_type(key, *node, "a number without quotes");
    return std::nullopt;
  }
  const Located<double> value{node->value<double>().value_or(std::nan("")), begin_of(node->source())};
  const bool above = range.least_included ? value.value >= range.least : value.value > range.least;
  if (!above || !(value.value <= range.most)) {  // so that nan is refused too
    problem(value.place, key,
            (range.least_included ? "must be between " : "must be more than ") + text_of(range.least) +
                (range.least_included ? " and " : " and at most ") + text_of(range.most) + ", not " +
                text_of(value.value));
    return std::nullopt;
  }
  return value;
}

std::optional<Located<bool>> TomlTable::boolean(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* raw = node->as_boolean();
  if (raw == nullptr) {
    wrong_type(key, *node, "true or false without quotes");
    return std::nullopt;
  }
  return Located<bool>{raw->get(), begin_of(node->source())};
}

std::optional<Located<milliseconds>> TomlTable::duration(std::string_view key, DurationRange range) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto place = begin_of(node->source());
  const auto* raw = node->as_string();
  if (raw == nullptr) {
    wrong_type(key, *node, "a duration in quotes such as \"200ms\", \"10s\", \"10m\" or \"1h\"");
    return std::nullopt;
  }
  const auto value = parse_duration(raw->get());
  if (!value) {
    problem(place, key, value.error().detail);
    return std::nullopt;
  }
  if (*value < range.least || *value > range.most) {
    problem(place, key,
            "must be between " + format_duration(range.least) + " and " + format_duration(range.most) + ", not " +
                raw->get());
    return std::nullopt;
  }
  return Located<milliseconds>{*value, place};
}

std::optional<Located<std::string>> TomlTable::choice(std::string_view key,
                                                      std::initializer_list<std::string_view> choices) {
  auto value = text(key);
  if (value && std::find(choices.begin(), choices.end(), value->value) == choices.end()) {
    const std::vector<std::string> known{choices.begin(), choices.end()};
    problem(value->place, key, "'" + value->value + "' is unknown" + suggestion(value->value, known));
    return std::nullopt;
  }
  return value;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto path = path_of(key);
  if (const auto* found = node->as_table()) return TomlTable{*found, path, "[" + path + "]", *problems_};
  if (node->is_array_of_tables()) {
    problem(begin_of(node->source()), key, "there is only one; write [" + path + "] with single brackets, once");
  } else {
    wrong_type(key, *node, "a table written [" + path + "]");
  }
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  std::vector<TomlTable> found;
  const auto* node = find(key);
  if (node == nullptr) return found;
  const auto path = path_of(key);
  const auto written = "[[" + path + "]]";
  if (node->is_table()) {
    problem(begin_of(node->source()), key, "there can be several; write " + written + " with double brackets");
  } else if (const auto* array = node->as_array(); array == nullptr) {
    wrong_type(key, *node, "tables written " + written);
  } else {
    for (const auto& element : *array) {
      if (const auto* one = element.as_table()) {
        found.push_back(TomlTable{*one, path, written, *problems_});
      } else {
        wrong_type(key, element, "tables written " + written);
      }
    }
  }
  return found;
}

void TomlTable::refuse_unknown() {
  for (const auto& [key, node] : *table_) {
    if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
    const bool is_table = node.is_table() || node.is_array_of_tables();
    problem(begin_of(key.source()), key.str(),
            (is_table ? "unknown table" : "unknown key") + suggestion(key.str(), known_));
  }
}

}  // namespace wardcast
