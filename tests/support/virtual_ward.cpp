// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/virtual_ward.hpp"

#include <random>
#include <utility>

#include "daemon/health/latches.hpp"
#include "daemon/playout/site_zones.hpp"

namespace wardcast::test {
namespace {

constexpr SteadyTime kBegin{std::chrono::hours{1}};

std::shared_ptr<const media::Recording> packets(std::uint32_t count) {
  std::vector<std::uint32_t> offsets;
  for (std::uint32_t i = 0; i <= count; ++i) offsets.push_back(i);
  return std::make_shared<media::Recording>(std::uint64_t{count} * 960, std::move(offsets),
                                            std::vector<std::byte>(count), std::vector<float>(count / 5 + 1));
}

}  // namespace

VirtualWard::VirtualWard(site::Site described, const Options& options)
    : site_(std::move(described)), zone_(TimeZone::locate("Asia/Ho_Chi_Minh").value()), tone_(packets(252)) {
  now_ = {local(options.local_start), kBegin};
  zones_ = playout::zones_of(site_);
  health::FaultRegister::Doors doors;
  doors.opened = [](const store::FaultOpened&) {};
  doors.happened = [](const store::FaultEvent&) {};
  doors.changed = [this](const health::Fault& fault, std::string_view) {
    if (!engine_) return;
    if (const auto latch = health::latch_of(fault.cause, *faults_, *book_))
      engine_->latch(latch->line.zone, latch->line.line, latch->held_open, now_);
  };
  faults_ = std::make_unique<health::FaultRegister>(zone_, std::vector<store::FaultHistory>{}, 0, std::move(doors));
  book_ =
      std::make_unique<health::LineBook>(site_, std::vector<store::LineReference>{}, std::vector<store::Measurement>{});
  audio_ = std::make_unique<rtp::VirtualAudio>(site_.amplifiers.size(),
                                               [this](const rtp::Report& report) { sound_.push_back(report); });
  audio_->advance(now_.steady);
  tap_ = std::make_unique<rehearsal::ToneTap>(
      *audio_, [this](const media::Recording& recording) { return &recording == tone_.get(); },
      [this](std::size_t amplifier, bool sounds, SteadyTime at) { meters_->tone(amplifier, sounds, at); });
  boards_ = std::make_unique<rehearsal::VirtualBoards>(
      site_, now_.steady, [this](modbus::BoardReport report) { contacts_.push_back(std::move(report)); });
  modbus::LineMeters::Listener listener;
  listener.reading = [this](modbus::MeterReading reading) { readings_.push_back(std::move(reading)); };
  meters_ = std::make_unique<rehearsal::VirtualMeters>(site_, *boards_, options.noise, options.seed, now_.steady,
                                                       std::move(listener));
  playout::Engine::Doors engine_doors{*tap_, *boards_, journal, media_, [] {}};
  engine_doors.attention_tone = packets(150);
  engine_doors.test_lost = [this](playout::TestId test, const std::string& why) { lost_.emplace_back(test, why); };
  engine_ = std::make_unique<playout::Engine>(site_, zones_, zone_, std::move(engine_doors), 1, false);
  health::Sweeper::Doors sweep_doors{*engine_, *meters_, {}, {}, {}, {}, [] {}, [] { return true; }, {}};
  sweep_doors.measured = [this](const store::Measurement& row) { measurements.push_back(row); };
  sweep_doors.referenced = [this](const store::LineReference& reference) { references.push_back(reference); };
  sweep_doors.begun = [this](const store::Sweep& sweep) { sweeps.push_back({sweep, {}}); };
  sweep_doors.ended = [this](const store::SweepEnd& end) {
    for (auto& record : sweeps)
      if (record.sweep.id == end.sweep) record.end = end;
  };
  sweep_doors.tone = [this](double) { return tone_; };
  sweeper_ = std::make_unique<health::Sweeper>(site_, zone_, *book_, *faults_, std::set<std::string>{},
                                               options.since.value_or(now_.wall), std::move(sweep_doors));
  publish();
}

std::int64_t VirtualWard::item(std::uint32_t count) {
  playout::PlanItem made;
  made.id = next_item_++;
  made.title = "item " + std::to_string(made.id);
  made.kind = "news";
  made.media = "m" + std::to_string(made.id);
  made.packets = count;
  files_[made.media] = packets(count);
  plan_.items[made.id] = made;
  return made.id;
}

void VirtualWard::edition(std::vector<std::string> zones, const std::string& start, int duration,
                          std::vector<std::int64_t> items) {
  scheduler::Edition made;
  made.programme = static_cast<std::int64_t>(plan_.editions.size()) + 1;
  made.id = std::to_string(made.programme) + "-" + start;
  made.title = "programme " + std::to_string(made.programme);
  made.start = local(start);
  made.duration = seconds{duration};
  made.zones = std::move(zones);
  made.items = std::move(items);
  plan_.editions.push_back(std::move(made));
}

void VirtualWard::publish() {
  engine_->publish(std::make_shared<const playout::Plan>(plan_), now_);
  settle();
}

bool VirtualWard::hand_over() {
  if (!sound_.empty()) {
    const auto report = sound_.front();
    sound_.pop_front();
    engine_->audio_report(report, now_);
  } else if (!contacts_.empty()) {
    const auto report = std::move(contacts_.front());
    contacts_.pop_front();
    health::judge_board(site_, report, *faults_, now_);
    engine_->relay_report(report, now_);
    sweeper_->advance(now_);
  } else if (!lost_.empty()) {
    const auto [test, why] = lost_.front();
    lost_.pop_front();
    sweeper_->test_lost(test, why, now_);
  } else if (!readings_.empty()) {
    const auto reading = std::move(readings_.front());
    readings_.pop_front();
    sweeper_->reading(reading, now_);
  } else if (!media_.asked.empty()) {
    const auto media = media_.asked.front();
    media_.asked.pop_front();
    engine_->media_loaded(media, files_.at(media), now_);
  } else {
    return false;
  }
  return true;
}

void VirtualWard::settle() {
  tap_->set_time(now_.steady);
  do {
    sound_due_ = audio_->advance(now_.steady);
    boards_->advance(now_.steady);
    meters_->advance(now_.steady);
    while (hand_over()) {
    }
    engine_->advance(now_);
    if (sweeper_->next_wake() <= now_.steady || sweeper_->next_wake() == SteadyTime::max()) sweeper_->advance(now_);
    faults_->advance(now_);
    sound_due_ = audio_->advance(now_.steady);
  } while (!sound_.empty() || !contacts_.empty() || !readings_.empty() || !lost_.empty() || !media_.asked.empty());
  watch();
}

void VirtualWard::run_for(nanoseconds span) {
  const auto target = now_.steady + span;
  settle();
  while (now_.steady < target) {
    const auto next =
        std::min({engine_->next_wake(), sweeper_->next_wake(), sound_due_, boards_->next(), meters_->next(), target});
    const auto ahead = std::max(std::chrono::ceil<microseconds>(next - now_.steady), microseconds{1});
    now_.steady += ahead;
    now_.wall += ahead;
    settle();
  }
}

void VirtualWard::run_until(const std::string& text) { run_for(local(text) - now_.wall); }

void VirtualWard::run_until_idle(nanoseconds at_most) {
  const auto until = now_.steady + at_most;
  while (now_.steady < until && !sweeper_->idle()) run_for(seconds{1});
}

void VirtualWard::commission() {
  for (const auto& line : book_->lines())
    sweeper_->test(line.place, health::Purpose::reference, "lan", "commissioning", nullptr, now_);
  run_until_idle(std::chrono::hours{2});
}

store::SweepEnd VirtualWard::sweep(const std::vector<std::string>& lines) {
  const auto id = sweeper_->begin("lan", false, lines, now_);
  EXPECT_TRUE(id.has_value());
  run_until_idle(std::chrono::hours{3});
  for (const auto& record : sweeps) {
    if (record.sweep.id == id.value() && record.end) return *record.end;
  }
  ADD_FAILURE() << "the sweep did not end";
  return {};
}

std::set<std::string> VirtualWard::open_faults() const {
  std::set<std::string> open;
  for (const auto& fault : faults_->all())
    if (fault.open()) open.insert(fault.cause);
  return open;
}

std::set<std::size_t> VirtualWard::hearing_the_tone() const {
  std::set<std::size_t> zones;
  for (std::size_t z = 0; z < site_.zones.size(); ++z) {
    if (!meters_->sounds(site_.zones[z].amplifier, now_.steady)) continue;
    for (const auto& line : site_.zones[z].lines)
      if (boards_->closed(line.relay.device, line.relay.channel)) zones.insert(z);
  }
  return zones;
}

std::string VirtualWard::raise(const std::vector<std::string>& zones, std::int64_t item) {
  playout::EmergencyCall call;
  call.zones = zones;
  call.item = plan_.items.at(item);
  call.repeat = 1;
  call.interval = seconds{0};
  call.who = "lan";
  const auto raised = engine_->raise(call, now_);
  EXPECT_TRUE(raised.has_value());
  settle();
  return raised.value();
}

site::Site sample_site(int lines, unsigned seed, milliseconds refresh) {
  std::mt19937 random{seed};
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution{low, high}(random); };
  constexpr int kLinesOfAmplifier = 4;
  constexpr int kChannels = 16;
  site::Site site;
  site.station.name = "ward";
  site.station.allowed_hours = {{0, 1440}};
  for (int b = 0; b * kChannels < lines; ++b) {
    const auto index = static_cast<std::size_t>(b);
    site.buses.push_back({"bus-" + std::to_string(b + 1), site::TcpBus{}});
    site::RelayBoard board;
    board.id = "board-" + std::to_string(b + 1);
    board.bus = index;
    board.profile.channels = kChannels;
    site.boards.push_back(board);
    site::LineMeter meter;
    meter.id = "meter-" + std::to_string(b + 1);
    meter.bus = index;
    meter.unit = 2;
    meter.profile.channels = kChannels;
    meter.profile.volts.emplace();
    meter.profile.amps.emplace();
    meter.profile.leakage_amps.emplace();
    meter.profile.refresh = refresh;
    site.meters.push_back(meter);
  }
  for (int l = 0; l < lines; ++l) {
    const auto number = std::to_string(l + 1);
    if (l % kLinesOfAmplifier == 0) {
      site::Amplifier amplifier;
      amplifier.id = "amp-" + std::to_string(l / kLinesOfAmplifier + 1);
      amplifier.rating_watts = 480;
      site.amplifiers.push_back(amplifier);
    }
    site::Zone zone;
    zone.id = "zone-" + number;
    zone.amplifier = site.amplifiers.size() - 1;
    site::Line line;
    line.id = "line-" + number;
    line.name = "Đường " + number;
    line.relay = {static_cast<std::size_t>(l / kChannels), l % kChannels};
    line.meter = line.relay;
    line.wire_mm2 = 2.5;
    line.tolerance = pick(0, 1) == 0 ? 0.15 : 0.10;
    double at = 0;
    const int speakers = pick(1, 18);
    for (int s = 0; s < speakers; ++s) {
      static constexpr std::array<double, 6> kTaps{6, 10, 15, 15, 15, 30};
      site::Speaker speaker;
      speaker.id = line.id + "-" + std::to_string(s + 1);
      speaker.tap_watts = kTaps.at(static_cast<std::size_t>(pick(0, 5)));
      at += pick(20, 60);
      speaker.at_m = at;
      line.speakers.push_back(speaker);
    }
    line.length_m = at;
    zone.lines.push_back(std::move(line));
    site.zones.push_back(std::move(zone));
  }
  return site;
}

}  // namespace wardcast::test
