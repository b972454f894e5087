// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/minutes_csv.hpp"

#include <utility>

#include "daemon/health/fault_words.hpp"
#include "daemon/statistics/csv.hpp"
#include "daemon/statistics/minutes_words.hpp"

namespace wardcast::statistics {
namespace {

constexpr const char* kNothing = "–";

std::string good_of(int good, int of) { return std::to_string(good) + "/" + std::to_string(of); }

std::string range_text(const Sounding& sounding) {
  if (sounding.low == sounding.high) return std::to_string(sounding.best);
  return std::to_string(sounding.best) + " (" + std::to_string(sounding.low) + "–" + std::to_string(sounding.high) +
         ")";
}

class Printer {
 public:
  Printer(const Minutes& minutes, Language language, const TimeZone& zone)
      : minutes_(minutes), language_(language), zone_(zone) {}

  std::string print() {
    head();
    room();
    lines();
    clusters();
    speakers();
    found();
    old();
    summary();
    return csv_.done();
  }

 private:
  [[nodiscard]] std::string word(Minute what) const { return std::string{say(language_, what)}; }
  [[nodiscard]] std::string number(const std::optional<double>& value, int decimals) const {
    return number_text(language_, value, decimals);
  }
  [[nodiscard]] std::string mark(const std::optional<bool>& flag) const {
    return flag ? word(*flag ? Minute::yes : Minute::no) : kNothing;
  }
  [[nodiscard]] std::string moment(const std::optional<WallTime>& at) const {
    return at ? moment_text(*at, zone_) : kNothing;
  }
  [[nodiscard]] std::string text(const std::optional<Remark>& given) const {
    if (!given || given->text.empty()) return kNothing;
    return given->number ? number(given->number, *given->number == static_cast<int>(*given->number) ? 0 : 1)
                         : given->text;
  }

  /// What a person wrote of the whole session, with who and when.
  void written(Minute what, std::string_view field) {
    const auto given = remark(minutes_.remarks, field);
    csv_.line(
        {word(what), text(given), given ? given->who : kNothing, given ? moment_text(given->at, zone_) : kNothing});
  }

  void head() {
    const auto& session = minutes_.session;
    csv_.line({word(Minute::title)});
    csv_.line({word(Minute::station), minutes_.station});
    csv_.line({word(Minute::session), session_text(language_, minutes_)});
    csv_.line({word(Minute::begun), moment_text(session.sweep.started_at, zone_)});
    csv_.line({word(Minute::ended), session.end ? moment_text(session.end->at, zone_) : word(Minute::not_over)});
    csv_.line({word(Minute::result), std::string{result_text(language_, session)}});
    written(Minute::present, "present");
    written(Minute::weather, "weather");
    csv_.end_line();
  }

  void room() {
    csv_.line({word(Minute::room)});
    csv_.line({word(Minute::device), word(Minute::name), word(Minute::state), word(Minute::volts), word(Minute::amps),
               word(Minute::celsius), word(Minute::note), word(Minute::who)});
    for (const auto& one : minutes_.amplifiers) {
      std::string who;
      for (const auto* given : {&one.state, &one.volts, &one.amps, &one.celsius, &one.note}) {
        if (*given && who.find((*given)->who) == std::string::npos) who += (who.empty() ? "" : ", ") + (*given)->who;
      }
      if (who.empty()) who = one.standing == Standing::not_measured ? kNothing : word(Minute::automatic);
      const auto state =
          one.state ? condition_text(language_, one.state->text) : std::string{standing_text(language_, one.standing)};
      csv_.line({one.id, one.name, state, text(one.volts), text(one.amps), text(one.celsius), text(one.note), who});
    }
    csv_.end_line();
  }

  void lines() {
    csv_.line({word(Minute::lines)});
    csv_.line({word(Minute::line), word(Minute::name), word(Minute::zone), word(Minute::length), word(Minute::how),
               word(Minute::ohms), word(Minute::reference_ohms), word(Minute::watts), word(Minute::reference_watts),
               word(Minute::deviation), word(Minute::open), word(Minute::shorted), word(Minute::leaks),
               word(Minute::distance), word(Minute::verdict), word(Minute::remark)});
    for (const auto& line : minutes_.lines) line_of(line);
    csv_.end_line();
  }

  void line_of(const MinutesLine& line) {
    static const store::Measurement none;
    const auto& row = line.measured ? *line.measured : none;
    const auto percent = row.deviation ? std::optional{*row.deviation * 100} : std::nullopt;
    auto what = verdict_text(language_, line.verdict);
    csv_.line({line.id, line.name, line.zone.empty() ? kNothing : line.zone, number(line.length_m, 0), how(line),
               number(line.ohms, 1), number(line.reference_ohms, 1), number(row.watts, 1),
               number(line.reference_watts, 1), number(percent, 1), mark(line.open), mark(line.shorted),
               mark(line.leaks), number(row.distance_m, 0), std::string{standing_text(language_, line.standing)},
               what.empty() ? kNothing : what});
  }

  [[nodiscard]] std::string how(const MinutesLine& line) const {
    return line.measured ? word(Minute::automatic) + " " + moment_text(line.measured->at, zone_) : kNothing;
  }

  void clusters() {
    csv_.line({word(Minute::clusters)});
    csv_.line({word(Minute::code), word(Minute::place), word(Minute::speakers), word(Minute::clear), word(Minute::weak),
               word(Minute::distorted), word(Minute::howling), word(Minute::silent), word(Minute::estimate),
               word(Minute::how)});
    for (const auto& line : minutes_.lines) {
      csv_.field(line.id)
          .field(line.zone.empty() ? line.name : line.name + ", " + line.zone)
          .field(std::to_string(line.speakers.size()));
      for (const auto heard : line.heard) csv_.field(line.heard_at_all > 0 ? std::to_string(heard) : kNothing);
      csv_.field(line.sounding ? range_text(*line.sounding) : kNothing);
      auto measured = how(line);
      if (line.heard_at_all > 0) {
        if (line.measured) {
          measured += ", ";
        } else {
          measured.clear();
        }
        measured += word(Minute::on_site) + " ";
        measured += good_of(line.heard_at_all, static_cast<int>(line.speakers.size()));
      }
      csv_.field(measured).end_line();
    }
    csv_.end_line();
  }

  /// One row for each loudspeaker of which somebody wrote something.
  void speakers() {
    bool begun = false;
    for (const auto& line : minutes_.lines) {
      for (const auto& speaker : line.speakers) {
        const auto& newest = speaker.heard ? speaker.heard : speaker.note;
        if (!newest) continue;
        if (!std::exchange(begun, true)) {
          csv_.line({word(Minute::speaker), word(Minute::name), word(Minute::line), word(Minute::heard),
                     word(Minute::note), word(Minute::who), word(Minute::when)});
        }
        csv_.line({speaker.id, speaker.name, line.id,
                   speaker.heard ? hearing_text(language_, speaker.heard->text) : kNothing, text(speaker.note),
                   newest->who, moment_text(newest->at, zone_)});
      }
    }
    if (begun) csv_.end_line();
  }

  [[nodiscard]] health::Tongue tongue() const {
    return language_ == Language::vi ? health::Tongue::vi : health::Tongue::en;
  }
  /// The class in the reader's words, and the line or device it is about.
  [[nodiscard]] std::string described(const health::Fault& fault) const {
    const auto about = fault.cause.substr(fault.cause.find(':') + 1);
    return std::string{health::class_name(fault.kind, tongue())} + " (" + about + ")";
  }

  void found() {
    csv_.line({word(Minute::found)});
    if (minutes_.found.empty()) csv_.line({word(Minute::none)});
    if (!minutes_.found.empty()) {
      csv_.line({word(Minute::code), word(Minute::fault), word(Minute::severity), word(Minute::advice),
                 word(Minute::deadline), word(Minute::owner)});
    }
    for (const auto& fault : minutes_.found) {
      csv_.line({std::to_string(fault.id), described(fault),
                 std::string{health::severity_name(fault.severity, tongue())},
                 std::string{health::advice(fault.kind, tongue())}, moment(fault.deadline),
                 fault.owner.empty() ? kNothing : fault.owner});
    }
    csv_.end_line();
  }

  void old() {
    csv_.line({word(Minute::old)});
    if (minutes_.old.empty()) csv_.line({word(Minute::none)});
    if (!minutes_.old.empty()) {
      csv_.line({word(Minute::code), word(Minute::fault), word(Minute::repaired), word(Minute::outstanding),
                 word(Minute::owner), word(Minute::deadline)});
    }
    for (const auto& fault : minutes_.old) {
      const bool open = fault.open();
      csv_.line({std::to_string(fault.id), described(fault), open ? kNothing : moment(fault.resolved_at),
                 word(open ? Minute::yes : Minute::no), fault.owner.empty() ? kNothing : fault.owner,
                 moment(fault.deadline)});
    }
    csv_.end_line();
  }

  /// "28/32, chưa rõ 3": so many of all, and of so many nothing is known.
  [[nodiscard]] std::string with_unknown(const std::string& good, int unknown) const {
    return unknown == 0 ? good : good + ", " + word(Minute::not_known) + " " + std::to_string(unknown);
  }

  void summary() {
    const auto& totals = minutes_.totals;
    const auto& good = totals.speakers_good;
    auto speakers = good_of(good.best, totals.speakers);
    if (good.low != good.high) speakers += " (" + std::to_string(good.low) + "–" + std::to_string(good.high) + ")";
    csv_.line({word(Minute::totals)});
    csv_.line(
        {word(Minute::lines_good), with_unknown(good_of(totals.lines_good, totals.lines), totals.lines_not_measured)});
    csv_.line({word(Minute::speakers_good), with_unknown(speakers, totals.speakers_unknown)});
    csv_.line({word(Minute::amplifiers_good),
               with_unknown(good_of(totals.amplifiers_good, totals.amplifiers), totals.amplifiers_not_measured)});
    written(Minute::conclusion, "conclusion");
    csv_.end_line();
    csv_.line({word(Minute::checked_by), word(Minute::in_charge), word(Minute::witness)});
  }

  const Minutes& minutes_;
  Language language_;
  const TimeZone& zone_;
  CsvWriter csv_;
};

}  // namespace

std::string minutes_csv(const Minutes& minutes, Language language, const TimeZone& zone) {
  return Printer{minutes, language, zone}.print();
}

}  // namespace wardcast::statistics
