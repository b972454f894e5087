// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/fields.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace wardcast::http {
namespace {

boost::json::object object(std::string_view text) { return boost::json::parse(text).as_object(); }

/// field → detail of the refusal's errors.
std::map<std::string, std::string> errors(Fields& fields) {
  std::map<std::string, std::string> out;
  if (const auto refusal = fields.refusal()) {
    EXPECT_EQ(refusal->status, 422);
    EXPECT_EQ(refusal->content_type, "application/problem+json");
    const auto body = boost::json::parse(refusal->body);
    for (const auto& error : body.at("errors").as_array())
      out.emplace(error.at("field").as_string(), error.at("detail").as_string());
  }
  return out;
}

TEST(Fields, ReadsTextInNormalFormAndTrims) {
  const auto body = object("{\"title\": \"  tie\xCC\x82\xCC\x81ng\\r\\n \"}");  // e + circumflex + acute, one by one
  Fields fields{body};
  std::string title;
  fields.text("title", title, 300, Fields::Lines::many);
  EXPECT_EQ(title, "ti\xE1\xBA\xBFng");
  EXPECT_FALSE(fields.refusal());
}

TEST(Fields, LeavesAbsentOnesAloneAndClearsWithNull) {
  const auto body = object(R"({"theme": null, "expires_on": null})");
  Fields fields{body};
  std::string title = "kept", theme = "gone";
  std::optional<CivilDate> date = CivilDate{std::chrono::year{2026} / 1 / 2};
  fields.text("title", title, 300);
  fields.text("theme", theme, 300);
  fields.date("expires_on", date);
  EXPECT_FALSE(fields.refusal());
  EXPECT_EQ(title, "kept");
  EXPECT_EQ(theme, "");
  EXPECT_FALSE(date);
}

TEST(Fields, TellsEverythingWrongAtOnce) {
  const auto body = object(R"({"title": 5, "theme": "a\u0001b", "not_classified": "yes", "expires_on": "22/11/2026",
                               "priority": 300, "items": [1, "2"], "titel": "x", "zzz": 1})");
  Fields fields{body};
  std::string title = "t", theme = "u";
  bool flag = true;
  std::optional<CivilDate> date;
  std::int64_t number = 7;
  std::vector<std::int64_t> ids{9};
  fields.text("title", title, 300);
  fields.text("theme", theme, 300);
  fields.flag("not_classified", flag);
  fields.date("expires_on", date);
  fields.number("priority", number, 0, 223);
  fields.ids("items", ids, 10);
  const auto told = errors(fields);
  EXPECT_EQ(told.size(), 8U);
  EXPECT_EQ(told.at("title"), "Write a text in quotation marks.");
  EXPECT_EQ(told.at("priority"), "Write a whole number from 0 to 223.");
  EXPECT_EQ(told.at("titel"), "There is no such field; did you mean 'title'?");
  EXPECT_EQ(told.at("zzz"),
            "There is no such field; the fields are title, theme, not_classified, expires_on, priority, "
            "items.");
  EXPECT_EQ(title, "t");
  EXPECT_EQ(theme, "u");
  EXPECT_TRUE(flag);
  EXPECT_EQ(number, 7);
  EXPECT_EQ(ids, std::vector<std::int64_t>{9});
}

TEST(Fields, NamesNotMoreThanTwentyUnknownKeys) {
  boost::json::object body;
  for (int i = 0; i < 10'000; ++i) body["key" + std::to_string(i)] = i;
  Fields fields{body};
  EXPECT_EQ(errors(fields).size(), 20U);
}

TEST(Fields, LimitsLength) {
  const boost::json::object body{{"title", std::string(301, 'x')}};
  Fields fields{body};
  std::string title;
  fields.text("title", title, 300);
  fields.require("title", title);
  EXPECT_EQ(errors(fields).size(), 1U) << "what is wrong is said once";
}

TEST(Fields, NeedsWhatIsRequired) {
  const auto body = object(R"({"title": "   "})");
  Fields fields{body};
  std::string title;
  fields.text("title", title, 300);
  fields.require("title", title);
  EXPECT_EQ(errors(fields).count("title"), 1U);
}

TEST(Problem, HasTheShapeOfTheRfc) {
  const auto response = problem(invalid("start", "Write a time."));
  const auto body = boost::json::parse(response.body);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(body.at("type").as_string(), "about:blank");
  EXPECT_EQ(body.at("title").as_string(), "Unprocessable Entity");
  EXPECT_EQ(body.at("status").as_int64(), 422);
  EXPECT_EQ(body.at("detail").as_string(), "Write a time.");
  EXPECT_EQ(body.at("errors").as_array().at(0).at("field").as_string(), "start");
  EXPECT_FALSE(boost::json::parse(problem(404, "x").body).as_object().contains("errors"));
}

TEST(Problem, MapsEveryKindOfFailure) {
  EXPECT_EQ(status_of(ErrorCode::invalid), 422);
  EXPECT_EQ(status_of(ErrorCode::not_found), 404);
  EXPECT_EQ(status_of(ErrorCode::conflict), 409);
  EXPECT_EQ(status_of(ErrorCode::forbidden), 403);
  EXPECT_EQ(status_of(ErrorCode::unavailable), 503);
  EXPECT_EQ(status_of(ErrorCode::no_space), 507);
  EXPECT_EQ(status_of(ErrorCode::corrupt), 500);
  EXPECT_EQ(status_of(ErrorCode::internal), 500);
}

}  // namespace
}  // namespace wardcast::http
