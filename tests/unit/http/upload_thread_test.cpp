// SPDX-License-Identifier: GPL-3.0-or-later
// A slow disk takes long over removing a large file: the io thread, here the test's own, never does it.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <fstream>
#include <future>

#include "daemon/http/core.hpp"
#include "daemon/http/problem.hpp"
#include "daemon/http/upload_sink.hpp"
#include "tests/unit/http/loopback.hpp"

namespace wardcast::http {
namespace {

/// A worker's thread, kept busy until it may go on.
class Busy {
 public:
  explicit Busy(Worker& worker) {
    EXPECT_TRUE(worker.post([this, wait = go_on_.get_future().share()] {
      begun_.set_value();
      wait.wait();
    }));
    begun_.get_future().wait();
  }
  void go_on() { go_on_.set_value(); }

 private:
  std::promise<void> go_on_, begun_;
};

class UploadThread : public ::testing::Test {
 protected:
  UploadThread() { std::filesystem::create_directory(settings().uploads); }
  [[nodiscard]] ServerSettings settings() const {
    ServerSettings settings;
    settings.uploads = folder_.path() / "uploads";
    return settings;
  }
  [[nodiscard]] bool no_uploads() const { return std::filesystem::is_empty(settings().uploads); }

  store::TempFolder folder_;
  FixedClock clock_;
  boost::asio::io_context io_;
  Worker desk_{"desk", 1, [](const std::string& what) { ADD_FAILURE() << what; }};
  Worker writer_{"writer", 4, [](const std::string& what) { ADD_FAILURE() << what; }};
  Core core_{io_.get_executor(), settings(), Router{},
             ServerDoors{desk_, clock_, known_visitor, [] { return boost::json::object{}; }}, writer_};
};

TEST_F(UploadThread, WhatIsLeftOfACutUploadIsRemovedByTheWriter) {
  auto sink = std::make_unique<UploadSink>(core_, 1000);
  const auto written = sink->write(std::vector<char>(500));
  Busy writer{writer_};  // when it is, the part is on the disk
  ASSERT_FALSE(no_uploads());
  sink.reset();
  EXPECT_FALSE(no_uploads()) << "removed on the io thread";
  writer.go_on();
  writer_.stop();
  EXPECT_TRUE(no_uploads());
}

TEST_F(UploadThread, AnUploadTheDeskHasNoTimeForIsRemovedByTheWriter) {
  const auto path = settings().uploads / "whole";
  std::ofstream{path} << "bytes";
  auto request = std::make_shared<Request>();
  request->upload = std::make_shared<Upload>(path);
  const Route route{Verb::put,  "/audio",
                    Run::desk,  access::Action::edit_own_items,
                    Body::file, [](const Request&) { return no_content(); }};
  Busy desk{desk_}, writer{writer_};
  ASSERT_TRUE(desk_.post([] {}));
  const auto answer = core_.handle(route, std::move(request), {});
  EXPECT_EQ(answer->take().status, 503);
  EXPECT_FALSE(no_uploads()) << "removed on the io thread";
  writer.go_on();
  writer_.stop();
  EXPECT_TRUE(no_uploads());
  desk.go_on();
}

}  // namespace
}  // namespace wardcast::http
