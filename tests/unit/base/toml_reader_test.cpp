// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/toml_reader.hpp"

#include <gtest/gtest.h>

namespace wardcast {
namespace {

struct Read {
  explicit Read(std::string_view text) : document(toml::parse(text)), root(document, problems) {}
  std::string messages() const {
    std::string all;
    for (const auto& problem : problems.in_file_order()) {
      all += std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " + problem.message + "\n";
    }
    return all;
  }
  toml::table document;
  Problems problems{"file.toml"};
  TomlTable root;
};

TEST(TomlReader, GivesValuesWithTheirPlace) {
  Read file{"a = 7\nb = \"Đài\"\nc = 2.5\nd = true\ne = \"2s\"\nf = 3\n"};
  const auto a = file.root.integer("a", {0, 10});
  EXPECT_EQ(a->value, 7);
  EXPECT_EQ(a->place, (Place{1, 5}));
  EXPECT_EQ(file.root.text("b")->value, "Đài");
  EXPECT_EQ(file.root.number("c", {0, 10})->value, 2.5);
  EXPECT_TRUE(file.root.boolean("d")->value);
  EXPECT_EQ(file.root.duration("e", {seconds{0}, seconds{9}})->value, seconds{2});
  EXPECT_EQ(file.root.number("f", {0, 10})->value, 3.0);  // a whole number is a number
  file.root.refuse_unknown();
  EXPECT_EQ(file.messages(), "");
}

TEST(TomlReader, AnAbsentKeyIsNoProblemUnlessRequired) {
  Read file{"[t]\n"};
  auto table = file.root.table("t");
  EXPECT_FALSE(table->text("a").has_value());
  EXPECT_FALSE(table->integer("a", {0, 1}).has_value());
  EXPECT_FALSE(table->duration("a", {}).has_value());
  EXPECT_TRUE(table->tables("a").empty());
  EXPECT_EQ(file.messages(), "");
  EXPECT_FALSE(table->required_text("b").has_value());
  EXPECT_EQ(file.messages(), "1:1: [t] b: is required and missing\n");
}

TEST(TomlReader, ColumnsCountCharactersNotBytes) {
  Read file{"t = { 'Đường' = \"Đài\", 'số' = 1 }\n"};  // keys may be quoted in any language
  auto table = file.root.table("t");
  table->refuse_unknown();
  EXPECT_EQ(file.messages().substr(0, 5), "1:7: ");
  EXPECT_NE(file.messages().find("\n1:24: [t] số: unknown key"), std::string::npos) << file.messages();
}

TEST(TomlReader, RefusesNumbersThatAreNoNumbers) {
  Read file{"a = nan\nb = inf\nc = -inf\n"};
  for (const auto* key : {"a", "b", "c"}) EXPECT_FALSE(file.root.number(key, {0, 10}).has_value()) << key;
  EXPECT_EQ(file.problems.count(), 3U);
}

TEST(TomlReader, AnOpenLowerEndRefusesTheEndItself) {
  Read file{"a = 0\n"};
  EXPECT_TRUE(file.root.number("a", {0, 10}).has_value());
  EXPECT_FALSE(file.root.number("a", {0, 10, false}).has_value());
  EXPECT_EQ(file.messages(), "1:5: a: must be more than 0 and at most 10, not 0\n");
}

}  // namespace
}  // namespace wardcast
