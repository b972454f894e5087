// SPDX-License-Identifier: GPL-3.0-or-later
// Uploads that come in several requests.
#include "daemon/http/resumed_upload.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>

#include "daemon/http/problem.hpp"
#include "daemon/http/upload_sink.hpp"
#include "tests/unit/http/loopback.hpp"

namespace wardcast::http {
namespace {

TEST(ResumedUpload, ReadsItsHeaders) {
  const auto part = read_resumed_upload("0123-abcd", "bytes 700-999/1000", 300).value();
  EXPECT_EQ(part.from, 700U);
  EXPECT_EQ(part.length, 300U);
  EXPECT_EQ(part.whole, 1000U);
  EXPECT_FALSE(read_resumed_upload("0123-abcd", "bytes */1000", 0).value().from.has_value());
  for (const auto* id : {"", "short", "with space1", "../../etc/passwd", "ab\"cdefgh"})
    EXPECT_EQ(read_resumed_upload(id, "bytes 0-9/10", 10).error().field, "Upload-Id") << id;
  for (const auto* range : {"", "bytes 0-9", "bytes 9-0/10", "bytes 0-10/10", "bytes -1-9/10", "bytes 0-9/0",
                            "bytes a-b/c", "items 0-9/10", "bytes 0-9/99999999999999999999999", "bytes /10"})
    EXPECT_EQ(read_resumed_upload("0123-abcd", range, 10).error().field, "Content-Range") << range;
  EXPECT_EQ(read_resumed_upload("0123-abcd", "bytes */10", 10).error().field, "Content-Length");
  EXPECT_EQ(read_resumed_upload("0123-abcd", "bytes */10", {}).error().field, "Content-Length");
  EXPECT_EQ(read_resumed_upload("0123-abcd", "bytes 0-9/10", 11).error().field, "Content-Range");
  EXPECT_EQ(read_resumed_upload("0123-abcd", "bytes 0-9/10", {}).error().field, "Content-Length");
}

TEST(ResumedUpload, OnePersonsUploadIsNotAnothers) {
  const auto file = resumed_file("lan", "/api/v1/items/7/audio", "0123-abcd");
  EXPECT_EQ(file, resumed_file("lan", "/api/v1/items/7/audio", "0123-abcd"));
  EXPECT_NE(file, resumed_file("minh", "/api/v1/items/7/audio", "0123-abcd"));
  EXPECT_NE(file, resumed_file("lan", "/api/v1/items/8/audio", "0123-abcd"));
  EXPECT_NE(file, resumed_file("lan", "/api/v1/items/7/audio", "0123-abce"));
}

Router recorder() {
  Router router;
  router.add({Verb::put, "/audio", Run::desk, access::Action::edit_own_items, Body::file, [](const Request& request) {
                std::ifstream in{request.upload->path, std::ios::binary};
                return json(202, {{"text", std::string{std::istreambuf_iterator<char>{in}, {}}}});
              }});
  return router;
}

std::string part(const std::string& id, const std::string& range, const std::string& bytes, std::size_t length) {
  return "PUT /audio HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer good\r\nUpload-Id: " + id +
         "\r\nContent-Range: bytes " + range + "\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n" + bytes;
}

std::uint64_t received(const Answer& answer) {
  return boost::json::parse(answer.body()).at("received").to_number<std::uint64_t>();
}

const std::string kWhole = std::string(700'000, 'a') + std::string(300'000, 'b');

TEST(ResumedUpload, GoesOnAfterACutAtSeventyPercent) {
  Loopback house{recorder()};
  {
    Client phone{house.port()};
    ASSERT_TRUE(phone.send(part("phone-0001", "0-999999/1000000", kWhole.substr(0, 700'000), 1'000'000)));
    phone.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send);
    EXPECT_EQ(phone.receive().result_int(), 400U) << "the request itself was cut";
  }
  Client phone{house.port()};
  const auto asked = phone.ask(part("phone-0001", "*/1000000", "", 0));
  EXPECT_EQ(asked.result_int(), 200U);
  EXPECT_EQ(received(asked), 700'000U);
  const auto wrong = phone.ask(part("phone-0001", "0-4/1000000", "hello", 5));
  EXPECT_EQ(wrong.result_int(), 409U);
  EXPECT_EQ(received(wrong), 700'000U);
  Client again{house.port()};
  const auto middle = again.ask(part("phone-0001", "700000-799999/1000000", kWhole.substr(700'000, 100'000), 100'000));
  EXPECT_EQ(middle.result_int(), 200U) << middle.body();
  EXPECT_EQ(received(middle), 800'000U);
  const auto done = again.ask(part("phone-0001", "800000-999999/1000000", kWhole.substr(800'000), 200'000));
  ASSERT_EQ(done.result_int(), 202U) << done.body();
  EXPECT_EQ(std::string{boost::json::parse(done.body()).at("text").as_string()}, kWhole);
  EXPECT_EQ(house.files_in_uploads(), 0U);
}

TEST(ResumedUpload, WhatIsWholeIsNoLongerResumable) {
  const auto kept = std::make_shared<std::shared_ptr<const Upload>>();
  Router router;
  router.add(
      {Verb::put, "/audio", Run::desk, access::Action::edit_own_items, Body::file, [kept](const Request& request) {
         *kept = request.upload;
         return json(202, {});
       }});
  Loopback house{std::move(router)};
  Client phone{house.port()};
  ASSERT_EQ(phone.ask(part("phone-0004", "0-4/5", "hello", 5)).result_int(), 202U);
  EXPECT_TRUE((*kept)->path.filename().string().starts_with("upload-")) << "no sweep of resumable ones takes it";
  EXPECT_EQ(received(phone.ask(part("phone-0004", "*/5", "", 0))), 0U) << "the id is free again";
  kept->reset();
  EXPECT_EQ(house.files_in_uploads(), 0U);
}

TEST(ResumedUpload, WhoeverComesLastGoesOn) {
  Loopback house{recorder()};
  Client first{house.port()};
  ASSERT_TRUE(first.send(part("phone-0002", "0-999999/1000000", kWhole.substr(0, 300'000), 1'000'000)));
  // The first connection is dead for the phone, but the station does not know yet.
  const auto file = house.uploads() / resumed_file("robot#1", "/audio", "phone-0002");
  std::error_code none;
  while (std::filesystem::file_size(file, none) != UploadSink::kPart) std::this_thread::yield();
  Client second{house.port()};
  const auto there = received(second.ask(part("phone-0002", "*/1000000", "", 0)));
  EXPECT_EQ(there, UploadSink::kPart);
  const auto rest = second.ask(
      part("phone-0002", std::to_string(there) + "-999999/1000000", kWhole.substr(there), 1'000'000 - there));
  EXPECT_EQ(rest.result_int(), 202U) << rest.body();
  EXPECT_EQ(std::string{boost::json::parse(rest.body()).at("text").as_string()}, kWhole);
  first.send(kWhole.substr(300'000));
  const auto late = first.receive();
  EXPECT_EQ(late.result_int(), 409U) << late.body();
}

TEST(ResumedUpload, LimitsHold) {
  Limits limits;
  limits.upload_bytes = 500'000;
  Loopback house{recorder(), limits};
  Client client{house.port()};
  EXPECT_EQ(client.ask(part("phone-0003", "*/500001", "", 0)).result_int(), 413U);
  Client other{house.port()};
  EXPECT_EQ(other.ask(part("x", "0-4/5", "hello", 5)).result_int(), 422U);
}

TEST(ResumedUpload, OldOnesAreSweptAndTheNewestKept) {
  const store::TempFolder folder;
  const auto file = [&](const std::string& name, std::chrono::hours age) {
    const auto path = folder.path() / name;
    std::ofstream{path} << "x";
    std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - age);
    return path;
  };
  const auto young = file("resume-1.part", std::chrono::hours{1});
  const auto old = file("resume-2.part", std::chrono::hours{25});
  const auto left = file("upload-1.part", std::chrono::hours{0});
  sweep_uploads(folder.path(), false);
  EXPECT_TRUE(std::filesystem::exists(young));
  EXPECT_FALSE(std::filesystem::exists(old));
  EXPECT_TRUE(std::filesystem::exists(left)) << "it may be coming in just now";
  sweep_uploads(folder.path(), true);
  EXPECT_FALSE(std::filesystem::exists(left));
  for (std::size_t i = 0; i < kMostResumable; ++i)
    file("resume-n" + std::to_string(i) + ".part", std::chrono::hours{0});
  sweep_uploads(folder.path(), false);
  EXPECT_FALSE(std::filesystem::exists(young)) << "the oldest of too many";
}

}  // namespace
}  // namespace wardcast::http
