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
    zone.lines.push_back(line);
    site.zones.push_back(zone);
  }
  return site;
}

scheduler::Zones small_zones() {
  const std::vector<DailyWindow> day{{5 * 60 + 30, 21 * 60 + 30}};
  return {{"z1", 0, day}, {"z2", 0, day}, {"z3", 1, {{6 * 60, 21 * 60 + 30}}}};
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
