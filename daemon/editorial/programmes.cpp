// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/programmes.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <set>

#include "base/text.hpp"
#include "daemon/editorial/programme_words.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::editorial {
namespace {

namespace json = boost::json;
using scheduler::Programme;

constexpr std::array<std::string_view, 19> kFields{
    "id",      "version",          "title",   "zones",        "start",        "duration", "rrule",
    "exdates", "holiday_calendar", "items",   "opening_item", "closing_item", "source",   "url",
    "origin",  "priority",         "on_busy", "on_interrupt", "repeat_of"};
constexpr std::size_t kLongestTitle = 200;  // characters
constexpr std::size_t kMostItems = 500;
constexpr std::size_t kMostExdates = 2000;
constexpr std::int64_t kLongestSlot = 24 * 3600;
constexpr std::int64_t kHighestPriority = 223;  // 224-255 exist only through /emergency

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? std::string{} : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// A whole number, also when a client wrote it as 1800.0.
std::optional<std::int64_t> whole(const json::value& value) {
  if (value.is_int64()) return value.as_int64();
  if (value.is_double() && std::abs(value.as_double()) < 1e15 && std::trunc(value.as_double()) == value.as_double()) {
    return static_cast<std::int64_t>(value.as_double());
  }
  return std::nullopt;
}

/// Reads field by field into a programme; without rules only the shape is looked at.
class Reader {
 public:
  Reader(const json::object& body, scheduler::ProgrammeId id, const ProgrammeRules* rules)
      : body_(body), rules_(rules) {
    programme().id = id;
  }

  ParsedProgramme read() && {
    read_id();
    read_title();
    read_zones();
    read_start();
    read_duration();
    read_rrule();
    read_exdates();
    read_calendar();
    read_rundown();
    read_choices();
    read_priority();
    read_repeat_of();
    refuse_unknown();
    if (rules_ != nullptr) check_dates();
    return std::move(parsed_);
  }

 private:
  Programme& programme() { return parsed_.programme; }
  void wrong(std::string_view field, std::string sentence) {
    parsed_.errors.push_back(invalid(std::string{field}, std::move(sentence)));
  }
  [[nodiscard]] bool is_wrong(std::string_view field) const {
    return std::ranges::find(parsed_.errors, field, &Error::field) != parsed_.errors.end();
  }

  /// nullptr when absent or null.
  const json::value* find(std::string_view field) const {
    const auto* value = body_.if_contains(field);
    return value == nullptr || value->is_null() ? nullptr : value;
  }
  const json::value* need(std::string_view field, std::string_view example) {
    const auto* value = find(field);
    if (value == nullptr) wrong(field, "This field is needed; write for example " + std::string{example} + ".");
    return value;
  }

  void read_id() {
    const auto* value = find("id");
    if (value == nullptr || whole(*value) == programme().id) return;
    wrong("id",
          programme().id == 0 ? "The station gives the id; leave it out." : "The id cannot be changed; leave it out.");
  }

  void read_title() {
    const auto* value = need("title", "\"Evening news\"");
    if (value == nullptr) return;
    if (!value->is_string()) return wrong("title", "Write a text in quotation marks.");
    const auto text = to_nfc(std::string_view{value->as_string()});
    if (!text) return wrong("title", "The text is not valid UTF-8.");
    if (has_control(*text)) return wrong("title", "The text holds a control character or a line break; remove it.");
    programme().title = trimmed(*text);
    if (programme().title.empty()) return wrong("title", "This field is needed; give it a text.");
    if (characters(programme().title) > kLongestTitle)
      wrong("title", "The title is longer than 200 characters; shorten it.");
  }

  void read_zones() {
    const auto* value = need("zones", "[\"z1\"]");
    if (value == nullptr) return;
    constexpr std::string_view kShape = "Write a list of zone ids, such as [\"z1\", \"z2\"].";
    if (!value->is_array() || value->as_array().empty())
      return wrong("zones", std::string{kShape} + " At least one is needed.");
    for (const auto& entry : value->as_array()) {
      if (!entry.is_string()) return wrong("zones", std::string{kShape});
      std::string zone{entry.as_string()};
      if (std::ranges::find(programme().zones, zone) != programme().zones.end()) {
        return wrong("zones", "Zone '" + zone + "' stands in the list twice; keep one.");
      }
      programme().zones.push_back(std::move(zone));
    }
    if (rules_ != nullptr) check_zones();
  }

  void check_zones() {
    std::vector<std::string_view> known;
    for (const auto& info : rules_->zones) known.push_back(info.id);
    for (const auto& zone : programme().zones) {
      if (std::ranges::find(known, zone) != known.end()) continue;
      const auto near = nearest(zone, known);
      return wrong("zones", "There is no zone '" + zone + "'" +
                                (near.empty() ? "; GET /api/v1/zones lists them." : "; did you mean '" + near + "'?"));
    }
  }

  void read_start() {
    const auto* value = need("start", "\"2026-11-22T17:00:00\"");
    if (value == nullptr) return;
    const auto start =
        value->is_string() ? parse_civil(std::string_view{value->as_string()}) : Result<CivilTime>{invalid("", "")};
    if (!start)
      return wrong("start", "Write the local time of the first edition as \"2026-11-22T17:00:00\", without an offset.");
    const auto year = static_cast<int>(CivilDate{std::chrono::floor<std::chrono::days>(*start)}.year());
    if (year < 1970 || year > 2500)
      return wrong("start", "The year " + std::to_string(year) + " is out of range; write one from 1970 to 2500.");
    programme().start = *start;
  }

  void read_duration() {
    const auto* value = need("duration", "1800");
    if (value == nullptr) return;
    const auto length = whole(*value);
    if (!length || *length < 1 || *length > kLongestSlot)
      return wrong("duration", "Write whole seconds from 1 to 86400 (24 hours), such as 1800.");
    programme().duration = seconds{*length};
  }

  void read_rrule() {
    const auto* value = find("rrule");
    if (value == nullptr) return;
    if (!value->is_string())
      return wrong("rrule",
                   "Write a text such as \"FREQ=WEEKLY;BYDAY=MO,TU\", or null for a programme that airs once.");
    programme().rrule = std::string{value->as_string()};
    if (rules_ == nullptr || programme().rrule.empty()) return;
    if (auto checked = scheduler::check_rrule(programme().rrule); !checked) wrong("rrule", checked.error().detail);
  }

  void read_exdates() {
    const auto* value = find("exdates");
    if (value == nullptr) return;
    constexpr std::string_view kShape = "Write a list of dates, such as [\"2026-02-17\"]";
    if (!value->is_array()) return wrong("exdates", std::string{kShape} + ".");
    if (value->as_array().size() > kMostExdates) return wrong("exdates", "At most 2000 dates can be left out.");
    for (const auto& entry : value->as_array()) {
      const auto date =
          entry.is_string() ? parse_date(std::string_view{entry.as_string()}) : Result<CivilDate>{invalid("", "")};
      if (!date) return wrong("exdates", std::string{kShape} + "; " + json::serialize(entry) + " is none.");
      programme().exdates.push_back(*date);
    }
  }

  void read_calendar() {
    const auto* value = find("holiday_calendar");
    if (value == nullptr) return;
    if (!value->is_string())
      return wrong("holiday_calendar", "Write the name of a holiday calendar, or null for none.");
    programme().holiday_calendar = std::string{value->as_string()};
    if (rules_ == nullptr || programme().holiday_calendar.empty()) return;
    std::string names;
    for (const auto& calendar : rules_->calendars) {
      if (calendar->name == programme().holiday_calendar) programme().calendar = calendar;
      names += (names.empty() ? "'" : ", '") + calendar->name + "'";
    }
    if (programme().calendar != nullptr) return;
    wrong("holiday_calendar",
          "There is no holiday calendar '" + programme().holiday_calendar + "'; " +
              (names.empty() ? "none has been made so far, see PUT /api/v1/holiday-calendars/{name}."
                             : "there is " + names + ", or write null for none."));
  }

  void read_rundown() {
    if (const auto* value = find("items")) read_items(*value);
    read_item("opening_item", programme().opening_item);
    read_item("closing_item", programme().closing_item);
  }

  void read_items(const json::value& value) {
    constexpr std::string_view kShape = "Write a list of at most 500 item ids, such as [4, 7].";
    if (!value.is_array() || value.as_array().size() > kMostItems) return wrong("items", std::string{kShape});
    std::set<std::int64_t> missing;
    for (const auto& entry : value.as_array()) {
      const auto id = whole(entry);
      if (!id || *id <= 0) return wrong("items", std::string{kShape});
      programme().items.push_back(*id);
      if (rules_ != nullptr && !rules_->item_exists(*id)) missing.insert(*id);
    }
    if (missing.empty()) return;
    std::string list;
    for (const auto id : missing) list += (list.empty() ? "" : ", ") + std::to_string(id);
    wrong("items", "There is no item " + list + "; write ids that GET /api/v1/items lists.");
  }

  void read_item(std::string_view field, std::optional<std::int64_t>& into) {
    const auto* value = find(field);
    if (value == nullptr) return;
    into = whole(*value);
    if (!into || *into <= 0) return wrong(field, "Write the id of an item, or null for none.");
    if (rules_ != nullptr && !rules_->item_exists(*into)) {
      wrong(field,
            "There is no item " + std::to_string(*into) + "; write an id that GET /api/v1/items lists, or null.");
    }
  }

  template <class Enum>
  void read_choice(std::string_view field, std::span<const std::string_view> words, std::span<const Enum> not_yet,
                   Enum& into) {
    const auto* value = find(field);
    if (value == nullptr) return;
    const auto chosen = value->is_string() ? value_of<Enum>(words, value->as_string()) : std::nullopt;
    std::string offered;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (std::ranges::find(not_yet, static_cast<Enum>(i)) != not_yet.end()) continue;
      offered += (offered.empty() ? "\"" : " or \"") + std::string{words[i]} + "\"";
    }
    if (!chosen) return wrong(field, "Write " + offered + ".");
    if (std::ranges::find(not_yet, *chosen) != not_yet.end()) {
      return wrong(field,
                   "\"" + std::string{word_of(words, *chosen)} + "\" is not available yet; write " + offered + ".");
    }
    into = *chosen;
  }

  void read_choices() {
    using scheduler::OnBusy, scheduler::OnInterrupt, scheduler::Origin, scheduler::SourceKind;
    constexpr std::array kNoSource{SourceKind::stream, SourceKind::line_in};
    read_choice<SourceKind>("source", kSourceWords, kNoSource, programme().source);
    read_choice<Origin>("origin", kOriginWords, {}, programme().origin);
    read_choice<OnBusy>("on_busy", kOnBusyWords, {}, programme().on_busy);
    read_choice<OnInterrupt>("on_interrupt", kOnInterruptWords, {}, programme().on_interrupt);
    const auto* url = find("url");
    if (url != nullptr && !(url->is_string() && url->as_string().empty()))
      wrong("url", "Streams are not available yet; leave the field out or null.");
  }

  void read_priority() {
    const auto* value = find("priority");
    if (value == nullptr) return;
    const auto priority = whole(*value);
    if (priority && *priority > kHighestPriority && *priority <= 255) {
      return wrong(
          "priority",
          "224 to 255 are for emergencies, which only POST /api/v1/emergency starts; write 0 to 223 (normal 64).");
    }
    if (!priority || *priority < 0 || *priority > kHighestPriority)
      return wrong("priority", "Write a whole number from 0 to 223 (normal 64).");
    programme().priority = static_cast<int>(*priority);
  }

  void read_repeat_of() {
    const auto* value = find("repeat_of");
    if (value == nullptr) return;
    const auto id = whole(*value);
    if (!id || *id <= 0) return wrong("repeat_of", "Write the id of the programme that this one repeats, or null.");
    if (*id == programme().id)
      return wrong("repeat_of", "A programme cannot be a repeat of itself; write another's id, or null.");
    if (rules_ != nullptr && !rules_->programme_exists(*id)) {
      return wrong("repeat_of", "There is no programme " + std::to_string(*id) +
                                    "; write an id that GET /api/v1/programmes lists, or null.");
    }
    programme().repeat_of = id;
  }

  void refuse_unknown() {
    for (const auto& entry : body_) {
      const std::string_view key = entry.key();
      if (std::ranges::find(kFields, key) != kFields.end()) continue;
      const auto near = nearest(key, kFields);
      wrong(key, near.empty() ? "There is no such field; leave it out."
                              : "There is no such field; did you mean '" + near + "'?");
    }
  }

  /// A programme that would never air is a slip of the pen.
  void check_dates() {
    if (is_wrong("start") || is_wrong("rrule") || is_wrong("exdates") || find("start") == nullptr) return;
    if (scheduler::first_occurrence(programme(), rules_->zone)) return;
    Programme without = programme();
    without.calendar.reset();
    if (scheduler::first_occurrence(without, rules_->zone))
      return wrong("holiday_calendar", "This calendar's days off leave no edition at all; choose another, or null.");
    without.exdates.clear();
    if (scheduler::first_occurrence(without, rules_->zone))
      return wrong("exdates", "These dates leave no edition at all; take some out.");
    wrong("rrule",
          "No date of this rule falls on or after the start; look at UNTIL, and whether INTERVAL counted from the "
          "start's own "
          "day, week, month or year ever meets the other parts.");
  }

  const json::object& body_;
  const ProgrammeRules* rules_;
  ParsedProgramme parsed_;
};

}  // namespace

ParsedProgramme parse_programme(const json::object& body, scheduler::ProgrammeId id, const ProgrammeRules& rules) {
  return Reader{body, id, &rules}.read();
}

json::object merge_patch(json::object stored, const json::object& patch) {
  for (const auto& field : patch) {
    if (field.value().is_null()) {
      stored.erase(field.key());
    } else {
      stored[field.key()] = field.value();
    }
  }
  return stored;
}

Result<Programme> from_row(const store::ProgrammeRow& row) {
  const auto corrupt = [&](std::string_view why) {
    return Error{ErrorCode::corrupt, "programme " + std::to_string(row.id) + " cannot be read: " + std::string{why}};
  };
  boost::system::error_code error;
  const auto value = json::parse(row.document, error);
  if (error || !value.is_object()) return corrupt("its document is not a JSON object");
  auto parsed = Reader{value.as_object(), row.id, nullptr}.read();
  if (!parsed.ok()) return corrupt(parsed.errors.front().field + ": " + parsed.errors.front().detail);
  return std::move(parsed.programme);
}

std::vector<Programme> from_rows(std::span<const store::ProgrammeRow> rows, std::vector<Error>& unreadable) {
  std::vector<Programme> programmes;
  programmes.reserve(rows.size());
  for (const auto& row : rows) {
    if (auto read = from_row(row)) {
      programmes.push_back(std::move(*read));
    } else {
      unreadable.push_back(read.error());
    }
  }
  return programmes;
}

}  // namespace wardcast::editorial
