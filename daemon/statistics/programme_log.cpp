// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/programme_log.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "base/text.hpp"
#include "daemon/statistics/csv.hpp"
#include "daemon/statistics/log_fields.hpp"

namespace wardcast::statistics {
namespace {

using Texts = std::array<std::string, kLogColumns.size()>;
/// Which field of a line holds each column.
using Header = std::array<std::size_t, kLogColumns.size()>;

constexpr auto kHalfADay = std::chrono::hours{12};
constexpr int kHighestPosition = 9999;
constexpr std::size_t kLongestEcho = 80;
constexpr std::string_view kNotUtf8 = "this is not UTF-8 text; save the table as 'CSV UTF-8'";

std::string all_columns() {
  std::string all;
  for (const auto name : kLogColumns) {
    if (!all.empty()) all += kCsvSeparator;
    all += name;
  }
  return all;
}

/// Reads the first line. Nothing when the rest makes no sense without it.
std::optional<Header> read_header(const std::vector<CsvRow>& rows, Problems& problems) {
  if (rows.empty()) {
    problems.add({1, 1}, "the file is empty; the first line must be " + all_columns());
    return std::nullopt;
  }
  const auto& first = rows.front();
  if (first.size() == 1 && first[0].text.find(',') != std::string::npos) {
    problems.add({1, 1}, "the columns have ',' between them; save the table with ';' between columns");
    return std::nullopt;
  }
  Header header{};
  std::array<bool, kLogColumns.size()> found{};
  const auto before = problems.count();
  for (std::size_t i = 0; i < first.size(); ++i) {
    const auto said = tidy_text(first[i].text);
    if (!said) {
      problems.add(first[i].place, std::string{kNotUtf8});
      continue;
    }
    const auto name = fold_for_search(*said);
    const auto* const known = std::find(kLogColumns.begin(), kLogColumns.end(), name);
    if (known == kLogColumns.end()) {
      const auto near = nearest(name, kLogColumns);
      problems.add(first[i].place,
                   "there is no column '" + (said->size() <= kLongestEcho ? *said : "…") + "'" +
                       (near.empty() ? "; the first line must be " + all_columns() : "; did you mean '" + near + "'?"));
      continue;
    }
    const auto column = static_cast<std::size_t>(known - kLogColumns.begin());
    if (found[column]) problems.add(first[i].place, "the column '" + name + "' stands there twice");
    found[column] = true;
    header[column] = i;
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) problems.add({1, 1}, "the column '" + std::string{kLogColumns[i]} + "' is missing");
  }
  if (problems.count() > before) return std::nullopt;
  return header;
}

/// Understands the fields of one line.
class RowReader {
 public:
  RowReader(const TimeZone& zone, WallTime now, Problems& problems) : zone_(zone), now_(now), problems_(problems) {}

  /// Nothing when something is wrong with it, which `problems` then tells.
  std::optional<LogRow> read(const CsvRow& fields, const Header& header) {
    const auto before = problems_.count();
    if (fields.size() != kLogColumns.size()) {
      problems_.add(fields.front().place, "this line has " + std::to_string(fields.size()) + " fields instead of " +
                                              std::to_string(kLogColumns.size()) +
                                              "; put a text that holds ';' in quotes");
      return std::nullopt;
    }
    made_ = {};
    for (std::size_t i = 0; i < header.size(); ++i) {
      const auto& field = fields[header[i]];
      made_.places[i] = field.place;
      const auto tidy = tidy_text(field.text);
      if (!tidy) problems_.add(field.place, std::string{kNotUtf8});
      texts_[i] = tidy.value_or("");
    }
    if (problems_.count() > before) return std::nullopt;
    words();
    times();
    if (problems_.count() > before) return std::nullopt;
    return std::move(made_);
  }

 private:
  [[nodiscard]] const std::string& text(LogColumn column) const { return texts_[static_cast<std::size_t>(column)]; }
  void wrong(LogColumn column, const std::string& what) {
    problems_.add(made_.place(column), std::string{kLogColumns[static_cast<std::size_t>(column)]} + ": " + what);
  }

  void words() {
    auto& row = made_.row;
    row.programme = text(LogColumn::programme);
    row.title = text(LogColumn::title);
    row.kind = text(LogColumn::kind);
    row.theme = text(LogColumn::theme);
    row.author = text(LogColumn::author);
    row.unit = text(LogColumn::unit);
    row.zones = read_log_zones(text(LogColumn::zones));
    row.reason = text(LogColumn::reason);
    if (row.programme.empty()) wrong(LogColumn::programme, "the programme needs a name");
    if (auto origin = read_log_origin(text(LogColumn::origin))) {
      row.origin = std::move(*origin);
    } else {
      wrong(LogColumn::origin, "'" + text(LogColumn::origin) +
                                   "' is none of own, relay, notice, emergency, with 'repeat' or 'drill' behind it");
    }
    if (auto result = read_log_result(text(LogColumn::result))) {
      row.result = std::move(*result);
    } else {
      wrong(LogColumn::result, "'" + text(LogColumn::result) + "' is none of full, partial, missed");
    }
    if (row.title.empty() && row.result != "missed") wrong(LogColumn::title, "the item needs a title");
    position();
  }

  void position() {
    const auto& said = text(LogColumn::position);
    if (said.empty() && made_.row.title.empty()) return;  // a programme of which nothing was aired
    const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), made_.row.position);
    if (error != std::errc{} || end != said.data() + said.size() || made_.row.position < 0 ||
        made_.row.position > kHighestPosition) {
      wrong(LogColumn::position, "'" + said + "' is no whole number from 0 to " + std::to_string(kHighestPosition));
    }
  }

  void times() {
    const auto date = read_log_date(text(LogColumn::date));
    if (!date) {
      wrong(LogColumn::date, "'" + text(LogColumn::date) + "' is no date such as 2018-01-02 or 02/01/2018");
      return;
    }
    auto& row = made_.row;
    row.local_date = format_date(*date);
    const auto planned = moment(LogColumn::planned_start);
    if (!planned) return;
    row.planned_start = planned->instant ? *planned->instant : instant_of(*date, planned->clock, zone_);
    if (zone_.date_of(row.planned_start) != *date)
      wrong(LogColumn::planned_start, "'" + text(LogColumn::planned_start) + "' is not on " + row.local_date);
    if (row.planned_start > now_) wrong(LogColumn::date, "this lies in the future: a log tells what was");
    if (row.result == "missed") {
      if (!text(LogColumn::started_at).empty() && text(LogColumn::started_at) != text(LogColumn::ended_at))
        wrong(LogColumn::started_at, "what was missed has no times; leave started_at and ended_at empty");
      return;
    }
    aired_times();
  }

  void aired_times() {
    auto& row = made_.row;
    const auto started = moment(LogColumn::started_at);
    const auto ended = moment(LogColumn::ended_at);
    if (!started || !ended) return;
    row.started_at = not_before(row.planned_start - kHalfADay, *started, row.planned_start);
    row.ended_at = not_before(*row.started_at - kHalfADay, *ended, *row.started_at);
    if (*row.ended_at <= *row.started_at) {
      wrong(LogColumn::ended_at,
            "'" + text(LogColumn::ended_at) + "' does not lie after started_at '" + text(LogColumn::started_at) + "'");
    } else if (*row.ended_at - *row.started_at > std::chrono::days{1}) {
      wrong(LogColumn::ended_at, "nothing is on air for more than a day");
    } else if (*row.ended_at > now_) {
      wrong(LogColumn::ended_at, "this lies in the future: a log tells what was");
    }
  }

  /// A time of day is on the date of `near`, or on the next when that would be too early.
  [[nodiscard]] WallTime not_before(WallTime earliest, const LogMoment& moment, WallTime near) const {
    if (moment.instant) return *moment.instant;
    const auto date = zone_.date_of(near);
    const auto same_day = instant_of(date, moment.clock, zone_);
    if (same_day >= earliest) return same_day;
    return instant_of(CivilDate{std::chrono::sys_days{date} + std::chrono::days{1}}, moment.clock, zone_);
  }

  std::optional<LogMoment> moment(LogColumn column) {
    const auto read = read_log_moment(text(column), zone_);
    if (!read) wrong(column, "'" + text(column) + "' is no time such as 17:00, 17:00:00 or 17h00");
    return read;
  }

  const TimeZone& zone_;
  WallTime now_;
  Problems& problems_;
  LogRow made_;
  Texts texts_;
};

/// What no line can tell alone: a key that comes twice, a programme of two origins.
void check_together(const std::vector<LogRow>& rows, Problems& problems) {
  std::map<std::tuple<std::string, WallTime, std::string>, const LogRow*> programmes;
  std::map<std::tuple<std::string, WallTime, std::string, int>, const LogRow*> keys;
  for (const auto& made : rows) {
    const auto& row = made.row;
    const auto [same, is_new] =
        keys.try_emplace({row.local_date, row.planned_start, row.programme, row.position}, &made);
    if (!is_new) {
      problems.add(made.place(LogColumn::position), "line " + std::to_string(same->second->places[0].line) +
                                                        " has the same date, planned_start, programme and position");
    }
    const auto [first, alone] = programmes.try_emplace({row.local_date, row.planned_start, row.programme}, &made);
    if (!alone && first->second->row.origin != row.origin) {
      problems.add(made.place(LogColumn::origin), "a programme has one origin: here '" + row.origin + "', in line " +
                                                      std::to_string(first->second->places[0].line) + " '" +
                                                      first->second->row.origin + "'");
    }
  }
}

}  // namespace

std::vector<LogRow> read_programme_log(std::string_view text, const TimeZone& zone, WallTime now, Problems& problems) {
  std::vector<LogRow> rows;
  const auto table = read_csv(text, problems);
  if (problems.count() > 0) return rows;  // where the quotes are wrong, no field can be trusted
  const auto header = read_header(table, problems);
  if (!header) return rows;
  RowReader reader{zone, now, problems};
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (auto row = reader.read(table[i], *header)) rows.push_back(std::move(*row));
  }
  check_together(rows, problems);
  return rows;
}

}  // namespace wardcast::statistics
