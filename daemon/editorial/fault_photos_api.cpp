// SPDX-License-Identifier: GPL-3.0-or-later
// Photos of faults: the file is taken on the desk thread, the register told of it on the io thread.
#include <algorithm>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/fault_json.hpp"
#include "daemon/editorial/pictures.hpp"
#include "daemon/editorial/routes.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr milliseconds kStation{10'000};

Pictures photos_of(const Deps& deps) { return Pictures{deps.site.station.data / "photos"}; }

Response attach(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  if (!deps.store.fault(*id)) return http::problem(404, "There is no fault " + std::to_string(*id) + ".");
  const auto name = photos_of(deps).keep(request.upload->path);
  if (!name) return http::problem(name.error());
  auto response =
      http::problem(503, Reason::station_busy, "The station is busy; the photo was not attached, send it again.");
  const auto entry =
      audited(request, "fault.photo", "fault/" + std::to_string(*id), {}, "{\"photo\":\"" + *name + "\"}");
  const auto tell = [&deps, id = *id, name = *name, who = request.who().name, now = request.now,
                     entry](const http::Reply& reply) {
    const auto fault = deps.faults.add_photo(id, name, who, now);
    if (!fault) return reply(http::problem(fault.error()));
    audit_later(deps, entry);
    reply(http::json(201, fault_json(*fault, deps.site, deps.zone, now.wall)));
  };
  response.later = std::make_shared<const http::Later>(http::Later{kStation, tell});
  return response;
}

Response show(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  const auto history = deps.store.fault(*id);
  const auto name = request.parameter("name");
  const auto fault = history ? health::fault_of(*history) : health::Fault{};
  if (std::ranges::find(fault.photos, name) == fault.photos.end())
    return http::problem(404, "Fault " + std::to_string(*id) + " has no photo of that name.");
  auto bytes = photos_of(deps).read(name);
  if (!bytes) return http::problem(bytes.error());
  Response photo;
  photo.content_type = Pictures::content_type(name);
  photo.body = std::move(*bytes);
  photo.headers.emplace_back("ETag", "\"" + name + "\"");
  photo.headers.emplace_back("Content-Disposition", "inline; filename=\"" + name + "\"");
  return photo;
}

}  // namespace

void add_fault_photo_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::post, "/api/v1/faults/{id}/photos", Run::desk, Action::work_on_faults, Body::file,
              [&deps](const Request& request) { return attach(deps, request); }});
  router.add({Verb::get, "/api/v1/faults/{id}/photos/{name}", Run::desk, Action::read_station, Body::none,
              [&deps](const Request& request) { return show(deps, request); }});
}

}  // namespace wardcast::editorial
