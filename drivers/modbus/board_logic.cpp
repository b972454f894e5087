// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/board_logic.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <utility>

namespace wardcast::modbus {
namespace {

constexpr std::uint16_t kCoilOn = 0xFF00;

std::uint64_t channel_mask(int channels) {
  if (channels < 1 || channels > 64) throw std::invalid_argument("a relay board has 1 to 64 channels");
  return channels == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << channels) - 1;
}

milliseconds poll_period(const RelayProfile& profile, const BusTiming& timing) {
  if (!profile.keep_alive) return timing.supervision;
  return std::min(timing.supervision, *profile.keep_alive * 3 / 4);  // in time even behind another board's time-out
}

}  // namespace

BoardLogic::BoardLogic(std::size_t board, int unit, RelayProfile profile, const BusTiming& timing)
    : board_(board),
      unit_(unit),
      profile_(std::move(profile)),
      timing_(timing),
      all_(channel_mask(profile_.channels)),
      poll_every_(poll_period(profile_, timing)) {
  if (unit < 0 || unit > 255) throw std::invalid_argument("a Modbus unit is 0 to 255");
}

void BoardLogic::want(WantedRelays wanted, std::uint64_t ticket) {
  wanted.managed &= all_;
  wanted.closed &= wanted.managed;
  if (wanted_ == wanted) {
    if (confirmed_ == asked_) looked_ = confirmed_ = ticket;
    asked_ = ticket;
    return;
  }
  wanted_ = wanted;
  asked_ = ticket;
  report_due_ = true;
  write_failures_ = 0;
  pause_.reset();
  if (written_ != 0 || in_flight_ == InFlight::write) stale_ = true;  // half a former picture is out: look first
  written_ = 0;
}

void BoardLogic::verify(std::uint64_t ticket) {
  asked_ = ticket;
  pause_.reset();
}

std::uint64_t BoardLogic::difference() const {
  return wanted_ && closed_ ? (*closed_ ^ wanted_->closed) & wanted_->managed : 0;
}

/// Nothing is written to a board before somebody wants something of it; its watchdog sleeps as long.
bool BoardLogic::feeds() const { return profile_.watchdog && wanted_ && reachable_ == true && failures_ == 0; }

BoardLogic::Plan BoardLogic::plan(SteadyTime now) const {
  const Plan next = plan_contacts(now);
  if (!feeds()) return next;
  const Plan feed{std::max(feed_at_, free_at_), Urgency::confirm, Step::feed};
  if (feed.at > now) return feed.at < next.at ? feed : next;
  return next.at <= now && next.urgency == Urgency::write ? next : feed;
}

BoardLogic::Plan BoardLogic::plan_contacts(SteadyTime now) const {
  if (failures_ > 0) {
    const bool quiet = failures_ == 1 && reachable_ != false;
    return {std::max(retry_at_, free_at_), quiet ? Urgency::confirm : Urgency::probe, Step::read};
  }
  if (!closed_ || stale_) return {free_at_, Urgency::confirm, Step::read};
  const std::uint64_t differs = difference();
  if (differs != 0 && !pause_) {
    if ((differs & ~written_) != 0) return {free_at_, Urgency::write, Step::write};
    return {free_at_, Urgency::confirm, Step::read};  // all is written: read back
  }
  if (asked_ > looked_) return {free_at_, Urgency::confirm, Step::read};
  Plan next{std::max(poll_at_, free_at_), Urgency::poll, Step::read};
  if (pause_ && (*pause_ <= now || *pause_ < next.at))
    next = {std::max(*pause_, free_at_), Urgency::confirm, Step::read};
  return next;
}

BoardLogic::Due BoardLogic::due(SteadyTime now) const {
  const Plan next = plan(now);
  return {next.at, next.urgency};
}

Request BoardLogic::begin(SteadyTime now) {
  const Plan next = plan(now);
  asked_then_ = asked_;
  Request request;
  switch (next.step) {
    case Step::read:
      in_flight_ = InFlight::read;
      request = read_request();
      break;
    case Step::write:
      in_flight_ = InFlight::write;
      request = write_request();
      break;
    case Step::feed:
      in_flight_ = InFlight::feed;
      request = feed_request();
      break;
  }
  request.unit = static_cast<std::uint8_t>(unit_);
  request.reply_timeout = profile_.reply_timeout;
  request.yields = next.urgency == Urgency::probe;
  return request;
}

Request BoardLogic::read_request() const {
  Request request;
  request.function = profile_.read == RelayRead::coils_fc01 ? Function::read_coils : Function::read_holding_registers;
  request.address = profile_.read_base;
  request.count = static_cast<std::uint16_t>(profile_.channels);
  return request;
}

Request BoardLogic::write_request() const {
  Request request;
  const std::uint64_t target = (*closed_ & ~wanted_->managed) | wanted_->closed;
  if (profile_.write == RelayWrite::coils_fc15) {
    request.function = Function::write_coils;
    request.address = profile_.write_base;
    request.count = static_cast<std::uint16_t>(profile_.channels);
    request.coils = (profile_.invert ? ~target : target) & all_;
    return request;
  }
  const int channel = std::countr_zero(difference() & ~written_);
  const bool closed = ((target >> channel) & 1U) != 0;
  request.function = Function::write_register;
  request.address = static_cast<std::uint16_t>(profile_.write_base + channel);
  request.value = closed != profile_.invert ? profile_.write_on : profile_.write_off;
  return request;
}

Request BoardLogic::feed_request() const {
  const Watchdog& watchdog = *profile_.watchdog;
  const std::uint16_t value = second_feed_ ? watchdog.second_value : watchdog.value;
  Request request;
  request.address = watchdog.address;
  switch (watchdog.function) {
    case 5:
      request.function = Function::write_coil;
      request.value = value != 0 ? kCoilOn : 0;
      break;
    case 6:
      request.function = Function::write_register;
      request.value = value;
      break;
    default:
      request.function = Function::write_coils;
      request.coils = value;
      break;
  }
  return request;
}

void BoardLogic::fed(SteadyTime now, std::string problem) {
  second_feed_ = !second_feed_;
  feed_at_ = now + profile_.watchdog->period / 3;
  feed_problem_ = std::move(problem);
}

std::uint64_t BoardLogic::contacts_of(const Reply& reply) const {
  std::uint64_t on = reply.coils;
  if (profile_.read == RelayRead::registers_fc03) {
    on = 0;
    for (std::size_t c = 0; c < static_cast<std::size_t>(profile_.channels); ++c)
      if (reply.registers.at(c) == profile_.read_on) on |= std::uint64_t{1} << c;
  }
  return (profile_.invert ? ~on : on) & all_;
}

void BoardLogic::answered(SteadyTime now, const Reply& reply) {
  free_at_ = now + profile_.min_gap;
  const InFlight was = std::exchange(in_flight_, InFlight::none);
  if (was == InFlight::feed) {
    fed(now, {});
    return;
  }
  if (was == InFlight::read) {
    read_done(now, contacts_of(reply));
    return;
  }
  report_due_ = true;
  if (stale_) return;  // the picture changed meanwhile
  const std::uint64_t differs = difference();
  if (profile_.write == RelayWrite::coils_fc15) {
    written_ = differs;
  } else {
    const std::uint64_t left = differs & ~written_;
    written_ |= left & (~left + 1);  // the lowest channel, as in write_request()
  }
}

void BoardLogic::read_done(SteadyTime now, std::uint64_t contacts) {
  const std::uint64_t differed = difference();
  const bool checks_write = written_ != 0 && (differed & ~written_) == 0;
  closed_ = contacts;
  read_at_ = now;
  poll_at_ = now + poll_every_;
  reachable_ = true;
  read_problem_.clear();
  lost_with_bus_ = false;
  failures_ = 0;
  stale_ = false;
  unseen_ = false;
  written_ = 0;
  looked_ = asked_then_;
  const bool refused = std::exchange(refused_, false);
  const std::uint64_t differs = difference();
  stuck_ = refused ? differs : stuck_ & differs;
  if (differs == 0) {
    write_failures_ = 0;
    pause_.reset();
    write_problem_.clear();
    if (wanted_) confirmed_ = asked_then_;
    return;
  }
  if (checks_write) {
    ++write_failures_;
    pause_ = now + timing_.rewrite_after(write_failures_);
    // A board may show an old picture for a moment; only the second time it is a fault.
    if (write_failures_ >= 2) {
      write_problem_ = stuck_text();
      stuck_ = differs;
    }
  } else if (pause_ && (now >= *pause_ || (differs & ~differed) != 0)) {
    pause_.reset();  // still differs, or another contact moved: write again
  }
}

void BoardLogic::failed(SteadyTime now, const LinkFault& fault) {
  free_at_ = now + profile_.min_gap;
  const InFlight was = std::exchange(in_flight_, InFlight::none);
  if (was == InFlight::feed && is_refusal(fault)) {
    fed(now, "unit " + std::to_string(unit_) + " refuses its watchdog's feed: " + fault.detail);
    return;
  }
  written_ = 0;
  if (was == InFlight::write) write_failed(now, fault);
  if (is_refusal(fault)) {
    if (was == InFlight::write) return;
    ++failures_;
    retry_at_ = now + (failures_ == 1 && is_passing(fault) ? timing_.busy : timing_.retry_after(failures_));
    if (failures_ == 1 && is_passing(fault)) return;
    reachable_ = true;
    lost_with_bus_ = false;
    closed_.reset();
    write_problem_.clear();  // of its contacts nothing is known any more, and the next reading begins anew
    write_failures_ = 0;
    pause_.reset();
    read_problem_ = "unit " + std::to_string(unit_) + " refuses to be read: " + fault.detail;
    return;
  }
  stale_ = true;
  ++failures_;
  retry_at_ = now;
  if (failures_ >= 2 || reachable_ == false) lose(now, "unit " + std::to_string(unit_) + ": " + fault.detail);
}

void BoardLogic::write_failed(SteadyTime now, const LinkFault& fault) {
  ++write_failures_;
  const bool refused = is_refusal(fault);
  if (refused || write_failures_ >= 2) pause_ = now + timing_.rewrite_after(write_failures_);
  if (write_failures_ < 2 && (!refused || is_passing(fault))) return;
  if (write_problem_.empty()) unseen_ = true;
  refused_ = true;
  write_problem_ = "unit " + std::to_string(unit_) +
                   (refused ? " refuses to switch: " : " does not confirm switching: ") + fault.detail;
  report_due_ = true;
}

void BoardLogic::yielded(SteadyTime now) {
  in_flight_ = InFlight::none;
  free_at_ = now + profile_.min_gap;
  retry_at_ = now + timing_.retry_first;
}

void BoardLogic::lose(SteadyTime now, const std::string& why) {
  retry_at_ = now + timing_.retry_after(std::max(failures_ - 1, 1));
  closed_.reset();
  written_ = 0;
  write_failures_ = 0;
  write_problem_.clear();
  pause_.reset();
  if (reachable_ == false) return;  // told already; the first reason stands
  reachable_ = false;
  feed_at_ = {};  // as soon as it is back
  read_problem_ = why;
}

void BoardLogic::bus_lost(SteadyTime now, const std::string& why) {
  failures_ = std::max(failures_, 1);
  lost_with_bus_ = true;
  lose(now, why);
}

void BoardLogic::bus_back(SteadyTime now) {
  feed_at_ = {};
  if (lost_with_bus_) {
    lost_with_bus_ = false;
    failures_ = 0;
    retry_at_ = now;
  }
  poll_at_ = now;
}

void BoardLogic::hurry(SteadyTime now) {
  if (reachable_ == false) retry_at_ = std::min(retry_at_, now);
}

std::string BoardLogic::stuck_text() const {
  const std::uint64_t differs = difference();
  std::string closed;
  std::string open;
  int closed_count = 0;
  int open_count = 0;
  for (int c = 0; c < profile_.channels; ++c) {
    const std::uint64_t bit = std::uint64_t{1} << c;
    if ((differs & bit) == 0) continue;
    const bool is_closed = (*closed_ & bit) != 0;
    std::string& list = is_closed ? closed : open;
    list += (list.empty() ? "" : ", ") + std::to_string(c + 1);
    ++(is_closed ? closed_count : open_count);
  }
  const auto part = [](const std::string& list, int count, const char* how) {
    if (count == 0) return std::string{};
    return (count == 1 ? "channel " : "channels ") + list + (count == 1 ? " stays " : " stay ") + how;
  };
  const std::string both = closed_count > 0 && open_count > 0 ? "; " : "";
  return part(closed, closed_count, "closed") + both + part(open, open_count, "open") +
         (closed_count + open_count == 1 ? ": relay stuck?" : ": relays stuck?");
}

BoardReport BoardLogic::report() const {
  BoardReport report;
  report.board = board_;
  report.reachable = reachable_ == true;
  for (int c = 0; c < profile_.channels; ++c) {
    report.channels.push_back(!closed_                      ? RelayState::unknown
                              : ((*closed_ >> c) & 1U) != 0 ? RelayState::closed
                                                            : RelayState::open);
  }
  report.settled = wanted_ && closed_ && !stale_ && difference() == 0 && asked_ <= looked_;
  report.read_at = read_at_;
  report.problem = read_problem_;
  if (report.problem.empty()) report.problem = write_problem_;
  if (report.problem.empty()) report.problem = feed_problem_;
  // A board that refuses everything is one trouble; its contacts are called stuck when a reading shows them so. One
  // that was wanted otherwise a moment ago only differs as yet.
  report.stuck = write_problem_.empty() || unseen_ ? 0 : stuck_ & difference();
  return report;
}

std::optional<BoardReport> BoardLogic::take_report() {
  if (!reachable_ || (failures_ == 1 && reachable_ == true && closed_))
    return std::nullopt;  // nothing known, or retrying
  BoardReport now = report();
  // Between a want() or a write and the reading that follows it, "not settled" is no news.
  const bool under_way = closed_ && (stale_ || written_ != 0 || asked_ > looked_ || (difference() != 0 && !pause_));
  const bool news = !reported_ || reported_->reachable != now.reachable || reported_->channels != now.channels ||
                    reported_->problem != now.problem || reported_->stuck != now.stuck ||
                    (!under_way && reported_->settled != now.settled);
  const bool answers = report_due_ && closed_ && !under_way;
  if (!news && !answers) return std::nullopt;
  if (answers) report_due_ = false;
  reported_ = now;
  return now;
}

}  // namespace wardcast::modbus
