// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/journal.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>

namespace wardcast::sim {
namespace {

WallTime at(int ms) { return WallTime{milliseconds{ms}}; }

std::vector<std::int64_t> numbers(const boost::json::object& listed) {
  std::vector<std::int64_t> found;
  for (const auto& entry : listed.at("entries").as_array()) found.push_back(entry.at("n").to_number<std::int64_t>());
  return found;
}

TEST(Journal, SortsByInstantAndCanBeAskedForWhatIsNew) {
  Journal journal;
  journal.add(at(10), {{"kind", "relay"}, {"id", "a:1"}});
  journal.add(at(30), {{"kind", "relay"}, {"id", "a:2"}});
  journal.add(at(20), {{"kind", "last_packet"}, {"id", "amp"}});
  journal.add(at(20), {{"kind", "relay"}, {"id", "a:1"}});
  EXPECT_EQ(numbers(journal.list({})), (std::vector<std::int64_t>{1, 3, 4, 2}));
  Journal::Filter filter;
  filter.after = 2;
  EXPECT_EQ(numbers(journal.list(filter)), (std::vector<std::int64_t>{3, 4}));
  EXPECT_EQ(journal.list(filter).at("next").to_number<int>(), 4);
  filter = {};
  filter.since = at(10);
  filter.kind = "relay";
  EXPECT_EQ(numbers(journal.list(filter)), (std::vector<std::int64_t>{4, 2}));
  filter.id = "a:1";
  EXPECT_EQ(numbers(journal.list(filter)), (std::vector<std::int64_t>{4}));
  journal.clear();
  journal.add(at(40), {{"kind", "relay"}, {"id", "a:1"}});
  EXPECT_EQ(numbers(journal.list({})), (std::vector<std::int64_t>{5}));
}

TEST(Journal, KeepsTheLatestHundredThousand) {
  Journal journal;
  for (int i = 0; i < 100'010; ++i) journal.add(at(i), {{"kind", "relay"}});
  const auto listed = numbers(journal.list({}));
  EXPECT_EQ(listed.size(), 100'000U);
  EXPECT_EQ(listed.front(), 11);
  EXPECT_EQ(listed.back(), 100'010);
}

TEST(Journal, WritesMicroseconds) {
  EXPECT_EQ(utc_text(WallTime{microseconds{1'500'000'000'123'456}}), "2017-07-14T02:40:00.123456Z");
}

}  // namespace
}  // namespace wardcast::sim
