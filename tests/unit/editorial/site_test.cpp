// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>
#include <fstream>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {

class SiteApi : public Newsroom {
 protected:
  void write(const std::string& text) {
    site_.file = folder_.path() / "ward.toml";
    std::ofstream{site_.file} << text;
  }
};

TEST_F(SiteApi, TellsTheFileAndItsProblemsAsTheyAreNow) {
  const std::string right = R"([station]
name = "Phường"
data = "data"
[[amplifier]]
id = "a1"
rtp = "127.0.0.1:5004"
[[zone]]
id = "z1"
name = "Tổ 1"
amplifier = "a1"
)";
  write(right);
  running_ = running_site(site_, kNow);
  auto told = get("board", "/api/v1/site");
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(told.text("file"), site_.file.string());
  EXPECT_EQ(told.text("text"), right);
  EXPECT_EQ(told.text("loaded_at"), "2026-11-22T10:00:00+07:00");
  EXPECT_FALSE(told.body.at("changed").as_bool());
  EXPECT_EQ(boost::json::serialize(told.body.at("problems")), "[]");

  write(right + "colour = \"red\"\n");
  told = get("admin", "/api/v1/site");
  EXPECT_TRUE(told.body.at("changed").as_bool());
  ASSERT_EQ(told.body.at("problems").as_array().size(), 1U);
  const auto& problem = told.body.at("problems").at(0);
  EXPECT_EQ(problem.at("line").as_int64(), 11);
  EXPECT_EQ(problem.at("column").as_int64(), 1);
  EXPECT_THAT(std::string{problem.at("message").as_string()}, testing::HasSubstr("colour"));

  write("\xff\xfe nonsense");
  told = get("admin", "/api/v1/site");
  EXPECT_TRUE(told.body.at("text").is_null()) << "it is no text";
  EXPECT_FALSE(told.body.at("problems").as_array().empty());

  std::filesystem::remove(site_.file);
  told = get("admin", "/api/v1/site");
  EXPECT_EQ(told.status, 200);
  EXPECT_TRUE(told.body.at("text").is_null());
  EXPECT_TRUE(told.body.at("changed").as_bool());
  EXPECT_FALSE(told.body.at("problems").as_array().empty());
  EXPECT_EQ(get("operator", "/api/v1/site").status, 403);
}

}  // namespace
}  // namespace wardcast::editorial
