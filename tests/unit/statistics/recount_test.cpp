// SPDX-License-Identifier: GPL-3.0-or-later
// The figures beside those of scripts/recount.py, which has its own code for every rule.
#include <gtest/gtest.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <fstream>

#include "daemon/statistics/figures.hpp"
#include "daemon/statistics/figures_json.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/statistics/messy_journal.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::statistics {
namespace {

CivilDate date(const std::string& text) { return parse_date(text).value(); }

class Recount : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  void journal(const std::vector<store::AsRun>& runs) {
    ASSERT_TRUE(store_->atomically([&]() -> Result<void> {
      for (const auto& run : runs) {
        if (auto done = store_->append(run.airing); !done) return done;
        for (const auto& segment : run.segments) {
          if (auto done = store_->append(segment); !done) return done;
        }
        for (const auto& skip : run.skips) {
          if (auto done = store_->append(skip); !done) return done;
        }
        if (!run.end) continue;
        if (auto done = store_->append(*run.end); !done) return done;
      }
      return {};
    }));
  }

  /// Writes what the API would say of the journal and of the period; what the script says of it, and its exit code.
  std::string recounted(Period period, const boost::json::object& figures) {
    boost::json::array airings;
    for (const auto& run : store_->as_run(date("2017-01-01"), date("2019-01-01"))) {
      airings.push_back(airing_json(run, zone_));
    }
    const auto file = folder_.path() / "journal.json";
    std::ofstream{file} << boost::json::serialize(
        boost::json::object{{"airings", std::move(airings)}, {"statistics", figures}});
    const auto command = "/usr/bin/python3 " WARDCAST_SOURCE_DIR "/scripts/recount.py --from " +
                         format_date(period.from) + " --to " + format_date(period.to) + " " + file.string() + " 2>&1";
    std::string text;
    auto* const pipe = ::popen(command.c_str(), "r");
    std::array<char, 4096> part{};
    while (const auto count = std::fread(part.data(), 1, part.size(), pipe)) text.append(part.data(), count);
    exit_code_ = ::pclose(pipe);
    return text;
  }

  store::TempFolder folder_;
  TimeZone zone_ = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  std::unique_ptr<store::Store> store_ = store::open_store(folder_.path()).value();
  int exit_code_ = -1;
};

TEST_P(Recount, AgreesToThePacket) {
  journal(messy_journal(GetParam()));
  const Period period{date("2018-01-20"), date("2018-02-20")};
  const auto figures = figures_json(figures_of(*store_, period), period);
  EXPECT_GT(figures.at("programmes_partial").to_number<int>(), 0) << "not messy enough to show anything";
  EXPECT_GT(figures.at("items").to_number<int>(), 0);
  EXPECT_GT(figures.at("item_airings").to_number<int>(), figures.at("items").to_number<int>());
  const auto told = recounted(period, figures);
  EXPECT_EQ(exit_code_, 0) << told;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Recount, ::testing::Range(1U, 26U));

TEST_F(Recount, SeesAnyDifference) {
  journal(messy_journal(1));
  const Period period{date("2018-01-20"), date("2018-02-20")};
  auto figures = figures_json(figures_of(*store_, period), period);
  figures["on_air_seconds"] = figures.at("on_air_seconds").as_double() + 0.02;
  figures["items"] = figures.at("items").to_number<int>() + 1;
  const auto told = recounted(period, figures);
  EXPECT_NE(exit_code_, 0);
  EXPECT_NE(told.find("on_air_seconds: counted"), std::string::npos) << told;
  EXPECT_NE(told.find("items: counted"), std::string::npos) << told;
}

}  // namespace
}  // namespace wardcast::statistics
