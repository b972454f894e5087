// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/audio_intake.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <iterator>
#include <utility>

#include "daemon/editorial/item_rules.hpp"

namespace wardcast::editorial {
namespace {

/// No new recording came of it: the former one stays as it was, or there is none.
Error keep_former(store::Item& item, Error why) {
  if (!item.media.empty()) why.detail += " The earlier recording stays.";
  item.audio_state = item.media.empty() ? "failed" : "ready";
  item.audio_problem = why.detail;
  return why;
}

bool is_of_disk(const Error& error) {
  return error.code == ErrorCode::unavailable || error.code == ErrorCode::no_space;
}

/// A read that the disk fails throws, see store.hpp: one upload's must not cost the others theirs.
Result<void> tried(const std::function<Result<void>()>& work) try {
  return work();
} catch (const std::exception& error) {
  return Error{ErrorCode::unavailable, error.what()};
}

}  // namespace

void AudioIntake::Ticket::when_done(Prepared then) {
  std::unique_lock lock{mutex_};
  if (!item_) {
    then_.push_back(std::move(then));
    return;
  }
  const auto item = *item_;
  lock.unlock();
  then(item);
}

void AudioIntake::Ticket::done(const Result<store::Item>& item) {
  std::unique_lock lock{mutex_};
  item_ = item;
  const auto then = std::exchange(then_, {});
  lock.unlock();
  for (const auto& tell : then) tell(item);
}

AudioIntake::AudioIntake(store::Store& store, media::MediaLibrary& media, Worker& desk, Worker& prepare,
                         const Clock& clock, std::function<void(const store::Item&)> changed)
    : store_(store), media_(media), desk_(desk), prepare_(prepare), clock_(clock), changed_(std::move(changed)) {}

AudioIntake::~AudioIntake() = default;

std::shared_ptr<AudioIntake::Ticket> AudioIntake::begin(store::ItemId item,
                                                        std::shared_ptr<const http::Upload> upload) {
  auto ticket = std::make_shared<Ticket>();
  const bool taken = prepare_.post([this, item, ticket, file = std::move(upload)] {
    auto prepared = media_.prepare(file->path);
    {
      const std::lock_guard lock{mutex_};
      finished_.push_back({item, ticket, std::move(prepared)});
    }
    (void)desk_.post([this] { collect(); });  // too busy: the next one who asks collects
  });
  return taken ? ticket : nullptr;
}

void AudioIntake::collect() {
  std::vector<Outcome> finished;
  {
    const std::lock_guard lock{mutex_};
    finished.swap(finished_);
  }
  std::vector<Outcome> refused;
  for (auto& outcome : finished) {
    const auto written = tried([&] { return write_down(outcome); });
    if (written) continue;
    if (!failing_ && refused.empty())
      spdlog::error("uploads: what came of item {}'s waits for the disk: {}", outcome.item, written.error().detail);
    refused.push_back(std::move(outcome));
  }
  failing_ = !refused.empty();
  const std::lock_guard lock{mutex_};
  finished_.insert(finished_.begin(), std::make_move_iterator(refused.begin()), std::make_move_iterator(refused.end()));
}

Result<void> AudioIntake::write_down(const Outcome& outcome) {
  if (!outcome.ticket->accepted_) return {};
  auto item = store_.item(outcome.item);
  if (!item) {
    outcome.ticket->done(not_found("The item is no longer there."));
    return {};
  }
  const auto before = *item;
  item->changed = clock_.now().wall;
  if (outcome.prepared) {
    item->media = outcome.prepared->id;
    item->samples = outcome.prepared->samples;
    item->packets = outcome.prepared->packets;
    item->audio_state = "ready";
    item->audio_problem.clear();
    item->duplicate_of = store_.first_item_with_media(item->media);
    if (item->duplicate_of == item->id) item->duplicate_of.reset();
  }
  std::optional<Error> refused;
  if (!outcome.prepared) refused = keep_former(*item, outcome.prepared.error());
  // Approved for an earlier upload's recording: what was approved is not what would air now.
  reopen_if_changed(before, *item);
  auto written = store_.update_item(*item);
  if (!written && is_of_disk(written.error())) return written;
  if (written) changed_(*item);
  if (!written)
    outcome.ticket->done(written.error());
  else if (refused)
    outcome.ticket->done(*refused);
  else
    outcome.ticket->done(*item);
  return {};
}

Result<void> AudioIntake::recover(store::Store& store, WallTime now) {
  store::ItemFilter filter;
  for (;;) {
    const auto page = store.items(filter);
    for (auto item : page) {
      filter.after = item.id;
      if (item.audio_state != "preparing") continue;
      (void)keep_former(item, Error{ErrorCode::unavailable,
                                    "The station stopped while it prepared this recording; send the file again."});
      item.changed = now;
      if (auto written = store.update_item(item); !written) return written;
    }
    if (page.size() < static_cast<std::size_t>(filter.limit)) return {};
  }
}

}  // namespace wardcast::editorial
