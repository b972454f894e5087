// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/line_test.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::health {
namespace {

using Outcome = TestResult::Outcome;

/// A contact that has not followed by then will not.
constexpr seconds kRelayPatience{4};
/// Contacts bounce; the line's transformers settle.
constexpr milliseconds kContactSettles{50};
/// A reading is published at the end of the window it was taken in, so the first window that lies wholly within the
/// tone is the second one to end.
constexpr int kSettleRefreshes = 2;
/// Beyond the meter's own time-outs.
constexpr seconds kMeterPatience{5};
constexpr int kMeterTries = 3;
/// What buses and read-backs may add to a test.
constexpr milliseconds kBusAllowance{1500};
/// Longer than any test: should nobody end it, the tone ends itself.
constexpr seconds kToneAllowance{10};
constexpr milliseconds kRamps = 2 * milliseconds{20};

/// Contacts and leads have more, so a meter that shows less shows a short.
constexpr double kLeastOhms = 0.01;

/// What the meter read, or what follows from its ohms.
std::optional<double> amps_of(const modbus::MeterReading& reading, double assumed_volts) {
  if (reading.amps || !reading.ohms) return reading.amps;
  return reading.volts.value_or(assumed_volts) / std::max(*reading.ohms, kLeastOhms);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

Measured median_of(const std::vector<Measured>& readings) {
  std::vector<double> volts, amps, leakage;
  for (const auto& one : readings) {
    volts.push_back(one.volts);
    amps.push_back(one.amps);
    if (one.leakage_amps) leakage.push_back(*one.leakage_amps);
  }
  Measured result{median(volts), median(amps), std::nullopt};
  if (!leakage.empty()) result.leakage_amps = median(leakage);
  return result;
}

}  // namespace

TestOrder TestOrder::of(const site::Site& site, LineId line) {
  const auto& zone = site.zones[line.zone];
  const auto& amplifier = site.amplifiers[zone.amplifier];
  TestOrder order;
  order.line = line;
  order.meter = zone.lines[line.line].meter;
  if (order.meter) order.refresh = site.meters[order.meter->device].profile.refresh;
  order.assumed_volts = site.sweep.tone_volts;
  order.latency = amplifier.latency;
  order.warm_up = amplifier.warm_up;
  std::vector<LineId> here;
  for (std::size_t z = 0; z < site.zones.size(); ++z) {
    if (site.zones[z].amplifier != zone.amplifier) continue;
    for (std::size_t l = 0; l < site.zones[z].lines.size(); ++l) here.push_back({z, l});
  }
  const auto self = std::ranges::find(here, line);
  std::rotate(here.begin(), self, here.end());  // those after it first
  order.others.assign(here.begin() + 1, here.end());
  // The next one round, on the same meter, so that each is looked at once in a sweep.
  for (const auto& other : order.others) {
    const auto& meter = site.zones[other.zone].lines[other.line].meter;
    if (!meter || !order.meter || meter->device != order.meter->device) continue;
    order.watched = std::pair{other, *meter};
    break;
  }
  return order;
}

nanoseconds TestOrder::span() const {
  if (dry || !meter) return kBusAllowance;
  const int refreshes = kSettleRefreshes + readings - 1 + (watched ? 0 : kSettleRefreshes);
  return warm_up + kContactSettles + 2 * latency + kRamps + refreshes * refresh + kBusAllowance;
}

LineTest::LineTest(TestOrder order, playout::TestBench& bench, modbus::LineMeters& meters, Tickets tickets)
    : order_(std::move(order)), bench_(bench), meters_(meters), tickets_(std::move(tickets)) {}

bool LineTest::begin(Now now) {
  test_ = bench_.begin_test(order_.line.zone, order_.line.line, now);
  if (test_ == 0) return false;
  step_ = Step::closing;
  patience_ = now.steady + kRelayPatience;
  advance(now);
  return true;
}

void LineTest::advance(Now now) {
  for (auto before = Step::done; before != step_ && step_ != Step::done;) {
    before = step_;
    wake_ = patience_;
    switch (step_) {
      case Step::closing:
        close(now);
        break;
      case Step::warming:
        warm(now);
        break;
      case Step::reading:
        read(now);
        break;
      case Step::watching:
        watch(now);
        break;
      case Step::fading:
        fade(now);
        break;
      case Step::opening:
        open(now);
        break;
      case Step::done:
        break;
    }
  }
}

void LineTest::close(Now now) {
  const bool closed = contact(order_.line) == modbus::RelayState::closed;
  const bool alone = std::ranges::all_of(
      order_.others, [this](const LineId& other) { return contact(other) == modbus::RelayState::open; });
  if (closed && alone) {
    at_ = now.steady + kContactSettles;
    if (order_.dry || !order_.meter) {
      result_.outcome = Outcome::relay_only;
      step_ = Step::fading;
      at_ = now.steady;
      return;
    }
    at_ = std::max(at_, bench_.test_warm_at(test_)) - order_.latency;  // sound comes out so much later
    step_ = Step::warming;
    patience_ = std::max(at_, now.steady) + kRelayPatience;
    return;
  }
  if (now.steady < patience_) return;
  if (contact(order_.line) == modbus::RelayState::unknown)
    return give_up(Outcome::no_comm, "its relay board does not answer", now);
  if (!closed) return give_up(Outcome::relay_stuck, "its contact does not close", now);
  give_up(Outcome::no_comm, "another line of its amplifier is not known to be open, and would hear the tone", now);
}

void LineTest::warm(Now now) {
  if (order_.looks_first && !before_) {
    if (ticket_ == 0) ask(*order_.meter, now);
    wake_ = patience_;
    if (now.steady >= patience_) give_up(Outcome::no_comm, "its meter does not answer", now);
    return;
  }
  if (now.steady < at_) {
    wake_ = at_;
    return;
  }
  const auto refreshes = kSettleRefreshes * 2 + order_.readings + 1;
  const auto heard = bench_.sound_test(test_, order_.tone, refreshes * order_.refresh + kToneAllowance, now);
  if (heard == SteadyTime::max()) return give_up(Outcome::no_comm, "the tone could not be sent", now);
  at_ = heard + kSettleRefreshes * order_.refresh;
  step_ = Step::reading;
  patience_ = at_ + kMeterPatience;
}

void LineTest::ask(const site::ChannelRef& channel, Now now) {
  ticket_ = tickets_();
  patience_ = now.steady + kMeterPatience;
  meters_.read(channel.device, channel.channel, ticket_);
}

void LineTest::read(Now now) {
  if (ticket_ != 0) {
    if (now.steady >= patience_) give_up(Outcome::no_comm, "its meter does not answer", now);
    return;
  }
  if (static_cast<int>(readings_.size()) >= order_.readings) {
    result_.meter_stuck = meter_is_stuck();
    if (result_.meter_stuck)
      return give_up(Outcome::no_comm, "its meter shows the same before and during the tone: it is stuck", now);
    result_.outcome = Outcome::measured;
    result_.measured = median_of(readings_);
    step_ = Step::watching;
    if (!order_.watched) {
      bench_.switch_test(test_, false, now);
      at_ = now.steady + kContactSettles + kSettleRefreshes * order_.refresh;
    } else {
      at_ = now.steady;
    }
    return;
  }
  if (now.steady < at_) {
    wake_ = at_;
    return;
  }
  ask(*order_.meter, now);
  wake_ = patience_;
}

void LineTest::watch(Now now) {
  if (ticket_ != 0) {  // it says nothing of this line's own health
    if (now.steady < patience_) return;
    ticket_ = 0;
    step_ = Step::fading;
    at_ = bench_.fade_test(test_, now);
    return;
  }
  if (now.steady < at_) {
    wake_ = at_;
    return;
  }
  ask(order_.watched ? order_.watched->second : *order_.meter, now);
  wake_ = patience_;
}

void LineTest::fade(Now now) {
  if (now.steady < at_) {
    wake_ = at_;
    return;
  }
  step_ = Step::opening;
  patience_ = now.steady + kRelayPatience;
  bench_.end_test(test_, now);
  test_ = 0;
}

void LineTest::open(Now now) {
  if (contact(order_.line) == modbus::RelayState::open) return finish();
  if (now.steady < patience_) return;
  // What was measured stands; that the contact stays closed is the board's fault, and told as such.
  if (contact(order_.line) == modbus::RelayState::closed && result_.outcome != Outcome::measured) {
    result_.outcome = Outcome::relay_stuck;
    result_.detail = "its contact does not open";
  }
  finish();
}

bool LineTest::reading(const modbus::MeterReading& reading, Now now) {
  if (ticket_ == 0 || reading.ticket != ticket_) return false;
  ticket_ = 0;
  const auto amps = amps_of(reading, order_.assumed_volts);
  const bool good = reading.problem.empty() && amps;
  if (step_ == Step::watching) {
    const auto line = order_.watched ? order_.watched->first : order_.line;
    if (good) result_.idle_amps = std::pair{line, *amps};
    step_ = Step::fading;
    at_ = bench_.fade_test(test_, now);
  } else if (good && step_ == Step::warming) {
    before_ = Measured{reading.volts.value_or(0), *amps, reading.leakage_amps};
  } else if (good) {
    readings_.push_back({reading.volts.value_or(order_.assumed_volts), *amps, reading.leakage_amps});
    at_ = std::max(at_ + order_.refresh, now.steady);
  } else if (++meter_failures_ >= kMeterTries) {
    give_up(Outcome::no_comm, "its meter does not answer: " + reading.problem, now);
  }
  advance(now);
  return true;
}

/// A tone that was there before it was sent, to the last digit. Nothing at all is a missing tone instead.
bool LineTest::meter_is_stuck() const {
  return before_ && before_->volts > 0 && before_->amps > 0 &&
         std::ranges::all_of(readings_, [this](const Measured& one) {
           return one.volts == before_->volts && one.amps == before_->amps;
         });
}

bool LineTest::lost(playout::TestId test, const std::string& why) {
  if (test_ == 0 || test != test_) return false;
  test_ = 0;
  result_ = {};
  result_.detail = why;
  finish();
  return true;
}

void LineTest::give_up(TestResult::Outcome outcome, std::string detail, Now now) {
  result_.outcome = outcome;
  result_.detail = std::move(detail);
  ticket_ = 0;
  step_ = Step::fading;
  at_ = bench_.fade_test(test_, now);
}

void LineTest::finish() {
  step_ = Step::done;
  wake_ = SteadyTime::max();
}

}  // namespace wardcast::health
