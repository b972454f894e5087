// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/serialize.hpp>
#include <charconv>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/item_json.hpp"
#include "daemon/editorial/item_rules.hpp"
#include "daemon/editorial/items.hpp"
#include "daemon/editorial/routes.hpp"
#include "drivers/store/words.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Permission;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr int kLongestWait = 60;
constexpr milliseconds kReading{20'000};

/// ?wait=SECONDS; 0 when absent.
Result<seconds> wait_of(const Request& request) {
  const auto text = request.query_value("wait").value_or("0");
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > kLongestWait)
    return invalid("wait", "Give the seconds to wait for the result, a whole number from 0 to 60.");
  return seconds{value};
}

Response put_audio(const Deps& deps, const Request& request) {
  deps.intake.collect();
  const auto wait = wait_of(request);
  if (!wait) return http::problem(wait.error());
  const auto before = item_to_edit(deps, request);
  if (!before) return http::problem(before.error());
  if (auto stale = refuse_stale(deps, request, *before)) return *stale;
  const auto ticket = deps.intake.begin(before->id, request.upload);
  if (!ticket) {
    auto response = http::problem(503, Reason::station_busy,
                                  "Too many recordings wait to be prepared; send this one again in a moment.");
    response.headers.emplace_back("Retry-After", "30");
    return response;
  }
  // A former recording stays, and may air, until this one is known to be good.
  auto item = *before;
  item.audio_state = "preparing";
  item.audio_problem.clear();
  item.changed = request.now.wall;
  if (auto done = save_item(deps, request, "item.audio", *before, item); !done) return http::problem(done.error());
  AudioIntake::accept(*ticket);
  ticket->when_done([&deps, id = item.id](const Result<store::Item>&) {
    if (const auto now = deps.store.item(id))
      deps.announce("items", {{"id", id}, {"status", store::word(now->status)}, {"audio_state", now->audio_state}});
  });
  auto response = http::json(202, item_to_json(item, deps.zone));
  if (*wait == seconds{0}) return response;
  const bool approved = before->status == store::ItemStatus::approved;
  response.later = std::make_shared<const http::Later>(
      http::Later{*wait, [ticket, approved, zone = deps.zone](const http::Reply& reply) {
                    ticket->when_done([reply, approved, zone](const Result<store::Item>& result) {
                      if (!result) return reply(http::problem(result.error()));
                      auto prepared = item_to_json(*result, zone);
                      if (approved && result->status == store::ItemStatus::draft) prepared["reopened"] = true;
                      reply(http::json(200, prepared));
                    });
                  }});
  return response;
}

Response get_audio(const Deps& deps, const Request& request) {
  deps.intake.collect();
  const auto item = item_to_read(deps, request);
  if (!item) return http::problem(item.error());
  if (item->media.empty()) return http::problem(404, "The item has no prepared recording.");
  auto response = http::problem(503, Reason::station_busy, "The recording could not be read in time; try again.");
  response.later = std::make_shared<const http::Later>(http::Later{
      kReading, [&deps, media = item->media](const http::Reply& reply) {
        const bool taken = deps.listening.post([&deps, media, reply] {
          auto ogg = deps.media.ogg(media);
          if (!ogg) return reply(http::problem(ogg.error()));
          Response sound;
          sound.content_type = "audio/ogg";
          sound.body = std::move(*ogg);
          sound.ranges = true;
          sound.headers.emplace_back("ETag", "\"" + media + "\"");
          reply(std::move(sound));
        });
        if (!taken)
          reply(http::problem(503, Reason::station_busy, "Too many people listen at once; try again in a moment."));
      }});
  return response;
}

}  // namespace

void add_item_audio_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::put, "/api/v1/items/{id}/audio", Run::desk, Action::edit_own_items, Body::file,
              [&deps](const Request& request) { return put_audio(deps, request); }});
  router.add({Verb::get, "/api/v1/items/{id}/audio", Run::desk, Permission::logged_in(), Body::none,
              [&deps](const Request& request) { return get_audio(deps, request); }});
}

}  // namespace wardcast::editorial
