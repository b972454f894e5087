// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/report_csv.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "daemon/statistics/csv.hpp"

namespace wardcast::statistics {
namespace {

constexpr std::array<std::string_view, 4> kOrigins{"own", "relay", "notice", "emergency"};
constexpr std::string_view kNotMeasured = "–";

class Printer {
 public:
  Printer(const Report& report, Language language, const TimeZone& zone)
      : report_(report), language_(language), zone_(zone) {}

  std::string print() {
    head();
    summary();
    programmes();
    kinds();
    rows(Say::table_units, Say::unit, report_.figures.by_unit);
    rows(Say::table_themes, Say::theme, report_.figures.by_theme);
    upkeep();
    shortfalls(Say::list_missed, report_.missed);
    shortfalls(Say::list_partial, report_.partial);
    csv_.line({word(Say::rules)});
    for (const auto rule : counting_rules(language_)) csv_.line({std::string{rule}});
    return csv_.done();
  }

 private:
  [[nodiscard]] std::string word(Say what) const { return std::string{say(language_, what)}; }
  [[nodiscard]] std::string count(std::int64_t number) const { return count_text(language_, number); }
  [[nodiscard]] std::string key(const std::string& text) const { return text.empty() ? word(Say::none) : text; }

  void head() {
    csv_.line({word(Say::report)});
    csv_.line({word(Say::station), report_.station});
    csv_.line({word(Say::period), period_text(language_, report_.period)});
    csv_.line({word(Say::from), date_text(report_.period.from)});
    csv_.line({word(Say::to), date_text(report_.period.to)});
    csv_.line({word(Say::as_of), moment_text(report_.as_of, zone_)});
    csv_.end_line();
  }

  /// One line of the summary: a figure now, before and a year before.
  template <class Figure, class Print>
  void compared(Say what, Figure figure, Print print) {
    const auto of = [&](const Compared& other) {
      return other.figures ? print(figure(*other.figures)) : std::string{kNotMeasured};
    };
    const auto change = report_.before.figures
                            ? change_text(language_, figure(*report_.before.figures), figure(report_.figures))
                            : std::string{kNotMeasured};
    csv_.line({word(what), print(figure(report_.figures)), of(report_.before), of(report_.year_before), change});
  }

  void summary() {
    csv_.line({word(Say::summary), word(Say::this_period) + " (" + period_text(language_, report_.period) + ")",
               word(Say::period_before) + " (" + period_text(language_, report_.before.period) + ")",
               word(Say::year_before) + " (" + period_text(language_, report_.year_before.period) + ")",
               word(Say::change)});
    const auto number = [this](std::int64_t value) { return count(value); };
    const auto hours = [](std::int64_t value) { return hours_text(microseconds{value}); };
    compared(
        Say::programmes, [](const Figures& f) -> std::int64_t { return f.programmes; }, number);
    compared(
        Say::of_them_partial, [](const Figures& f) -> std::int64_t { return f.programmes_partial; }, number);
    compared(
        Say::missed, [](const Figures& f) -> std::int64_t { return f.programmes_missed; }, number);
    compared(
        Say::on_air, [](const Figures& f) -> std::int64_t { return f.on_air.count(); }, hours);
    compared(
        Say::unconfirmed, [](const Figures& f) -> std::int64_t { return f.unconfirmed.count(); }, hours);
    compared(
        Say::items, [](const Figures& f) -> std::int64_t { return f.items; }, number);
    compared(
        Say::item_airings, [](const Figures& f) -> std::int64_t { return f.item_airings; }, number);
    csv_.end_line();
  }

  void programmes_of(const std::string& name, const Figures& figures) {
    csv_.field(name)
        .field(count(planned(figures)))
        .field(count(figures.programmes))
        .field(count(figures.programmes_partial))
        .field(count(figures.programmes_missed));
    microseconds all{0};
    for (const auto origin : kOrigins) {
      csv_.field(hours_text(on_air_of(figures, origin)));
      all += on_air_of(figures, origin);
    }
    csv_.field(hours_text(all)).end_line();
  }

  void programmes() {
    csv_.line({word(Say::table_programmes)});
    csv_.line({word(Say::month), word(Say::planned), word(Say::aired), word(Say::partial), word(Say::missed),
               word(Say::own), word(Say::relay), word(Say::notice), word(Say::emergency), word(Say::total_hours)});
    for (const auto& month : report_.months) programmes_of(month_text(month.key), month.figures);
    programmes_of(period_text(language_, report_.period), report_.figures);
    csv_.end_line();
  }

  void kind_of(const std::string& name, const std::vector<std::pair<int, int>>& months, std::pair<int, int> all,
               const std::string& before, const std::string& year_before, const std::string& change) {
    csv_.field(name);
    for (const auto& [items, airings] : months) csv_.field(count(items)).field(count(airings));
    csv_.line({count(all.first), count(all.second), before, year_before, change});
  }

  void kinds() {
    csv_.line({word(Say::table_kinds)});
    csv_.field(word(Say::kind));
    for (const auto& month : report_.months) {
      csv_.field(month_text(month.key) + " " + word(Say::items_short));
      csv_.field(month_text(month.key) + " " + word(Say::airings_short));
    }
    csv_.line({word(Say::this_period) + " " + word(Say::items_short),
               word(Say::this_period) + " " + word(Say::airings_short),
               word(Say::period_before) + " " + word(Say::items_short),
               word(Say::year_before) + " " + word(Say::items_short), word(Say::change)});
    const auto counts = [](const Row* row) {
      return row == nullptr ? std::pair{0, 0} : std::pair{row->items, row->item_airings};
    };
    const auto other = [&](const Compared& compared, const std::string& kind) {
      return compared.figures ? count(counts(row_of(compared.figures->by_kind, kind)).first)
                              : std::string{kNotMeasured};
    };
    std::vector<std::pair<int, int>> sums;
    for (const auto& month : report_.months) sums.emplace_back(month.figures.items, month.figures.item_airings);
    for (const auto& row : report_.figures.by_kind) {
      std::vector<std::pair<int, int>> months;
      for (const auto& month : report_.months) months.push_back(counts(row_of(month.figures.by_kind, row.key)));
      const auto change =
          report_.before.figures
              ? change_text(language_, counts(row_of(report_.before.figures->by_kind, row.key)).first, row.items)
              : std::string{kNotMeasured};
      kind_of(key(row.key), months, counts(&row), other(report_.before, row.key), other(report_.year_before, row.key),
              change);
    }
    const auto total = [&](const Compared& compared) {
      return compared.figures ? count(compared.figures->items) : std::string{kNotMeasured};
    };
    kind_of(word(Say::total), sums, {report_.figures.items, report_.figures.item_airings}, total(report_.before),
            total(report_.year_before),
            report_.before.figures ? change_text(language_, report_.before.figures->items, report_.figures.items)
                                   : std::string{kNotMeasured});
    csv_.end_line();
  }

  void rows(Say table, Say heading, const std::vector<Row>& rows) {
    csv_.line({word(table)});
    csv_.line({word(heading), word(Say::items), word(Say::item_airings), word(Say::programmes), word(Say::on_air)});
    for (const auto& row : rows) {
      csv_.line(
          {key(row.key), count(row.items), count(row.item_airings), count(row.programmes), hours_text(row.on_air)});
    }
    csv_.end_line();
  }

  void upkeep() {
    csv_.line({word(Say::table_upkeep)});
    csv_.line({word(Say::sweeps), count(report_.figures.sweeps)});
    csv_.line({word(Say::faults), count(report_.figures.faults)});
    csv_.end_line();
  }

  void shortfalls(Say heading, const std::vector<Shortfall>& list) {
    csv_.line({word(heading)});
    if (list.empty()) csv_.line({word(Say::nobody)});
    if (!list.empty()) {
      csv_.line({word(Say::number), word(Say::date), word(Say::hour), word(Say::programme), word(Say::zones),
                 word(Say::on_air), word(Say::reason)});
    }
    int number = 0;
    for (const auto& one : list) {
      const auto moment = moment_text(one.planned_start, zone_);
      csv_.line({std::to_string(++number), moment.substr(0, 10), moment.substr(11), one.title, joined(one.zones),
                 hours_text(one.on_air), reasons(one)});
    }
    csv_.end_line();
  }

  static std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
  }

  [[nodiscard]] std::string reasons(const Shortfall& one) const {
    std::string text;
    for (const auto& reason : one.reasons) text += (text.empty() ? "" : ", ") + reason_text(language_, reason);
    return text.empty() ? word(Say::none) : text;
  }

  const Report& report_;
  Language language_;
  const TimeZone& zone_;
  CsvWriter csv_;
};

}  // namespace

std::string report_csv(const Report& report, Language language, const TimeZone& zone) {
  return Printer{report, language, zone}.print();
}

}  // namespace wardcast::statistics
