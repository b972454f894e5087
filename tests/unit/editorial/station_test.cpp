// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "daemon/access/accounts.hpp"
#include "daemon/access/secrets.hpp"
#include "daemon/editorial/onair.hpp"
#include "daemon/editorial/reload_api.hpp"
#include "daemon/http/authority_routes.hpp"
#include "daemon/http/health.hpp"
#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;

playout::Live live_station() {
  playout::Live live;
  live.at = kNow;
  playout::ZoneLive on;
  on.id = "z1";
  on.name = "Khu z1";
  on.source = "programme";
  on.airing = "a1-20261122T170000";
  on.programme_title = "Bản tin";
  on.item_title = "Tin 1";
  on.since = kNow;
  on.item_since = kNow + milliseconds{1500};
  on.item_length = milliseconds{435'500};
  on.level_dbfs = -18.4F;
  on.lines = {{"lz1", "Đường Lê Lợi", modbus::RelayState::closed, true}};
  playout::ZoneLive off;
  off.id = "z2";
  off.name = "Khu z2";
  off.source = "none";
  off.lines = {{"lz2", "", modbus::RelayState::open, false}, {"lz2b", "", modbus::RelayState::closed, false}};
  playout::ZoneLive dead;
  dead.id = "z3";
  dead.source = "none";
  dead.lines = {{"lz3", "", modbus::RelayState::unknown, false}};
  live.zones = {on, off, dead};
  live.next = {{"2-20261122T190000", "Ca nhạc", kNow + std::chrono::hours{9}, {"z1", "z2"}}};
  live.boards = {{"b1", false, "It does not answer."}};
  return live;
}

TEST(Onair, TellsZonesNextUpAndBoards) {
  const auto zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  const auto told = onair_json(live_station(), zone);
  EXPECT_EQ(
      boost::json::serialize(told.at("zones").as_array()[0]),
      R"({"id":"z1","name":"Khu z1","source":"programme","airing":"a1-20261122T170000","edition":null,"programme":"Bản tin",)"
      R"("item":"Tin 1","since":"2026-11-22T10:00:00+07:00",)"
      R"("item_since":"2026-11-22T10:00:01.500+07:00","item_seconds":4.355E2,"level_dbfs":-18,"relay":"closed",)"
      R"("lines":[{"id":"lz1","name":"Đường Lê Lợi","relay":"closed","wanted_closed":true,"latched":false,"tested":false}]})");
  EXPECT_EQ(told.at("zones").at(1).at("relay").as_string(), "mixed");
  EXPECT_TRUE(told.at("zones").at(1).at("programme").is_null());
  EXPECT_EQ(told.at("zones").at(2).at("relay").as_string(), "unknown");
  EXPECT_EQ(told.at("next_up").at(0).at("start").as_string(), "2026-11-22T19:00:00+07:00");
  EXPECT_EQ(told.at("boards").at(0).at("problem").as_string(), "It does not answer.");
}

TEST(Onair, ChangesAreOnlyWhatDiffers) {
  const auto zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  auto live = live_station();
  const auto before = onair_json(live, zone);
  live.at += seconds{1};
  EXPECT_TRUE(onair_changes(before, onair_json(live, zone)).empty()) << "time alone is no news";
  live.zones[1].source = "programme";
  const auto changes = onair_changes(before, onair_json(live, zone));
  EXPECT_EQ(changes.size(), 2U);
  ASSERT_EQ(changes.at("zones").as_array().size(), 1U);
  EXPECT_EQ(changes.at("zones").at(0).at("id").as_string(), "z2");
  live.hold = true;
  EXPECT_TRUE(onair_changes(before, onair_json(live, zone)).at("hold").as_bool());
  EXPECT_EQ(onair_changes({}, before).size(), 7U);
}

class StationApi : public Newsroom {};

TEST_F(StationApi, StopsHoldsAndReleasesInSomebodysName) {
  EXPECT_FALSE(post("technician", "/api/v1/stop").body.at("hold").as_bool());
  EXPECT_TRUE(post("operator", "/api/v1/stop", R"({"hold": true})").body.at("hold").as_bool());
  EXPECT_TRUE(post("board", "/api/v1/stop").body.at("hold").as_bool()) << "a plain stop does not end a hold";
  EXPECT_FALSE(ask("editor", http::Verb::delete_, "/api/v1/stop").body.at("hold").as_bool());
  EXPECT_EQ(post("admin", "/api/v1/airings/a1-20261122T170000/stop").status, 200);
  EXPECT_EQ(post("admin", "/api/v1/airings/none/stop").status, 404);
  EXPECT_EQ(post("contributor", "/api/v1/stop").status, 403);
  EXPECT_EQ(post("", "/api/v1/stop").status, 401);
  EXPECT_THAT(station_.done, ElementsAre("technician stops", "operator holds", "board stops", "editor releases",
                                         "admin stops a1-20261122T170000"));
  std::vector<std::string> entries;
  for (const auto& entry : audit()) entries.push_back(entry.who + " " + entry.action + " " + entry.target);
  EXPECT_THAT(entries, ElementsAre("technician station.stop station", "operator station.stop station",
                                   "board station.stop station", "editor station.release station",
                                   "admin airing.stop airing/a1-20261122T170000"));
}

TEST_F(StationApi, ZonesAmplifiersAndSdp) {
  station_.now = live_station();
  const auto zones = get("technician", "/api/v1/zones").body.at("zones").as_array();
  ASSERT_EQ(zones.size(), 3U);
  EXPECT_EQ(zones[0].at("amplifier").as_string(), "a1");
  EXPECT_EQ(zones[0].at("relay").as_string(), "closed");
  EXPECT_EQ(zones[0].at("speakers").as_int64(), 4);
  EXPECT_EQ(zones[2].at("allowed_hours").at(0).as_string(), "06:00-21:30");
  const auto amplifiers = get("technician", "/api/v1/amplifiers").body.at("amplifiers").as_array();
  ASSERT_EQ(amplifiers.size(), 2U);
  EXPECT_EQ(amplifiers[1].at("ssrc").to_number<int>(), 101);
  EXPECT_TRUE(amplifiers[1].at("receiver").is_null());
  const auto sdp = get("technician", "/api/v1/amplifiers/a2/sdp");
  EXPECT_EQ(sdp.raw.content_type, "application/sdp");
  EXPECT_EQ(sdp.raw.body, "v=0 1");
  EXPECT_EQ(get("technician", "/api/v1/zones/z2/sdp").raw.body, "v=0 0");
  EXPECT_EQ(get("technician", "/api/v1/zones/z9/sdp").status, 404);
  EXPECT_EQ(get("technician", "/api/v1/amplifiers/a9/sdp").status, 404);
  EXPECT_EQ(get("contributor", "/api/v1/onair").status, 403);
  EXPECT_EQ(get("board", "/api/v1/onair").body.at("hold").as_bool(), false);
}

TEST_F(StationApi, AiringsAndFiguresComeFromTheJournal) {
  on_desk([this] {
    store::Airing airing;
    airing.id = "a1-20261122T080000";
    airing.edition_id = "1-20261122T080000";
    airing.programme = 1;
    airing.title = "Bản tin";
    airing.origin = "own";
    airing.zones = {"z1"};
    airing.planned_start = airing.started_at = kNow - std::chrono::hours{2};
    airing.planned_duration = seconds{60};
    airing.local_date = "2026-11-22";
    store::Segment segment;
    segment.airing = airing.id;
    segment.item = 7;
    segment.role = "item";
    segment.title = "Tin 1";
    segment.kind = "tin";
    segment.item_packets = segment.packets = 1500;
    segment.started_at = airing.started_at;
    segment.run = 1;
    segment.confirmation = store::Confirmation::confirmed;
    segment.end_reason = "finished";
    return store_->append(airing).has_value() && store_->append(segment).has_value() &&
           store_->append(store::AiringEnd{airing.id, airing.started_at + seconds{30}, "full", "finished", ""})
               .has_value();
  });
  const auto airings = get("board", "/api/v1/airings?from=2026-11-22&to=2026-11-22").body.at("airings").as_array();
  ASSERT_EQ(airings.size(), 1U);
  EXPECT_EQ(airings[0].at("on_air_seconds").as_double(), 30.0);
  EXPECT_EQ(airings[0].at("result").as_string(), "full");
  EXPECT_EQ(airings[0].at("started_at").as_string(), "2026-11-22T08:00:00+07:00");
  EXPECT_EQ(airings[0].at("segments").at(0).at("packets").as_int64(), 1500);
  EXPECT_EQ(get("board", "/api/v1/airings?from=2026-11-23&to=2026-11-24").body.at("airings").as_array().size(), 0U);
  EXPECT_EQ(post("operator", "/api/v1/airings/a1-20261122T080000/stop").status, 409) << "it is over";
  const auto between = [this](const std::string& from, const std::string& to) {
    return get("board", "/api/v1/airings?from=2026-11-22T" + from + "%2B07:00&to=2026-11-22T" + to + "%2B07:00")
        .body.at("airings")
        .as_array()
        .size();
  };
  EXPECT_EQ(between("08:00:00", "09:00:00"), 1U) << "instants, as of the timetable";
  EXPECT_EQ(between("07:00:00", "08:00:00"), 0U) << "the second exclusive";
  const auto figures = get("board", "/api/v1/statistics?from=2026-11-01&to=2026-11-30").body;
  EXPECT_EQ(figures.at("programmes").as_int64(), 1);
  EXPECT_EQ(figures.at("on_air_seconds").as_double(), 30.0);
  EXPECT_EQ(figures.at("items").as_int64(), 1);
  EXPECT_EQ(figures.at("by_month").at(0).at("key").as_string(), "2026-11");
  for (const auto* path : {"/api/v1/airings", "/api/v1/statistics", "/api/v1/airings?from=2026-11-22",
                           "/api/v1/statistics?from=a&to=b", "/api/v1/airings?from=2026-11-22&to=2026-11-21",
                           "/api/v1/airings?from=2026-11-22T08:00:00Z&to=2026-11-22T07:00:00Z",
                           "/api/v1/airings?from=2025-01-01&to=2026-11-21"})
    EXPECT_EQ(get("board", path).status, 422) << path;
  EXPECT_EQ(get("contributor", "/api/v1/statistics?from=2026-11-01&to=2026-11-30").status, 403);
}

TEST_F(StationApi, LoggingInAndOut) {
  on_desk([this] {
    return access::Accounts{*store_}
        .add_user("lan", access::Role::operator_, false, access::hash_password("đồng hồ quả lắc").value())
        .has_value();
  });
  const auto wrong = post("", "/api/v1/session", R"({"username": "lan", "password": "đồng hồ"})");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.header("Set-Cookie"), "");
  const auto opened = post("", "/api/v1/session", R"({"username": "lan", "password": "đồng hồ quả lắc"})");
  ASSERT_EQ(opened.status, 200) << opened.raw.body;
  EXPECT_EQ(opened.text("name"), "lan");
  EXPECT_EQ(opened.text("role"), "operator");
  EXPECT_EQ(opened.text("station"), "Đài truyền thanh phường");
  EXPECT_FALSE(opened.text("csrf_token").empty());
  const auto cookie = opened.header("Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("; HttpOnly; SameSite=Strict; Path=/; Max-Age=43200"));
  EXPECT_THAT(cookie, testing::Not(HasSubstr("Secure")));
  const auto value = cookie.substr(cookie.find('=') + 1, cookie.find(';') - cookie.find('=') - 1);
  const auto known = on_desk([this, &value] { return recognise(gate_, {"", value}, kNow); });
  ASSERT_TRUE(known);
  EXPECT_EQ(known->who.name, "lan");
  EXPECT_EQ(known->csrf, opened.text("csrf_token"));
  EXPECT_FALSE(on_desk([this, &value] {
    return recognise(gate_, {"bad", value}, kNow);
  })) << "a token speaks before a cookie";

  http::Request request;
  request.visitor = known;
  request.now = clock_.now();
  const auto out = router_.find(http::Verb::delete_, std::vector<std::string>{"api", "v1", "session"});
  const auto left = on_desk([&] { return out.route->handler(request); });
  EXPECT_EQ(left.status, 204);
  EXPECT_FALSE(on_desk([this, &value] { return recognise(gate_, {"", value}, kNow); }));
  EXPECT_THAT(ended_, ElementsAre(access::secret_hash(value)));
  std::vector<std::string> entries;
  for (const auto& entry : audit()) entries.push_back(entry.who + " " + entry.action);
  EXPECT_THAT(entries, ElementsAre("lan session.refuse", "lan session.open", "lan session.close"));
  for (const auto& entry : audit())
    EXPECT_THAT(entry.before + entry.after, testing::Not(HasSubstr("quả lắc"))) << "no secret in the log";
}

TEST_F(StationApi, GuessingIsSlowedDown) {
  Told told;
  for (int i = 0; i < 6; ++i) told = post("", "/api/v1/session", R"({"username": "nobody", "password": "x"})");
  EXPECT_EQ(told.status, 429);
  EXPECT_FALSE(told.header("Retry-After").empty());
}

TEST_F(StationApi, EveryRouteIsDescribedAndEveryDescriptionIsARoute) {
  std::ifstream in{WARDCAST_SOURCE_DIR "/web-ui/openapi.json"};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto document = boost::json::parse(text);
  EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
  std::set<std::string> described, routed;
  for (const auto& path : document.at("paths").as_object())
    for (const auto& operation : path.value().as_object()) {
      std::string verb{operation.key()};
      for (auto& letter : verb) letter = static_cast<char>(std::toupper(letter));
      described.insert(verb + " " + std::string{path.key()});
      const bool open = operation.value().as_object().contains("security");
      EXPECT_EQ(open, !operation.value().at("responses").as_object().contains("403")) << path.key();
    }
  const http::Health health;
  const http::Metrics metrics;
  http::add_health_routes(router_, health, metrics);
  http::add_authority_routes(router_, std::nullopt);
  add_reload_route(router_, {});
  for (const auto& route : router_.routes()) {
    const auto name = std::string{http::to_string(route.verb)} + " " + std::string{route.path};
    routed.insert(name);
    if (!described.contains(name)) continue;
    auto verb = std::string{http::to_string(route.verb)};
    for (auto& letter : verb) letter = static_cast<char>(std::tolower(letter));
    const auto& operation = document.at("paths").at(route.path).at(verb).as_object();
    EXPECT_EQ(operation.contains("requestBody"), route.body != http::Body::none) << name;
    EXPECT_EQ(operation.contains("security"), route.permission.kind == http::Permission::Kind::anyone) << name;
  }
  EXPECT_EQ(described, routed);
}

/// Every $ref of the document leads somewhere.
void follow(const boost::json::value& value, const boost::json::value& document) {
  if (value.is_array())
    for (const auto& element : value.as_array()) follow(element, document);
  if (!value.is_object()) return;
  for (const auto& member : value.as_object()) {
    if (member.key() == "$ref" && member.value().is_string()) {
      boost::system::error_code error;
      EXPECT_NE(document.find_pointer(member.value().as_string().subview(1), error), nullptr) << member.value();
    }
    follow(member.value(), document);
  }
}

TEST(Openapi, KnowsEveryReason) {
  std::ifstream in{WARDCAST_SOURCE_DIR "/web-ui/openapi.json"};
  const auto document = boost::json::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
  std::vector<std::string> described, known;
  for (const auto& reason : document.at_pointer("/components/schemas/Reason/enum").as_array())
    described.emplace_back(reason.as_string());
  for (int i = 1; i <= static_cast<int>(Reason::last); ++i) known.emplace_back(word(static_cast<Reason>(i)));
  EXPECT_EQ(described, known);
}

TEST(Openapi, ReferencesLeadSomewhere) {
  std::ifstream in{WARDCAST_SOURCE_DIR "/web-ui/openapi.json"};
  const auto document = boost::json::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
  follow(document, document);
}

}  // namespace
}  // namespace wardcast::editorial
