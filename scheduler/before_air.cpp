// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/before_air.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace wardcast::scheduler {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array kOfItems{"unapproved", "withdrawn", "no_audio", "unknown_item", "expired", "unreadable"};

/// "12:05", or "1:02:03" from an hour on; tenths only below ten seconds.
std::string length_text(microseconds length) {
  std::array<char, 48> text{};
  const auto whole = std::chrono::round<seconds>(length);
  const auto h = static_cast<int>(whole / hours{1});
  const auto m = static_cast<int>(whole % hours{1} / minutes{1});
  const auto s = static_cast<int>((whole % minutes{1}).count());
  if (length < seconds{10}) {
    const auto tenths = static_cast<int>(std::chrono::round<std::chrono::duration<int, std::deci>>(length).count());
    (void)std::snprintf(text.data(), text.size(), "%d.%d s", tenths / 10, tenths % 10);
  } else if (h > 0) {
    (void)std::snprintf(text.data(), text.size(), "%d:%02d:%02d", h, m, s);
  } else {
    (void)std::snprintf(text.data(), text.size(), "%d:%02d", m, s);
  }
  return text.data();
}

std::string_view why(std::string_view reason, bool several) {
  if (reason == "unapproved") return several ? "are not approved" : "is not approved";
  if (reason == "withdrawn") return several ? "were withdrawn" : "was withdrawn";
  if (reason == "no_audio") return several ? "have no recording ready" : "has no recording ready";
  if (reason == "unknown_item") return several ? "do not exist" : "does not exist";
  if (reason == "expired") return several ? "expire before they are over" : "expires before it is over";
  return several ? "have recordings that cannot be read" : "has a recording that cannot be read";
}

/// Walks through a rundown as playout will.
class Walk {
 public:
  Walk(const Edition& edition, const ItemLookup& item) : edition_(edition), item_(item) {
    if (edition.opening_item) pass(*edition.opening_item);
    for (const auto id : edition.items) pass(id);
    if (edition.closing_item) pass(*edition.closing_item);
  }

  [[nodiscard]] std::vector<Warning> told() const {
    std::vector<Warning> warnings;
    if (length_ == microseconds{0}) {
      warnings.push_back({"empty",
                          entries_ == 0 ? "The rundown is empty: the programme will be missed."
                                        : "Nothing of the rundown may air as it stands: the programme will be missed.",
                          {},
                          microseconds{0}});
    } else if (const microseconds shortfall = edition_.duration - length_;
               shortfall > tolerated_shortfall(edition_.duration)) {
      warnings.push_back(
          {"underfull", "The rundown ends " + length_text(shortfall) + " before its slot does.", {}, shortfall});
    } else if (length_ > edition_.duration) {
      const microseconds over = length_ - edition_.duration;
      warnings.push_back({"overfull",
                          "The rundown is " + length_text(over) +
                              " longer than its slot: the item in progress may finish up to 2 minutes late if nothing "
                              "follows; what has not begun by the slot's end does not air.",
                          beyond_, over});
    }
    for (const std::string_view reason : kOfItems) {
      const auto found = std::ranges::find(wrong_, reason, &Wrong::reason);
      if (found == wrong_.end()) continue;
      std::string detail = found->names + " " + std::string{why(reason, found->items.size() > 1)};
      detail += found->note.empty() ? "." : ": " + found->note;
      warnings.push_back({std::string{reason}, std::move(detail), found->items, microseconds{0}});
    }
    return warnings;
  }

 private:
  struct Wrong {
    std::string reason, names, note;
    std::vector<ItemId> items;
  };

  void pass(ItemId id) {
    ++entries_;
    const ItemFacts* facts = item_(id);
    if (facts == nullptr) return blame("unknown_item", id, "Item " + std::to_string(id), {});
    const auto name = "'" + facts->title + "' (item " + std::to_string(id) + ")";
    if (!facts->refused.empty()) return blame(facts->refused, id, name, {});
    if (!facts->unreadable.empty()) return blame("unreadable", id, name, facts->unreadable);
    microseconds takes = frames_to_time(facts->packets);
    if (facts->expires_at && *facts->expires_at < edition_.start + length_ + takes) {
      blame("expired", id, name, {});
      takes = std::max(microseconds{0}, *facts->expires_at - (edition_.start + length_));
    }
    length_ += takes;
    if (takes > microseconds{0} && length_ > edition_.duration) add(beyond_, id);
  }

  void blame(std::string_view reason, ItemId id, const std::string& name, const std::string& note) {
    auto found = std::ranges::find(wrong_, reason, &Wrong::reason);
    if (found == wrong_.end()) found = wrong_.insert(wrong_.end(), Wrong{std::string{reason}, {}, note, {}});
    if (!add(found->items, id)) return;
    found->names += (found->names.empty() ? "" : ", ") + name;
  }

  static bool add(std::vector<ItemId>& items, ItemId id) {
    if (std::ranges::find(items, id) != items.end()) return false;
    items.push_back(id);
    return true;
  }

  const Edition& edition_;
  const ItemLookup& item_;
  std::size_t entries_ = 0;
  microseconds length_{0};
  std::vector<ItemId> beyond_;
  std::vector<Wrong> wrong_;
};

}  // namespace

microseconds tolerated_shortfall(seconds slot) { return std::max<microseconds>(seconds{5}, microseconds{slot} / 20); }

std::vector<Warning> judge(const Edition& edition, const ItemLookup& item) {
  if (edition.cancelled || edition.source != SourceKind::items) return {};
  return Walk{edition, item}.told();
}

std::string_view word(Stage stage) { return stage == Stage::day ? "24h" : "60min"; }

std::optional<Stage> stage_at(WallTime start, WallTime now) {
  if (now >= start || now < start - hours{24}) return std::nullopt;
  return now < start - minutes{60} ? Stage::day : Stage::hour;
}

}  // namespace wardcast::scheduler
