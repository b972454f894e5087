// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/message.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "daemon/http/static_files.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::http {
namespace {

Response sound(std::string body = "0123456789") {
  Response response;
  response.body = std::move(body);
  response.ranges = true;
  return response;
}

struct Asked {
  const char* range;
  int status;
  const char* body;
  const char* content_range;  // "" when there is none
};
class Range : public ::testing::TestWithParam<Asked> {};

TEST_P(Range, IsAnswered) {
  auto response = sound();
  apply_range(response, GetParam().range);
  EXPECT_EQ(response.status, GetParam().status);
  EXPECT_EQ(response.body, GetParam().body);
  std::string told;
  for (const auto& [name, value] : response.headers)
    if (name == "Content-Range") told = value;
  EXPECT_EQ(told, GetParam().content_range);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Range,
    ::testing::Values(Asked{"", 200, "0123456789", ""}, Asked{"bytes=0-", 206, "0123456789", "bytes 0-9/10"},
                      Asked{"bytes=2-4", 206, "234", "bytes 2-4/10"}, Asked{"bytes=9-99", 206, "9", "bytes 9-9/10"},
                      Asked{"bytes=-3", 206, "789", "bytes 7-9/10"},
                      Asked{"bytes=-99", 206, "0123456789", "bytes 0-9/10"}, Asked{"bytes=10-", 416, "", "bytes */10"},
                      Asked{"bytes=-0", 416, "", "bytes */10"}, Asked{"bytes=4-2", 416, "", "bytes */10"},
                      Asked{"bytes=0-18446744073709551615", 206, "0123456789", "bytes 0-9/10"},
                      Asked{"bytes=1-2,4-5", 200, "0123456789", ""}, Asked{"bytes=-", 200, "0123456789", ""},
                      Asked{"bytes=x-2", 200, "0123456789", ""}, Asked{"bytes=2-x", 200, "0123456789", ""},
                      Asked{"lines=0-1", 200, "0123456789", ""}));

TEST(Range, IsNoLongerThanTheMost) {
  const auto answered = [](std::string_view range) {
    auto response = sound();
    apply_range(response, range, 4);
    return std::pair{response.body, response.headers.back().second};
  };
  EXPECT_EQ(answered("bytes=2-"), std::pair(std::string{"2345"}, std::string{"bytes 2-5/10"}));
  EXPECT_EQ(answered("bytes=0-8"), std::pair(std::string{"0123"}, std::string{"bytes 0-3/10"}));
  EXPECT_EQ(answered("bytes=-9"), std::pair(std::string{"1234"}, std::string{"bytes 1-4/10"}));
  EXPECT_EQ(answered("bytes=8-"), std::pair(std::string{"89"}, std::string{"bytes 8-9/10"}));
}

TEST(Range, OnlyWhereItIsOffered) {
  auto response = sound();
  response.ranges = false;
  apply_range(response, "bytes=2-4");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.headers.empty());
}

TEST(IfNoneMatch, WhatTheAskerHasIsNotSentAgain) {
  const auto answered = [](std::string_view known, int status = 200) {
    auto response = sound();
    response.status = status;
    response.headers.emplace_back("ETag", "\"a1\"");
    apply_if_none_match(response, known);
    return response;
  };
  EXPECT_EQ(answered("\"a1\"").status, 304);
  EXPECT_EQ(answered("\"a1\"").body, "");
  EXPECT_EQ(answered("\"b2\"").status, 200);
  EXPECT_EQ(answered("").body, "0123456789");
  EXPECT_EQ(answered("\"a1\"", 201).status, 201);
  auto nameless = sound();
  apply_if_none_match(nameless, "\"a1\"");
  EXPECT_EQ(nameless.status, 200);
}

TEST(Message, CarriesTheSecurityHeaders) {
  const auto message = to_message(sound(), false, true);
  EXPECT_EQ(message["X-Content-Type-Options"], "nosniff");
  EXPECT_EQ(message["Referrer-Policy"], "no-referrer");
  EXPECT_NE(message["Content-Security-Policy"].find("default-src 'self'"), boost::string_view::npos);
  EXPECT_NE(message["Content-Security-Policy"].find("frame-ancestors 'none'"), boost::string_view::npos);
  EXPECT_EQ(message["Cache-Control"], "no-store");
  EXPECT_EQ(message["Content-Length"], "10");
}

TEST(Message, HeadKeepsTheLengthAndNoContentHasNone) {
  const auto head = to_message(sound(), true, true);
  EXPECT_EQ(head["Content-Length"], "10");
  EXPECT_EQ(head.body(), "");
  Response none;
  none.status = 204;
  none.content_type.clear();
  EXPECT_EQ(to_message(none, false, true).count("Content-Length"), 0U);
}

TEST(StaticFiles, ServesWhatWasThereAtStartAndNothingElse) {
  const store::TempFolder folder;
  const auto write = [&folder](const std::string& name, const std::string& text) {
    std::ofstream{folder.path() / name} << text;
  };
  std::filesystem::create_directory(folder.path() / "assets");
  std::filesystem::create_directory(folder.path() / ".git");
  write("index.html", "<p>");
  write("assets/app.3f9a01bc.js", "1");
  write("assets/app.js", "2");
  write(".git/config", "secret");
  write(".hidden", "secret");
  std::filesystem::create_symlink("/etc/passwd", folder.path() / "passwd");
  const StaticFiles files{folder.path()};
  write("later.html", "too late");
  ASSERT_NE(files.find("/"), nullptr);
  EXPECT_EQ(files.find("/"), files.find("/index.html"));
  EXPECT_EQ(files.find("/")->content_type, "text/html; charset=utf-8");
  EXPECT_TRUE(files.find("/assets/app.3f9a01bc.js")->hashed);
  EXPECT_FALSE(files.find("/assets/app.js")->hashed);
  EXPECT_NE(files.find("/assets/app.js")->etag, files.find("/assets/app.3f9a01bc.js")->etag);
  for (const auto* path : {"/later.html", "/.hidden", "/.git/config", "/passwd", "/../index.html",
                           "/assets/../index.html", "/assets", "/assets/", "//index.html", "", "index.html"})
    EXPECT_EQ(files.find(path), nullptr) << path;
}

TEST(StaticFiles, KeepsTheCompressedFormsWithTheirFile) {
  const store::TempFolder folder;
  for (const auto* name : {"app.js", "app.js.br", "app.js.gz", "plain.js", "alone.br"})
    std::ofstream{folder.path() / name} << name;
  const StaticFiles files{folder.path()};
  EXPECT_EQ(files.find("/app.js")->brotli, "app.js.br");
  EXPECT_EQ(files.find("/app.js")->gzip, "app.js.gz");
  EXPECT_EQ(files.find("/plain.js")->brotli, "");
  EXPECT_EQ(files.find("/app.js.br"), nullptr);
  EXPECT_EQ(files.find("/app.js.gz"), nullptr);
  EXPECT_NE(files.find("/alone.br"), nullptr) << "nobody's compressed form";
}

TEST(StaticFiles, AMissingFolderStopsTheStart) { EXPECT_THROW(StaticFiles{"/nowhere/at/all"}, std::exception); }

}  // namespace
}  // namespace wardcast::http
