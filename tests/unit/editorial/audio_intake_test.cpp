// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/audio_intake.hpp"

#include <fstream>
#include <future>

#include "tests/unit/editorial/newsroom.hpp"
#include "tests/unit/store/full_disk.hpp"

namespace wardcast::editorial {
namespace {
using store::require;

void is_idle(Worker& worker) {
  std::promise<void> done;
  require(worker.post([&done] { done.set_value(); }), "post");
  done.get_future().wait();
}

/// Two uploads are prepared while the disk takes nothing.
void prepare_on_a_full_disk(const std::filesystem::path& data) {
  const auto store = store::open_store(data).value();
  SetClock clock;
  FakeMedia media;
  const auto escaped = [](const std::string& what) { std::fprintf(stderr, "escaped: %s\n", what.c_str()); };
  Worker desk{"desk", 8, escaped}, prepare{"prepare", 8, escaped};
  AudioIntake intake{*store, media, desk, prepare, clock, [](const store::Item&) {}};
  media.hold();
  int told = 0;
  std::vector<store::ItemId> ids;
  for (const auto* text : {"10 one", "20 two"}) {
    store::Item item;
    item.title = text;
    item.audio_state = "preparing";
    ids.push_back(store->add_item(item).value().id);
    const auto file = data / text;
    std::ofstream{file} << text;
    const auto ticket = intake.begin(ids.back(), std::make_shared<http::Upload>(file));
    AudioIntake::accept(*ticket);
    ticket->when_done([&told](const Result<store::Item>& result) { told += result ? 1 : 100; });
  }
  store::fill_disk(data);
  media.let_go();
  is_idle(prepare);
  is_idle(desk);
  for (const auto id : ids) require(store->item(id)->audio_state == "preparing", "nothing could be written");
  require(told == 0, "nobody is told what is not so yet");
  store::make_room();
  require(desk.post([&intake] { intake.collect(); }), "post");
  is_idle(desk);
  for (const auto id : ids) require(store->item(id)->audio_state == "ready", "the recording was lost");
  require(told == 2, "told once each");
}

// What had been prepared was thrown away, and the item stayed "preparing" until a restart.
TEST(AudioIntake, WhatWasPreparedOnAFullDiskIsWrittenWhenThereIsRoom) {
  const store::TempFolder folder;
  EXPECT_EQ(store::ended(store::in_child([&] { prepare_on_a_full_disk(folder.path()); })), 0);
}

}  // namespace
}  // namespace wardcast::editorial
