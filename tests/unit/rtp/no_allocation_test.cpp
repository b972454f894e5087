// SPDX-License-Identifier: GPL-3.0-or-later
// The pacer's loop may not allocate or free. In its own program: it replaces the global operator new.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/unit/rtp/rig.hpp"

namespace {
thread_local bool counting = false;
thread_local int allocations = 0;
}  // namespace

void* operator new(std::size_t size) {
  if (counting) ++allocations;
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept {
  if (counting && memory != nullptr) ++allocations;
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace wardcast::rtp::test {
namespace {

/// Takes all and keeps nothing, so that only the table's own behaviour is counted.
class Nowhere final : public Wire, public ReportOutlet {
 public:
  void send(std::span<Datagram> batch) override {
    for (Datagram& datagram : batch) datagram.accepted = true;
    packets += batch.size();
  }
  void report(const Report&) override { ++reports; }
  void progress(const ClipProgress&) override { ++reports; }
  std::size_t packets = 0, reports = 0;
};

TEST(NoAllocation, CommandsAndStepsNeverTouchTheHeap) {
  constexpr std::size_t kCount = 700;
  Nowhere nowhere;
  PacerFigures figures;
  std::vector<SentBoard> boards(kCount);
  StreamTable table{Rig::sessions(kCount), nowhere, nowhere, figures, boards};
  const auto recording = make_recording("a", 200);
  AmplifierSet all;
  all.set();

  counting = true;
  SteadyTime now = kStart;
  ClipId clip = 0;
  for (StreamId stream = 1; stream <= kMaxStreams + 5; ++stream) {  // more than there is room for
    AmplifierSet some = all;
    some >>= (stream * 4) % kCount;
    table.apply(OpenStream{stream, now + milliseconds{stream % 40}, some}, now);
    for (int i = 0; i < 5; ++i) table.apply(EnqueueRaw{stream, ++clip, recording.get(), 0, 60}, now);
  }
  for (int i = 0; i < 600; ++i) {
    const SteadyTime next = table.step(now);
    if (i % 50 == 0) table.apply(SetAmplifiers{static_cast<StreamId>(i / 50 + 1), all}, now);
    if (i % 70 == 0) table.apply(CutClip{static_cast<StreamId>(i / 70 + 1), static_cast<ClipId>(i)}, now);
    if (i == 300) now += seconds{1};  // oversleep
    now = std::max(now, std::min(next, now + kFrame));
  }
  for (StreamId stream = 1; stream <= kMaxStreams; ++stream) {
    table.apply(EndStreamAt{stream, now}, now);
    table.apply(CloseStream{stream}, now);
  }
  counting = false;

  EXPECT_EQ(allocations, 0);
  EXPECT_GT(nowhere.packets, 10'000U);
  EXPECT_GT(nowhere.reports, 1000U);

  counting = true;
  { const std::vector<int> witness(10); }
  counting = false;
  EXPECT_EQ(allocations, 2) << "the counter itself must work";
}

}  // namespace
}  // namespace wardcast::rtp::test
