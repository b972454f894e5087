// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/editorial/fakes.hpp"

#include <fstream>
#include <iterator>

namespace wardcast::editorial {

site::Site small_site() {
  site::Site site;
  site.station.name = "Đài truyền thanh phường";
  for (const auto* id : {"a1", "a2"}) {
    site::Amplifier amplifier;
    amplifier.id = id;
    amplifier.name = std::string{"Tăng âm "} + id;
    amplifier.host = "127.0.0.1";
    amplifier.port = 5004;
    site.amplifiers.push_back(amplifier);
  }
  site.buses.push_back({"bus", site::TcpBus{}});
  site::RelayBoard board;
  board.id = "b1";
  board.profile.channels = 8;
  site.boards.push_back(board);
  site::LineMeter meter;
  meter.id = "m1";
  meter.unit = 2;
  meter.profile.channels = 8;
  site.meters.push_back(meter);
  int channel = 0;
  for (const auto* id : {"z1", "z2", "z3"}) {
    site::Zone zone;
    zone.id = id;
    zone.name = std::string{"Khu "} + id;
    zone.groups = {"all"};
    zone.amplifier = zone.id == "z3" ? 1 : 0;
    site::Line line;
    line.id = std::string{"l"} + id;
    line.relay = {0, channel++};
    line.speakers.resize(4);
    for (auto& speaker : line.speakers) speaker.tap_watts = 15;
    if (zone.id != "z3") line.meter = line.relay;  // that of z3 cannot be measured
    zone.lines.push_back(line);
    site.zones.push_back(zone);
  }
  return site;
}

scheduler::Zones small_zones() {
  const std::vector<DailyWindow> day{{5 * 60 + 30, 21 * 60 + 30}};
  return {{"z1", 0, day}, {"z2", 0, day}, {"z3", 1, {{6 * 60, 21 * 60 + 30}}}};
}

Result<std::string> FakeLines::begin(const std::string& who, bool dry, std::vector<std::string> lines) {
  if (!running.empty()) return conflict("A sweep is running.");
  for (const auto& line : lines)
    if (book_.find(line) == nullptr) return invalid("lines", "There is no line '" + line + "'.");
  health::SweepProgress progress;
  progress.sweep.id = "m1";
  progress.sweep.local_date = "2026-11-22";
  progress.sweep.origin = "person";
  progress.sweep.who = who;
  progress.sweep.dry = dry;
  progress.sweep.planned_start = progress.sweep.planned_end = progress.sweep.started_at = kNow;
  progress.sweep.lines = std::move(lines);
  running.push_back(std::move(progress));
  return "m1";
}

Result<void> FakeLines::stop(std::string_view sweep, const std::string& who) {
  if (std::erase_if(running, [&](const auto& one) { return one.sweep.id == sweep; }) == 0)
    return not_found("No such sweep is running.");
  done.push_back(who + " stops " + std::string{sweep});
  return {};
}

void FakeLines::test(health::LineId place, health::Purpose purpose, const std::string& who, const std::string& why,
                     std::function<void(const health::TestAnswer&)> answer) {
  auto& line = book_.at(place);
  done.push_back(who + " " + std::string{health::word(purpose)} + " " + line.id);
  const auto read = reads.find(line.id);
  if (read == reads.end()) return answer({true, "something is on air there", {}});
  health::TestResult result;
  result.outcome = health::TestResult::Outcome::measured;
  result.measured = read->second;
  const auto reference = line.reference ? std::optional{line.reference->watts} : std::nullopt;
  auto row = health::measurement_row(line, result, health::judge(line.facts, read->second, reference));
  row.at = kNow;
  row.purpose = health::word(purpose);
  book_.note(row);
  if (purpose == health::Purpose::reference)
    book_.note(store::LineReference{0, line.id, kNow, who, why, *row.watts, *row.volts, *row.amps, {}, 1000});
  answer({false, {}, row});
}

Result<media::Prepared> FakeMedia::prepare(const std::filesystem::path& upload) {
  {
    std::unique_lock lock{mutex_};
    wake_.wait(lock, [this] { return !held_; });
  }
  std::ifstream in{upload, std::ios::binary};
  const std::string content{std::istreambuf_iterator<char>{in}, {}};
  if (content.empty() || content.front() < '0' || content.front() > '9')
    return invalid("audio", "The file is not audio; send a recording.");
  media::Prepared prepared;
  prepared.id = content;
  prepared.samples = std::stoull(content) * kSampleRate;
  prepared.packets = static_cast<std::uint32_t>((prepared.samples + kSamplesPerFrame - 1) / kSamplesPerFrame);
  return prepared;
}

Result<void> FakeMedia::check(const media::MediaId& id, Look look) {
  const std::lock_guard lock{mutex_};
  if (!spoilt_.contains(id)) return {};
  if (look == Look::glance && !seen_.contains(id)) return {};
  seen_.insert(id);
  return Error{ErrorCode::corrupt, "The prepared recording is damaged; upload it again."};
}

void FakeMedia::spoil(const media::MediaId& id, bool spoilt) {
  const std::lock_guard lock{mutex_};
  if (spoilt) {
    spoilt_.insert(id);
  } else {
    spoilt_.erase(id);
    seen_.erase(id);
  }
}

void FakeMedia::hold() {
  const std::lock_guard lock{mutex_};
  held_ = true;
}

void FakeMedia::let_go() {
  {
    const std::lock_guard lock{mutex_};
    held_ = false;
  }
  wake_.notify_all();
}

}  // namespace wardcast::editorial
