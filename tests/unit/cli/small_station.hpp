// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/time_zone.hpp"
#include "daemon/editorial/programmes.hpp"
#include "drivers/store/sqlite_store.hpp"

namespace wardcast::test {

/// A site file with three zones on two amplifiers (z1 and z2 share the first) and a data folder to fill, as the daemon
/// would have left them. Hours 05:30-21:30.
class SmallStation {
 public:
  SmallStation() {
    auto pattern = (std::filesystem::temp_directory_path() / "wardcast-cli-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    std::ofstream{config()} << R"(
[station]
name = "Phường Thử"
data = "data"
[[bus]]
id = "bus"
tcp = "127.0.0.1:1502"
[[relay_board]]
id = "board"
bus = "bus"
profile = "waveshare-8ch"
[[amplifier]]
id = "a1"
rtp = "127.0.0.1:5004"
power = "board:8"
warm_up = "2s"
[[amplifier]]
id = "a2"
rtp = "127.0.0.1:5006"
[[zone]]
id = "z1"
name = "Tổ 1"
amplifier = "a1"
[[zone.line]]
id = "l1"
relay = "board:1"
[[zone]]
id = "z2"
name = "Tổ 2"
amplifier = "a1"
[[zone.line]]
id = "l2"
relay = "board:2"
[[zone]]
id = "z3"
name = "Tổ 3"
amplifier = "a2"
[[zone.line]]
id = "l3"
relay = "board:3"
)";
    store_ = store::open_store(data()).value();
  }
  ~SmallStation() {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  SmallStation(const SmallStation&) = delete;
  SmallStation& operator=(const SmallStation&) = delete;

  [[nodiscard]] std::filesystem::path config() const { return folder_ / "site.toml"; }
  [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] store::Store& store() { return *store_; }
  /// As after the daemon's end.
  void leave() { store_.reset(); }

  scheduler::Programme programme(const std::string& title, const std::string& start, int minutes,
                                 std::vector<std::string> zones) {
    scheduler::Programme made;
    made.title = title;
    made.start = parse_civil(start).value();
    made.duration = std::chrono::minutes{minutes};
    made.zones = std::move(zones);
    return made;
  }
  std::int64_t add(const scheduler::Programme& programme) {
    return store_->add_programme(boost::json::serialize(editorial::document_of(programme))).value().id;
  }

  /// An approved item of so many packets, with a recording of that length; its sound is left out (the file has a hole).
  std::int64_t add_item(std::uint32_t packets) {
    store::Item item;
    item.title = "Tin " + std::to_string(packets);
    item.kind = "news";
    item.status = store::ItemStatus::approved;
    item.packets = packets;
    item.samples = std::uint64_t{packets} * kSamplesPerFrame;
    item.audio_state = "ready";
    auto number = std::to_string(++recordings_);
    item.media = std::string(64 - number.size(), '0') + number;
    const auto levels = static_cast<std::uint32_t>((item.samples + 4799) / 4800);
    const auto file = recording(item.media);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out{file, std::ios::binary};
    const auto write = [&out](auto number_of, std::size_t bytes) {
      for (std::size_t i = 0; i < bytes; ++i) out.put(static_cast<char>((number_of >> (8 * i)) & 0xFF));
    };
    out << "WCOP";
    write(1U, 2);  // version
    write(0U, 2);
    write(item.samples, 8);
    write(packets, 4);
    write(levels, 4);
    write(0U, 8);
    out.close();
    std::filesystem::resize_file(file, 32 + 3 * std::uintmax_t{packets} + 2 * (std::uintmax_t{packets} + levels) + 32);
    return store_->add_item(item).value().id;
  }
  [[nodiscard]] std::filesystem::path recording(const std::string& media) const {
    return data() / "media" / media.substr(0, 2) / (media + ".wop");
  }

  /// Every file of the data folder with its bytes.
  [[nodiscard]] std::map<std::string, std::string> bytes() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{data()}) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file{entry.path(), std::ios::binary};
      all[entry.path().string()] = {std::istreambuf_iterator<char>{file}, {}};
    }
    return all;
  }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<store::Store> store_;
  int recordings_ = 0;
};

}  // namespace wardcast::test
