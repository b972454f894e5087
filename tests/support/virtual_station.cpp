// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/virtual_station.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace wardcast::test {
namespace {

constexpr std::size_t kPayload = 12;

std::shared_ptr<const media::Recording> make_recording(std::int64_t item, std::uint32_t packets) {
  std::vector<std::uint32_t> offsets;
  std::vector<std::byte> bytes(packets * kPayload);
  for (std::uint32_t i = 0; i <= packets; ++i) offsets.push_back(i * kPayload);
  for (std::uint32_t i = 0; i < packets; ++i) {
    std::memcpy(&bytes[i * kPayload], &item, sizeof item);
    std::memcpy(&bytes[i * kPayload + sizeof item], &i, sizeof i);
  }
  return std::make_shared<media::Recording>(packets * std::uint64_t{kSamplesPerFrame}, std::move(offsets),
                                            std::move(bytes), std::vector<float>(packets / 5 + 1, -20.0F));
}

}  // namespace

site::Site VirtualStation::make_site() {
  site::Site site;
  site.buses.push_back({"bus", site::TcpBus{"127.0.0.1", 502}});
  site::RelayBoard board{"b", 0, 1, {}};
  board.profile.channels = 8;
  site.boards.push_back(board);
  for (const auto* id : {"a1", "a2", "a3", "a4"}) {
    site::Amplifier amplifier;
    amplifier.id = amplifier.name = id;
    site.amplifiers.push_back(amplifier);
  }
  site.amplifiers[0].power = site::ChannelRef{0, 7};
  site.amplifiers[0].warm_up = seconds{2};
  const std::size_t amplifier_of[] = {0, 0, 1, 2, 3};
  for (int z = 0; z < 5; ++z) {
    site::Zone zone;
    zone.id = zone.name = "z" + std::to_string(z + 1);
    zone.amplifier = amplifier_of[z];
    site::Line line;
    line.id = line.name = "l" + std::to_string(z + 1);
    line.relay = {0, z};
    zone.lines.push_back(line);
    site.zones.push_back(zone);
  }
  return site;
}

VirtualStation::VirtualStation(std::string local_start, Sound sound, const std::string& zone)
    : sound_(sound), zone_(TimeZone::locate(zone).value()) {
  for (const auto& each : site_.zones) zones_.push_back({each.id, each.amplifier, {DailyWindow{0, 1440}}});
  wall_ = local(local_start);
  start({});
}

void VirtualStation::start(std::vector<store::AsRun> journal_found) {
  std::vector<rtp::RtpSession> sessions;
  for (std::uint32_t a = 0; a < site_.amplifiers.size(); ++a) {
    rtp::SessionBase base;
    base.ssrc = 100 + a;
    sessions.emplace_back(base, std::uint8_t{111}, steady_);
  }
  reports_.clear();
  loads_.clear();
  playing_.clear();
  rtp::Wire& wire = *this;
  rtp::ReportOutlet& outlet = *this;
  table_ = std::make_unique<rtp::StreamTable>(std::move(sessions), wire, outlet, figures_, sent_);
  table_next_ = SteadyTime::max();
  if (sound_ == Sound::counted) {
    counted_ = std::make_unique<rtp::VirtualAudio>(3, [this](const rtp::Report& told) { reports_.push_back(told); });
    counted_->advance(steady_);
  }
  if (!boards_) {
    const Clock& clock = *this;
    boards_ = std::make_unique<FakeRelayBoards>(std::vector<int>{8}, clock, [this](const modbus::BoardReport& report) {
      engine_->relay_report(report, now());
    });
  }
  playout::Engine::Doors doors{*this, *boards_, journal, *this, [] {}};
  doors.clock = [this](const playout::ClockNews& news) { clock_news.push_back(news); };
  doors.attention_tone = make_recording(kTone, kTonePackets);
  engine_ = std::make_unique<playout::Engine>(site_, zones_, zone_, std::move(doors), ++run_, false);
  engine_->trust_clock(floor_, accounted_until_);
  engine_->recover(std::move(journal_found));
  std::vector<playout::KnownEmergency> known;
  for (auto record : journal.emergencies) {
    const auto row = journal.rows.find(record.emergency.id);
    if (row != journal.rows.end()) record.end = row->second.end;
    known.push_back({record, plan_.items[record.emergency.item]});
  }
  engine_->recover_emergencies(std::move(known));
}

std::int64_t VirtualStation::item(std::uint32_t packets) {
  const auto id = next_item_++;
  playout::PlanItem made;
  made.id = id;
  made.title = "item " + std::to_string(id);
  made.kind = "news";
  made.media = "m" + std::to_string(id);
  made.packets = packets;
  plan_.items[id] = made;
  files_[made.media] = make_recording(id, packets);
  return id;
}

scheduler::Edition& VirtualStation::edition(std::vector<std::string> zones, const std::string& start, int duration,
                                            std::vector<std::int64_t> items) {
  scheduler::Edition made;
  made.programme = static_cast<std::int64_t>(plan_.editions.size()) + 1;
  made.id = std::to_string(made.programme) + "-" + start;
  made.title = "programme " + std::to_string(made.programme);
  made.start = local(start);
  made.duration = seconds{duration};
  made.zones = std::move(zones);
  made.items = std::move(items);
  return plan_.editions.emplace_back(std::move(made));
}

void VirtualStation::narrow_hours(std::size_t zone, DailyWindow hours) {
  zones_[zone].hours = {hours};
  start({});
}

WallTime VirtualStation::local(const std::string& text) const { return zone_.to_wall(parse_civil(text).value()); }

void VirtualStation::publish() {
  auto sorted = plan_;
  std::ranges::stable_sort(sorted.editions, {}, &scheduler::Edition::start);
  for (const auto id : messages_) sorted.messages.push_back(sorted.items.at(id));
  engine_->publish(std::make_shared<const playout::Plan>(std::move(sorted)), now());
  settle();
}

void VirtualStation::settle() {
  for (bool busy = true; busy;) {
    busy = false;
    posted_ = false;
    if (counted_) {
      table_next_ = counted_->advance(steady_);
      counted_->tell_progress();
    } else {
      table_next_ = table_->step(steady_);
    }
    while (!reports_.empty()) {
      const auto report = reports_.front();
      reports_.pop_front();
      if (const auto* ended = std::get_if<rtp::ClipEnded>(&report)) playing_.erase(ended->clip);
      engine_->audio_report(report, now());
      busy = true;
    }
    while (!loads_.empty() && !slow_disk_) {
      const auto media = loads_.front();
      loads_.pop_front();
      if (lost_files_.contains(media)) {
        engine_->media_loaded(media, Error{ErrorCode::not_found, "gone"}, now());
      } else {
        engine_->media_loaded(media, files_.at(media), now());
      }
      busy = true;
    }
    engine_->advance(now());
    log_relays();
    busy = boards_->deliver() || busy || posted_;  // a command rings the pacer's bell
    log_relays();
  }
}

void VirtualStation::run_until(const std::string& text) {
  const auto target = steady_ + (local(text) - wall_);
  run_for(target - steady_);
}

void VirtualStation::run_for(nanoseconds span) {
  const auto target = steady_ + span;
  settle();
  while (steady_ < target) {
    const auto next = std::min({engine_->next_wake(), table_next_, target});
    // Never stand still: a wake-up in the past counts as one microsecond ahead.
    const auto step = std::max(next - steady_, nanoseconds{microseconds{1}});
    steady_ += step;
    wall_ = std::chrono::time_point_cast<microseconds>(wall_ + std::chrono::duration_cast<microseconds>(step));
    settle();
  }
}

void VirtualStation::step(microseconds by) {
  wall_ += by;
  settle();
}

void VirtualStation::trust(playout::ClockFloor floor, std::optional<WallTime> accounted_until, Apply when) {
  floor_ = floor;
  accounted_until_ = accounted_until;
  if (when == Apply::now) start({});
}

void VirtualStation::crash_and_restart(nanoseconds away, microseconds clock_stepped) {
  auto found = journal.after_crash();
  for (const auto& as_run : found) journal.rows[as_run.airing.id] = as_run;
  journal.last_checkpoint.clear();
  steady_ += away;
  wall_ += std::chrono::duration_cast<microseconds>(away) + clock_stepped;
  start(std::move(found));
  publish();
}

Result<std::string> VirtualStation::try_raise(std::vector<std::string> zones, std::int64_t item,
                                              const std::function<void(playout::EmergencyCall&)>& change) {
  playout::EmergencyCall call;
  call.zones = std::move(zones);
  call.item = plan_.items.at(item);
  call.repeat = 1;
  call.interval = seconds{0};
  call.who = "lan";
  if (change) change(call);
  auto raised = engine_->raise(call, now());
  run_for(kEmergencyLead);
  return raised;
}

std::string VirtualStation::raise(std::vector<std::string> zones, std::int64_t item,
                                  const std::function<void(playout::EmergencyCall&)>& change) {
  const auto raised = try_raise(std::move(zones), item, change);
  EXPECT_TRUE(raised.has_value()) << raised.error().detail;
  return raised.value();
}

std::vector<Heard> VirtualStation::heard(std::size_t amplifier) const {
  std::vector<Heard> here;
  std::ranges::copy_if(heard_, std::back_inserter(here),
                       [amplifier](const Heard& heard) { return heard.amplifier == amplifier; });
  return here;
}

bool VirtualStation::post(rtp::Command command) {
  posted_ = true;
  if (counted_) return counted_->post(std::move(command));
  std::visit(
      [this](auto& it) {
        if constexpr (std::is_same_v<std::decay_t<decltype(it)>, rtp::Enqueue>) {
          playing_[it.clip] = it.recording;
          table_->apply(rtp::EnqueueRaw{it.stream, it.clip, it.recording.get(), it.first, it.count}, steady_);
        } else {
          table_->apply(it, steady_);
        }
      },
      command);
  return true;
}

void VirtualStation::send(std::span<rtp::Datagram> batch) {
  for (auto& datagram : batch) {
    Heard heard{steady_, wall_, datagram.amplifier, 0, 0};
    std::memcpy(&heard.item, datagram.payload.data(), sizeof heard.item);
    std::memcpy(&heard.packet, datagram.payload.data() + sizeof heard.item, sizeof heard.packet);
    heard_.push_back(heard);
    datagram.accepted = true;
  }
}

void VirtualStation::log_relays() {
  const auto before = std::exchange(contacts_, boards_->contacts(0));
  for (int c = 0; c < 8; ++c) {
    const bool was = ((before >> c) & 1U) != 0;
    const bool is = ((contacts_ >> c) & 1U) != 0;
    if (was == is) continue;
    auto millis = std::to_string(std::chrono::duration_cast<milliseconds>(wall_.time_since_epoch()).count() % 1000);
    millis.insert(0, 3 - millis.size(), '0');
    relay_log.push_back(format_civil(zone_.to_civil(wall_)).substr(11) + "." + millis + " " + std::to_string(c + 1) +
                        (is ? " closed" : " open"));
  }
}

}  // namespace wardcast::test
