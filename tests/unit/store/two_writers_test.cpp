// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <set>

#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/child.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

constexpr int kRows = 150;

/// Writes again what found the database busy: where the disk is slow, the turns of others may take longer than the
/// store waits.
template <class Write>
void persistently(Write write) {
  auto written = write();
  while (!written && written.error().code == ErrorCode::unavailable) written = write();
  require(written.has_value(), written ? "" : written.error().detail);
}

/// As the command line does beside the daemon.
void add_tokens(const std::filesystem::path& data, const std::string& who) {
  const auto store = open_store(data).value();
  for (int i = 0; i < kRows; ++i) {
    persistently([&] {
      return store->atomically([&]() -> Result<void> {
        Token token;
        token.name = who;
        token.hash = who + std::to_string(i);
        if (auto made = store->add_token(token); !made) return made.error();
        AuditEntry entry;
        entry.who = who;
        entry.target = token.hash;
        return store->append(entry);
      });
    });
  }
}

/// As the daemon does.
void air(const std::filesystem::path& data) {
  const auto store = open_store(data).value();
  persistently([&] { return store->append(sample_airing()); });
  for (int i = 0; i < kRows; ++i) {
    auto clip = sample_segment(sample_airing().id, i);
    clip.steady_ns = i;
    const std::vector<Checkpoint> running(1, Checkpoint{clip});
    persistently([&] { return store->checkpoint(running, {}); });
    persistently([&] { return store->append(clip); });
  }
}

TEST(TwoWriters, NeitherLosesAnything) {
  const TempFolder folder;
  const auto daemon = in_child([&] { air(folder.path()); });
  const auto one = in_child([&] { add_tokens(folder.path(), "một"); });
  const auto two = in_child([&] { add_tokens(folder.path(), "hai"); });
  EXPECT_EQ(ended(daemon), 0);
  EXPECT_EQ(ended(one), 0);
  EXPECT_EQ(ended(two), 0);
  const auto store = open_store(folder.path()).value();
  EXPECT_EQ(store->tokens().size(), 2U * kRows);
  std::set<std::string> targets;
  for (const auto& entry : store->audit(0, 1000)) targets.insert(entry.target);
  EXPECT_EQ(targets.size(), 2U * kRows);
  const auto verdict = store->verify_audit(0).value();
  EXPECT_EQ(verdict.entries, 2 * kRows);
  EXPECT_EQ(verdict.wrong, 0) << "each entry is chained to the one before, whoever wrote that";
  EXPECT_EQ(store->airing(sample_airing().id)->segments.size(), static_cast<std::size_t>(kRows));
}

TEST(TwoWriters, TheFirstOpeningMayHappenTwiceAtOnce) {
  for (int i = 0; i < 5; ++i) {
    const TempFolder folder;
    const auto data = folder.path() / "new" / "data";
    std::vector<pid_t> children;
    for (int n = 0; n < 4; ++n) {
      children.push_back(in_child([&data, n] {
        const auto store = open_store(data);
        require(store.has_value(), store ? "" : store.error().detail);
        require((*store)->put_setting(std::to_string(n), "x").has_value(), "setting");
      }));
    }
    for (const auto child : children) EXPECT_EQ(ended(child), 0);
    const auto store = open_store(data).value();
    for (int n = 0; n < 4; ++n) EXPECT_TRUE(store->setting(std::to_string(n)));
  }
}

}  // namespace
}  // namespace wardcast::store
