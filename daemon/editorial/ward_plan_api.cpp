// SPDX-License-Identifier: GPL-3.0-or-later
// A picture of the ward and where the loudspeakers are on it. Both are kept apart: places stay when the picture is
// replaced by a better one of the same streets, or when the site file loses a loudspeaker for a while.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/pictures.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/http/fields.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using boost::json::object;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr std::string_view kPicture = "ward_plan.picture";  ///< the setting that names it; empty: none

Pictures pictures_of(const Deps& deps) { return Pictures{deps.site.station.data / "plan"}; }

/// Its name in the folder; empty when there is none.
std::string picture_now(const Deps& deps) {
  const auto name = deps.store.setting(kPicture).value_or("");
  return pictures_of(deps).bytes(name) ? name : "";
}

bool has_speaker(const site::Site& site, std::string_view id) {
  for (const auto& zone : site.zones)
    for (const auto& line : zone.lines)
      if (std::ranges::find(line.speakers, id, &site::Speaker::id) != line.speakers.end()) return true;
  return false;
}

std::optional<store::PlanPlace> place_of(const Deps& deps, std::string_view speaker) {
  for (auto& place : deps.store.plan_places())
    if (place.speaker == speaker) return std::move(place);
  return std::nullopt;
}

object place_json(const store::PlanPlace& place) { return {{"id", place.speaker}, {"x", place.x}, {"y", place.y}}; }

object plan_json(const Deps& deps) {
  object out{{"picture", nullptr}};
  if (const auto name = picture_now(deps); !name.empty())
    out["picture"] = object{{"version", Pictures::version(name)},
                            {"type", Pictures::content_type(name)},
                            {"bytes", pictures_of(deps).bytes(name).value_or(0)}};
  boost::json::array places;
  for (const auto& place : deps.store.plan_places())
    if (has_speaker(deps.site, place.speaker)) places.push_back(place_json(place));
  out["loudspeakers"] = std::move(places);
  return out;
}

Response show(const Deps& deps, const Request&) { return http::json(200, plan_json(deps)); }

Response show_picture(const Deps& deps, const Request&) {
  const auto name = picture_now(deps);
  if (name.empty()) return http::problem(404, "There is no picture of the ward yet.");
  auto bytes = pictures_of(deps).read(name);
  if (!bytes) return http::problem(bytes.error());
  Response picture;
  picture.content_type = Pictures::content_type(name);
  picture.body = std::move(*bytes);
  picture.headers.emplace_back("ETag", "\"" + std::string{Pictures::version(name)} + "\"");
  // Kept by the browser, but asked for each time: whoever has logged out sees it no more.
  picture.headers.emplace_back("Cache-Control", "private, no-cache");
  return picture;
}

std::string picture_audit(std::string_view name) {
  return name.empty() ? "" : boost::json::serialize(object{{"picture", name}});
}

Response put_picture(const Deps& deps, const Request& request) {
  const auto pictures = pictures_of(deps);
  const auto before = picture_now(deps);
  const auto name = pictures.keep(request.upload->path);
  if (!name) return http::problem(name.error());
  if (*name != before) {
    const auto entry = audited(request, "ward_plan.picture", "ward_plan", picture_audit(before), picture_audit(*name));
    const auto done = change(deps, entry, [&] { return deps.store.put_setting(kPicture, *name); });
    pictures.remove(done ? before : *name);
    if (!done) return http::problem(done.error());
    deps.announce("plan", {});
  }
  return http::json(before.empty() ? 201 : 200, plan_json(deps));
}

Response remove_picture(const Deps& deps, const Request& request) {
  const auto before = picture_now(deps);
  if (before.empty()) return http::problem(404, "There is no picture of the ward to remove.");
  const auto entry = audited(request, "ward_plan.remove", "ward_plan", picture_audit(before));
  if (auto done = change(deps, entry, [&deps] { return deps.store.put_setting(kPicture, ""); }); !done)
    return http::problem(done.error());
  pictures_of(deps).remove(before);
  deps.announce("plan", {});
  return http::no_content();
}

std::string place_audit(const std::optional<store::PlanPlace>& place) {
  return place ? boost::json::serialize(object{{"x", place->x}, {"y", place->y}}) : "";
}

Response unknown(const std::string& id) { return http::problem(404, "The site file has no loudspeaker '" + id + "'."); }

Response put_place(const Deps& deps, const Request& request) {
  store::PlanPlace place{request.parameter("id")};
  if (!has_speaker(deps.site, place.speaker)) return unknown(place.speaker);
  http::Fields fields{request.json};
  fields.fraction("x", place.x);
  fields.fraction("y", place.y);
  if (!fields.has("x")) fields.refuse("x", "This field is needed: how far from the picture's left edge, 0 to 1.");
  if (!fields.has("y")) fields.refuse("y", "This field is needed: how far from the picture's top edge, 0 to 1.");
  if (auto refusal = fields.refusal()) return *refusal;
  const auto entry = audited(request, "ward_plan.place", "loudspeaker/" + place.speaker,
                             place_audit(place_of(deps, place.speaker)), place_audit(place));
  if (auto done = change(deps, entry, [&] { return deps.store.put_plan_place(place); }); !done)
    return http::problem(done.error());
  deps.announce("plan", {});
  return http::json(200, place_json(place));
}

Response remove_place(const Deps& deps, const Request& request) {
  const auto id = request.parameter("id");
  if (!has_speaker(deps.site, id)) return unknown(id);
  const auto entry = audited(request, "ward_plan.unplace", "loudspeaker/" + id, place_audit(place_of(deps, id)));
  if (auto done = change(deps, entry, [&] { return deps.store.remove_plan_place(id); }); !done)
    return http::problem(done.error());
  deps.announce("plan", {});
  return http::no_content();
}

}  // namespace

void add_ward_plan_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  constexpr std::string_view kImage = "/api/v1/plan/picture";
  constexpr std::string_view kPlace = "/api/v1/plan/loudspeakers/{id}";
  router.add({Verb::get, "/api/v1/plan", Run::desk, Action::read_station, Body::none, with(show)});
  router.add({Verb::get, kImage, Run::desk, Action::read_station, Body::none, with(show_picture)});
  router.add({Verb::put, kImage, Run::desk, Action::work_on_lines, Body::file, with(put_picture)});
  router.add({Verb::delete_, kImage, Run::desk, Action::work_on_lines, Body::none, with(remove_picture)});
  router.add({Verb::put, kPlace, Run::desk, Action::work_on_lines, Body::json, with(put_place)});
  router.add({Verb::delete_, kPlace, Run::desk, Action::work_on_lines, Body::none, with(remove_place)});
}

}  // namespace wardcast::editorial
