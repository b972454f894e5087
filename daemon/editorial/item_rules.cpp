// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/item_rules.hpp"

#include <tuple>

#include "drivers/store/words.hpp"

namespace wardcast::editorial {
namespace {
using store::ItemStatus;

Result<void> forbid(const store::Item& item, std::string_view step, std::string_view from) {
  return conflict("Item " + std::to_string(item.id) + " is " + std::string{store::word(item.status)} + "; only " +
                      std::string{from} + " can be " + std::string{step} + ".",
                  Reason::wrong_state);
}

auto content(const store::Item& item) {
  return std::tie(item.title, item.kind, item.theme, item.author, item.unit, item.script, item.not_classified);
}

}  // namespace

Gates gates_to_submit(const store::Item& item) {
  Gates gates;
  if (item.title.empty()) gates.push_back(invalid("title", "The item needs a title.", Reason::title_missing));
  if (item.kind.empty())
    gates.push_back(invalid("kind", "The item needs a kind, such as news or article.", Reason::kind_missing));
  if (item.audio_state == "failed")
    gates.push_back(invalid("audio", "The recording could not be prepared; send another one. " + item.audio_problem,
                            Reason::recording_failed));
  else if (item.audio_state == "none")
    gates.push_back(invalid("audio", "The item has no recording; send one with PUT /api/v1/items/{id}/audio.",
                            Reason::recording_missing));
  return gates;
}

Gates gates_to_approve(const store::Item& item) {
  auto gates = gates_to_submit(item);
  if (item.audio_state == "preparing")
    gates.push_back(invalid("audio", "The recording is still being prepared; approve it in a moment.",
                            Reason::recording_preparing));
  if (!item.not_classified)
    gates.push_back(
        invalid("not_classified", "Somebody must tick that this is not a classified document.", Reason::not_declared));
  return gates;
}

Result<void> check_submit(const store::Item& item) {
  if (item.status == ItemStatus::draft || item.status == ItemStatus::returned) return {};
  return forbid(item, "submitted", "a draft or a returned item");
}

Result<void> check_approve(const store::Item& item) {
  if (item.status == ItemStatus::submitted) return {};
  return forbid(item, "approved", "a submitted item");
}

Result<void> check_return(const store::Item& item) {
  if (item.status == ItemStatus::submitted) return {};
  return forbid(item, "returned", "a submitted item");
}

Result<void> check_withdraw(const store::Item& item) {
  if (item.status != ItemStatus::withdrawn) return {};
  return forbid(item, "withdrawn", "an item that is not withdrawn yet");
}

Result<void> check_edit(const store::Item& item) {
  if (item.status != ItemStatus::withdrawn) return {};
  return conflict("Item " + std::to_string(item.id) + " is withdrawn and stays as it was; make a new item.",
                  Reason::wrong_state);
}

bool reopen_if_changed(const store::Item& before, store::Item& after) {
  if (after.status != ItemStatus::approved) return false;
  if (content(before) == content(after) && before.media == after.media) return false;
  after.status = ItemStatus::draft;
  return true;
}

std::string refused(const store::Item& item) {
  if (item.status == ItemStatus::withdrawn) return "withdrawn";
  if (item.status != ItemStatus::approved) return "unapproved";
  if (item.media.empty() || item.packets == 0) return "no_audio";
  return {};
}

}  // namespace wardcast::editorial
