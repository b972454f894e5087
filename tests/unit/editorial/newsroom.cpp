// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/editorial/newsroom.hpp"

#include <boost/json/serialize.hpp>
#include <fstream>

#include "daemon/access/accounts.hpp"
#include "daemon/access/secrets.hpp"
#include "daemon/http/head.hpp"

namespace wardcast::editorial {
namespace bh = boost::beast::http;

std::vector<std::string> Told::fields() const {
  std::vector<std::string> names;
  if (const auto* errors = body.as_object().if_contains("errors"))
    for (const auto& error : errors->as_array()) names.emplace_back(error.at("field").as_string());
  return names;
}

std::string Told::header(std::string_view name) const {
  for (const auto& [key, value] : raw.headers)
    if (key == name) return value;
  return {};
}

Newsroom::Newsroom(People people) {
  site_.station.data = folder_.path();
  intake_ =
      std::make_unique<AudioIntake>(*store_, media_, desk_, prepare_, clock_, [this](const store::Item&) { ++plans_; });
  deps_ = std::make_unique<Deps>(Deps{site_,
                                      zones_,
                                      zone_,
                                      clock_,
                                      *store_,
                                      gate_,
                                      book_,
                                      *intake_,
                                      [this] { ++plans_; },
                                      station_,
                                      desk_,
                                      passwords_,
                                      listening_,
                                      media_,
                                      [this](std::string type, boost::json::object) {
                                        const std::lock_guard lock{told_mutex_};
                                        announced_.push_back(std::move(type));
                                      },
                                      [this](std::string session) {
                                        const std::lock_guard lock{told_mutex_};
                                        ended_.push_back(std::move(session));
                                      },
                                      [](std::size_t amplifier) { return "v=0 " + std::to_string(amplifier); },
                                      before_air_,
                                      faults_,
                                      [](const std::function<void()>& job) { job(); },
                                      setup_,
                                      running_,
                                      lines_,
                                      [this](const store::AuditEntry& entry) {
                                        EXPECT_TRUE(desk_.post([this, entry] { EXPECT_TRUE(store_->append(entry)); }));
                                      }});
  add_all_routes(router_, *deps_, "{}");
  if (people == People::nobody) return;
  for (const auto role : {access::Role::contributor, access::Role::operator_, access::Role::editor,
                          access::Role::technician, access::Role::board, access::Role::admin})
    add_person(std::string{access::to_text(role)}, role, false);
}

Newsroom::~Newsroom() { media_.let_go(); }

void Newsroom::add_person(const std::string& name, access::Role role, bool self_approve) {
  const auto user = on_desk([&] {
    store::User person;
    person.name = name;
    person.role = role;
    person.self_approve = self_approve;
    return store_->add_user(person).value();
  });
  people_[name] = http::Visitor{{name, role, user.id, self_approve}, {}, {}};
}

Told Newsroom::log_in(const std::string& name, const std::string& password) {
  auto told = post("", "/api/v1/session",
                   boost::json::serialize(boost::json::object{{"username", name}, {"password", password}}));
  if (told.status != 200) return told;
  const auto cookie = told.header("Set-Cookie");
  const auto from = cookie.find('=') + 1;
  cookies_[name] = cookie.substr(from, cookie.find(';') - from);
  const http::Credentials credentials{{}, cookies_[name]};
  people_[name] = on_desk([&] { return recognise(gate_, credentials, clock_.now().wall).value(); });
  return told;
}

void Newsroom::add_token(const std::string& name, const std::string& text) {
  const http::Credentials credentials{text, {}};
  people_[name] = on_desk([&] { return recognise(gate_, credentials, clock_.now().wall).value(); });
}

bool Newsroom::still_known(const std::string& name) {
  const http::Credentials credentials{{}, cookies_.at(name)};
  return on_desk([&] { return recognise(gate_, credentials, clock_.now().wall).has_value(); });
}

Told Newsroom::ask(std::string_view who, http::Verb verb, const std::string& address, const std::string& json) {
  return ask(who, verb, address, json, {});
}

Told Newsroom::ask(std::string_view who, http::Verb verb, const std::string& address, const std::string& json,
                   const Headers& headers) {
  bh::request_header<> header;
  header.method_string(http::to_string(verb).data());
  header.target(address);
  header.version(11);
  header.set(bh::field::host, "test");
  header.set(bh::field::authorization, "Bearer x");
  const auto head = http::read_head(header).value();
  const auto match = router_.find(verb, head.segments);
  Told told;
  if (match.route == nullptr) {
    ADD_FAILURE() << "no route " << address;
    return told;
  }
  auto request = std::make_shared<http::Request>();
  request->verb = verb;
  request->path = head.path;
  request->parameters = match.parameters;
  request->query = head.query;
  request->now = clock_.now();
  request->if_match = headers.if_match;
  request->idempotency_key = headers.idempotency_key;
  request->peer = "192.0.2.1";
  if (const auto person = people_.find(who); person != people_.end()) request->visitor = person->second;
  if (match.route->body == http::Body::json) request->json = boost::json::parse(json).as_object();
  if (match.route->body == http::Body::file) {
    const auto path = folder_.path() / ("up" + std::to_string(++uploads_));
    std::ofstream{path, std::ios::binary} << json;
    request->upload = std::make_shared<http::Upload>(path);
  }
  if (auto refusal = http::refuse_person(head, *match.route, request->visitor))
    told.raw = std::move(*refusal);
  else if (match.route->run == http::Run::station)
    told.raw = match.route->handler(*request);
  else
    told.raw = on_desk([&] { return match.route->handler(*request); });
  request.reset();
  while (told.raw.later) {
    const auto later = std::exchange(told.raw.later, nullptr);
    auto final_answer = std::make_shared<std::promise<http::Response>>();
    auto answered = std::make_shared<std::atomic_flag>();
    auto answer = final_answer->get_future();
    later->start([final_answer, answered](http::Response response) {
      if (!answered->test_and_set()) final_answer->set_value(std::move(response));
    });
    if (answer.wait_for(later->wait) == std::future_status::ready) told.raw = answer.get();
  }
  told.status = told.raw.status;
  const bool speaks_json = told.raw.content_type.find("json") != std::string::npos;
  if (!told.raw.body.empty() && speaks_json)
    told.body = boost::json::parse(told.raw.body);
  else
    told.body = boost::json::object{};
  return told;
}

Told Newsroom::send_audio(std::string_view who, std::int64_t item, const std::string& content,
                          const std::string& query) {
  return ask(who, http::Verb::put, "/api/v1/items/" + std::to_string(item) + "/audio" + query, content);
}

std::int64_t Newsroom::item(store::ItemStatus status, const std::string& title, int seconds) {
  const auto id =
      post("operator", "/api/v1/items",
           boost::json::serialize(boost::json::object{{"title", title}, {"kind", "tin"}, {"not_classified", true}}))
          .id();
  const auto step = [&](std::string_view who, std::string_view verb) {
    EXPECT_EQ(post(who, "/api/v1/items/" + std::to_string(id) + "/" + std::string{verb}).status, 200) << verb;
  };
  EXPECT_EQ(send_audio("operator", id, std::to_string(seconds) + " " + title).status, 200);
  if (status == store::ItemStatus::draft) return id;
  step("operator", "submit");
  if (status == store::ItemStatus::approved) step("editor", "approve");
  if (status == store::ItemStatus::returned) step("editor", "return");
  if (status == store::ItemStatus::withdrawn) step("editor", "withdraw");
  return id;
}

}  // namespace wardcast::editorial
