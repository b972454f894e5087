// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/reading.hpp"

#include <algorithm>
#include <charconv>

namespace wardcast::site {
namespace {

constexpr std::size_t kLongestId = 64;

/// Ids stand in URLs, in file names and before the colon of BOARD:CHANNEL.
bool is_id(std::string_view text) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= kLongestId && plain(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [plain](char c) { return plain(c) || c == '-' || c == '_' || c == '.'; });
}

/// Device and channel of "DEVICE:CHANNEL"; `channels` gives how many the device has, 0 when that is not known.
template <class Channels>
std::optional<ChannelRef> read_channel(TomlTable& table, std::string_view key, const Located<std::string>& text,
                                       std::string_view kind, const Ids& ids, Channels channels) {
  const auto colon = text.value.rfind(':');
  int channel = 0;
  const char* end = text.value.data() + text.value.size();
  const auto* digits = colon == std::string::npos ? end : text.value.data() + colon + 1;
  const auto [rest, problem] = std::from_chars(digits, end, channel);
  if (problem != std::errc{} || rest != end) {
    table.problem(text.place, key,
                  "'" + text.value + "' is not a channel; write the id of a " + std::string{kind} +
                      ", a colon and the channel counted from 1, such as \"" +
                      (colon == std::string::npos && is_id(text.value) ? text.value : "ID") + ":1\"");
    return std::nullopt;
  }
  const auto device = ids.resolve(table, key, {text.value.substr(0, colon), text.place}, kind);
  if (!device) return std::nullopt;
  const auto [count, profile] = channels(*device);
  if (count > 0 && (channel < 1 || channel > count)) {
    table.problem(text.place, key,
                  "'" + text.value.substr(0, colon) + "' (" + profile + ") has channels 1 to " + std::to_string(count) +
                      ", not " + std::to_string(channel));
    return std::nullopt;
  }
  return ChannelRef{*device, channel - 1};
}

}  // namespace

std::optional<std::string> Ids::claim(TomlTable& table, std::string_view kind, std::size_t index) {
  const auto id = table.required_text("id");
  if (!id) return std::nullopt;
  if (!is_id(id->value)) {
    table.problem(
        id->place, "id",
        "'" + id->value +
            "' cannot be an id; use up to 64 letters a-z, digits, '-', '_' and '.', and put what people read in name");
    return std::nullopt;
  }
  table.set_id(id->value);
  by_id_.try_emplace(id->value, holders_.size());
  holders_.push_back({id->value, std::string{kind}, index, id->place, table.title()});
  return id->value;
}

std::optional<std::size_t> Ids::resolve(TomlTable& table, std::string_view key, const Located<std::string>& reference,
                                        std::string_view kind) const {
  const auto found = by_id_.find(reference.value);
  if (found != by_id_.end() && holders_[found->second].kind == kind) return holders_[found->second].index;
  if (found != by_id_.end()) {
    const auto& holder = holders_[found->second];
    // Of two holders of one id, which is told elsewhere, the second may be the one meant.
    for (const auto& other : holders_) {
      if (other.id == reference.value && other.kind == kind) return other.index;
    }
    table.problem(reference.place, key,
                  "'" + reference.value + "' is the " + holder.kind + " on line " + std::to_string(holder.place.line) +
                      "; the id of the " + std::string{kind} + " belongs here");
    return std::nullopt;
  }
  std::vector<std::string> known;
  for (const auto& holder : holders_) {
    if (holder.kind == kind) known.push_back(holder.id);
  }
  table.problem(reference.place, key,
                "there is no " + std::string{kind} + " '" + reference.value + "'" +
                    (known.empty() ? "; the file has none at all" : suggestion(reference.value, known)));
  return std::nullopt;
}

void Ids::report_doubles(Problems& problems) const {
  auto sorted = holders_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Holder& a, const Holder& b) { return a.place < b.place; });
  std::map<std::string, const Holder*, std::less<>> first;
  for (const auto& holder : sorted) {
    const auto [known, is_new] = first.try_emplace(holder.id, &holder);
    if (is_new) continue;
    problems.add(holder.place, holder.title + " id: already taken by the " + known->second->kind + " on line " +
                                   std::to_string(known->second->place.line) +
                                   "; ids are unique in the whole station, choose another");
  }
}

std::optional<ChannelRef> read_relay(TomlTable& table, std::string_view key, const std::string& purpose,
                                     Reading& reading) {
  const auto text = table.text(key);
  if (!text) return std::nullopt;
  const auto& boards = reading.site.boards;
  const auto relay = read_channel(table, key, *text, "relay_board", reading.ids, [&boards](std::size_t board) {
    return std::pair{boards[board].profile.channels, boards[board].profile.name};
  });
  if (!relay) return std::nullopt;
  const auto what = purpose + " (line " + std::to_string(text->place.line) + ")";
  const auto [holder, is_new] = reading.relays.try_emplace({relay->device, relay->channel}, what);
  if (!is_new) {
    table.problem(text->place, key,
                  "'" + text->value + "' already switches " + holder->second + "; choose another relay");
    return std::nullopt;
  }
  return relay;
}

std::optional<ChannelRef> read_meter_channel(TomlTable& table, std::string_view key, Reading& reading) {
  const auto text = table.text(key);
  if (!text) return std::nullopt;
  const auto& meters = reading.site.meters;
  return read_channel(table, key, *text, "line_meter", reading.ids, [&meters](std::size_t meter) {
    return std::pair{meters[meter].profile.channels, meters[meter].profile.name};
  });
}

std::string name_or(TomlTable& table, const std::string& id) {
  const auto name = table.text("name");
  return name ? name->value : id;
}

std::filesystem::path resolved(const Reading& reading, const std::string& path) {
  return (reading.folder / path).lexically_normal();
}

}  // namespace wardcast::site
