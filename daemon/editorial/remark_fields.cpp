// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/remark_fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <span>
#include <string_view>

#include "daemon/statistics/remarks.hpp"

namespace wardcast::editorial {
namespace {
using boost::json::object;
using boost::json::value;

constexpr std::size_t kLongest = 2000;  // bytes of one text
constexpr std::string_view kSpeaker = "speaker/";
constexpr std::string_view kAmplifier = "amplifier/";
constexpr std::string_view kNote = "/note";
constexpr std::array<std::string_view, 3> kOfSession{"present", "weather", "conclusion"};

struct Number {
  std::string_view name;
  double least, most;
};
constexpr std::array kNumbers{Number{"volts", 0, 1000}, Number{"amps", 0, 1000}, Number{"celsius", -50, 200}};

/// A text, or null when it is empty. `name` is what a mistake is called.
value text_of(http::Fields& fields, std::string_view name, const value& given, http::Fields::Lines lines) {
  const object one{{name, given}};
  http::Fields reader{one};
  std::string text;
  reader.text(name, text, kLongest, lines);
  if (reader.refusal()) {
    fields.refuse(name, "Write a text of at most " + std::to_string(kLongest) + " bytes, or null to take it back.");
    return nullptr;
  }
  return text.empty() ? value(nullptr) : value(text);
}

value word_of(http::Fields& fields, std::string_view name, const value& given,
              std::span<const std::string_view> words) {
  if (given.is_null()) return nullptr;
  if (given.is_string() && std::ranges::find(words, std::string_view{given.get_string()}) != words.end()) return given;
  std::string all;
  for (const auto word : words) all.append(all.empty() ? "" : ", ").append(word);
  fields.refuse(name, "Write one of " + all + ", or null to take it back.");
  return nullptr;
}

value number_of(http::Fields& fields, std::string_view name, const value& given, const Number& about) {
  if (given.is_null()) return nullptr;
  if (given.is_number()) {
    const auto number = given.to_number<double>();
    if (std::isfinite(number) && number >= about.least && number <= about.most) return number;
  }
  fields.refuse(name, "Write a number from " + std::to_string(static_cast<int>(about.least)) + " to " +
                          std::to_string(static_cast<int>(about.most)) + ", or null to take it back.");
  return nullptr;
}

}  // namespace

RemarkFields::RemarkFields(const site::Site& site, const std::vector<std::string>& lines) {
  for (const auto& zone : site.zones) {
    for (const auto& line : zone.lines) {
      if (std::ranges::find(lines, line.id) == lines.end()) continue;
      amplifiers_.insert(site.amplifiers[zone.amplifier].id);
      for (const auto& speaker : line.speakers) speakers_.insert(speaker.id);
    }
  }
}

std::optional<http::Response> RemarkFields::read(const object& given) {
  http::Fields fields{given};
  for (const auto& field : given) {
    const std::string name{field.key()};
    fields.know(name);
    read_field(fields, name, field.value());
  }
  return fields.refusal();
}

void RemarkFields::read_field(http::Fields& fields, const std::string& name, const value& given) {
  if (std::ranges::find(kOfSession, name) != kOfSession.end()) {
    flat_[name] = text_of(fields, name, given, http::Fields::Lines::many);
  } else if (name.starts_with(kAmplifier)) {
    read_amplifier(fields, name, given);
  } else if (name.starts_with(kSpeaker)) {
    // The whole rest first: an id may end in anything.
    const auto id = name.substr(kSpeaker.size());
    if (speakers_.contains(id)) {
      flat_[name] = word_of(fields, name, given, statistics::kHearings);
    } else if (id.ends_with(kNote) && speakers_.contains(id.substr(0, id.size() - kNote.size()))) {
      flat_[name] = text_of(fields, name, given, http::Fields::Lines::many);
    } else {
      fields.refuse(name, "No line of this session has such a loudspeaker.");
    }
  } else {
    fields.refuse(name,
                  "There is no such field; write present, weather, conclusion, speaker/ID, speaker/ID/note or "
                  "amplifier/ID.");
  }
}

void RemarkFields::read_amplifier(http::Fields& fields, const std::string& name, const value& given) {
  if (!amplifiers_.contains(name.substr(kAmplifier.size())))
    return fields.refuse(name, "No line of this session has such an amplifier.");
  if (!given.is_object() || given.get_object().empty())
    return fields.refuse(name, "Give an object with state, volts, amps, celsius or note.");
  for (const auto& field : given.get_object()) {
    const std::string_view what = field.key();
    const auto full = name + "/" + std::string{what};
    const auto* const number = std::ranges::find(kNumbers, what, &Number::name);
    if (number != kNumbers.end()) {
      flat_[full] = number_of(fields, full, field.value(), *number);
    } else if (what == "state") {
      flat_[full] = word_of(fields, full, field.value(), statistics::kConditions);
    } else if (what == "note") {
      flat_[full] = text_of(fields, full, field.value(), http::Fields::Lines::many);
    } else {
      fields.refuse(full, "There is no such field; the fields are state, volts, amps, celsius, note.");
    }
  }
}

}  // namespace wardcast::editorial
