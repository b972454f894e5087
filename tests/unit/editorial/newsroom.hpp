// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "daemon/editorial/routes.hpp"
#include "daemon/http/gatekeeper.hpp"
#include "tests/unit/editorial/fakes.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::editorial {

/// An answer taken apart.
struct Told {
  int status = 0;
  boost::json::value body;
  http::Response raw;

  [[nodiscard]] std::string text(std::string_view name) const {
    const auto& value = body.at(name);
    return value.is_string() ? std::string{value.as_string()} : std::string{};
  }
  [[nodiscard]] std::int64_t id() const { return body.at("id").to_number<std::int64_t>(); }
  /// Names of the fields of a problem's errors.
  [[nodiscard]] std::vector<std::string> fields() const;
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// The whole API on a real store in a temporary folder, its desk and workers, with a station and a media library that
/// only remember. No socket. Zones z1 and z2 share amplifier a1, z3 has a2; the station may sound 05:30–21:30, z3 from
/// 06:00. "now" is Sunday 22 November 2026, 10:00 in Ho Chi Minh City.
class Newsroom : public ::testing::Test {
 protected:
  /// Who works there: one person of each role, or nobody yet.
  enum class People { everybody, nobody };
  explicit Newsroom(People people = People::everybody);
  ~Newsroom() override;

  /// As a client would see it, authorisation included. `who`: contributor, operator, editor, technician, board, admin,
  /// "" or another name given to add_person().
  Told ask(std::string_view who, http::Verb verb, const std::string& address, const std::string& json = "{}");
  /// With headers besides.
  struct Headers {
    std::string if_match, idempotency_key;
  };
  Told ask(std::string_view who, http::Verb verb, const std::string& address, const std::string& json,
           const Headers& headers);
  Told get(std::string_view who, const std::string& address) { return ask(who, http::Verb::get, address); }
  Told post(std::string_view who, const std::string& address, const std::string& json = "{}") {
    return ask(who, http::Verb::post, address, json);
  }
  Told patch(std::string_view who, const std::string& address, const std::string& json) {
    return ask(who, http::Verb::patch, address, json);
  }
  /// Sends a file whose content is `content`; FakeMedia says what each content is.
  Told send_audio(std::string_view who, std::int64_t item, const std::string& content,
                  const std::string& query = "?wait=20");
  void add_person(const std::string& name, access::Role role, bool self_approve);
  /// With the password, as a browser does; ask() then speaks with that session.
  Told log_in(const std::string& name, const std::string& password);
  /// ask() speaks for the token then, as `name`.
  void add_token(const std::string& name, const std::string& text);
  /// The http::Visitor::key of a person who has logged in.
  [[nodiscard]] std::string key_of(const std::string& name) const { return people_.at(name).key; }
  /// Does the station still know the session it gave that person? Asking uses it.
  bool still_known(const std::string& name);
  /// Keys of sessions and tokens that ended.
  std::vector<std::string> ended() {
    const std::lock_guard lock{told_mutex_};
    return ended_;
  }

  /// An item of the operator with a recording of `seconds`, as far on its way as `status` says.
  std::int64_t item(store::ItemStatus status, const std::string& title = "Tin", int seconds = 10);
  /// Runs on the desk thread and waits for it.
  template <class Work>
  auto on_desk(Work work) {
    std::promise<decltype(work())> done;
    EXPECT_TRUE(desk_.post([&] { done.set_value(work()); }));
    return done.get_future().get();
  }
  std::vector<store::AuditEntry> audit() {
    return on_desk([this] { return store_->audit(0, 1000); });
  }
  store::Item stored(std::int64_t id) {
    return on_desk([this, id] { return *store_->item(id); });
  }

  store::TempFolder folder_;
  SetClock clock_;
  TimeZone zone_ = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  site::Site site_ = small_site();
  scheduler::Zones zones_ = small_zones();
  std::unique_ptr<store::Store> store_ = store::open_store(folder_.path()).value();
  FakeStation station_;
  FakeLines lines_{site_};
  FakeMedia media_;
  access::Gate gate_{*store_};
  access::Setup setup_{*store_, folder_.path() / "setup-code"};
  RunningSite running_;
  ProgrammeBook book_{*store_};
  BeforeAir before_air_{*store_, media_, zone_};
  std::vector<store::FaultEvent> fault_events_;
  health::FaultRegister faults_{zone_,
                                {},
                                0,
                                {[this](const store::FaultOpened& fault) {
                                   (void)desk_.post([this, fault] { EXPECT_TRUE(store_->append(fault)); });
                                 },
                                 [this](const store::FaultEvent& event) {
                                   fault_events_.push_back(event);
                                   (void)desk_.post([this, event] { EXPECT_TRUE(store_->append(event)); });
                                 },
                                 [](const health::Fault&, std::string_view) {}}};
  std::unique_ptr<AudioIntake> intake_;
  std::unique_ptr<Deps> deps_;
  http::Router router_;
  std::atomic<int> plans_ = 0;
  std::mutex told_mutex_;
  std::vector<std::string> announced_;  // guarded by told_mutex_
  std::vector<std::string> ended_;      // guarded by told_mutex_
  // Destroyed first: jobs on their way use what stands above. The desk last, for the others post to it.
  Worker desk_{"desk", 64, [](const std::string& what) { ADD_FAILURE() << what; }};
  Worker prepare_{"prepare", 4, [](const std::string& what) { ADD_FAILURE() << what; }};
  Worker passwords_{"passwords", 4, [](const std::string& what) { ADD_FAILURE() << what; }};
  Worker listening_{"listening", 4, [](const std::string& what) { ADD_FAILURE() << what; }};

 private:
  std::map<std::string, http::Visitor, std::less<>> people_;
  std::map<std::string, std::string, std::less<>> cookies_;
  int uploads_ = 0;
};

}  // namespace wardcast::editorial
