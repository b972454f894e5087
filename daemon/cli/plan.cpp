// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/planned.hpp"
#include "daemon/editorial/plan_maker.hpp"
#include "daemon/editorial/programmes.hpp"
#include "drivers/media/media_folder.hpp"
#include "scheduler/before_air.hpp"

namespace wardcast::cli {
namespace {

struct Asked {
  PlanOptions plan;
  bool json = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string time_of_day(CivilTime time) { return format_civil(time).substr(11, 5); }

std::string weekday_of(CivilTime time) {
  static constexpr const char* kNames[]{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  return kNames[std::chrono::weekday{std::chrono::floor<std::chrono::days>(time)}.c_encoding()];
}

void print(const scheduler::Edition& edition, const TimeZone& zone) {
  const auto start = zone.to_civil(edition.start);
  const auto items = edition.items.size();
  std::cout << weekday_of(start) << ' ' << format_date(zone.date_of(edition.start)) << "  " << time_of_day(start) << '-'
            << time_of_day(zone.to_civil(edition.end())) << "  " << (edition.cancelled ? "CANCELLED  " : "")
            << edition.title << "  (" << joined(edition.zones) << "; " << items << (items == 1 ? " item" : " items")
            << "; priority " << edition.priority << ")  " << edition.id << '\n';
  constexpr auto kIndent = "                    ";
  for (const auto& clash : edition.clashes) {
    std::cout << kIndent << "clashes with '" << clash.title << "' (" << clash.with << ") in " << joined(clash.zones)
              << (clash.equal_priority ? ", equal priority" : "") << '\n';
  }
  for (const auto& refusal : edition.refusals) std::cout << kIndent << "refused: " << refusal.detail << '\n';
  for (const auto& warning : edition.warnings) std::cout << kIndent << warning.reason << ": " << warning.detail << '\n';
}

void print(const std::vector<scheduler::Edition>& editions, const TimeZone& zone) {
  std::size_t clashes = 0;
  std::size_t refused = 0;
  std::size_t cancelled = 0;
  std::size_t warned = 0;
  for (const auto& edition : editions) {
    print(edition, zone);
    clashes += edition.clashes.empty() ? 0U : 1U;
    refused += edition.refusals.empty() ? 0U : 1U;
    cancelled += edition.cancelled ? 1U : 0U;
    warned += edition.warnings.empty() ? 0U : 1U;
  }
  std::cout << editions.size() << (editions.size() == 1 ? " edition" : " editions") << ", " << cancelled
            << " cancelled, " << clashes << " with a clash, " << refused << " refused somewhere, " << warned
            << " whose rundown is not right\n";
}

void print_json(const std::vector<scheduler::Edition>& editions, const TimeZone& zone) {
  boost::json::array list;
  for (const auto& edition : editions) list.push_back(editorial::edition_to_json(edition, zone));
  std::cout << boost::json::serialize(boost::json::object{{"editions", std::move(list)}}) << '\n';
}

/// What is known of items today, each looked up once; of a recording, whether its file is there and as long as it says.
class Items {
 public:
  explicit Items(const Planned& planned) : planned_(planned) {}

  /// Null where there is no such item.
  const scheduler::ItemFacts* find(scheduler::ItemId id) {
    auto known = known_.find(id);
    if (known == known_.end()) known = known_.emplace(id, facts_of(id)).first;
    return known->second ? &*known->second : nullptr;
  }

 private:
  [[nodiscard]] std::optional<scheduler::ItemFacts> facts_of(scheduler::ItemId id) const {
    const auto item = planned_.store->item(id);
    if (!item) return std::nullopt;
    const auto plan = editorial::plan_item(*item, planned_.zone);
    scheduler::ItemFacts facts{plan.title, std::int64_t{plan.packets}, plan.refused, plan.expires_at, {}};
    if (plan.refused.empty()) {  // what does not air needs no recording
      if (const auto there = media::look_at(planned_.media, plan.media); !there)
        facts.unreadable = there.error().detail;
    }
    return facts;
  }

  const Planned& planned_;
  std::map<scheduler::ItemId, std::optional<scheduler::ItemFacts>> known_;
};

int plan(const Asked& asked) {
  int exit_code = kOk;
  const auto planned = open_planned(asked.plan, exit_code);
  if (!planned) return exit_code;
  auto editions = timetable_of(*planned);
  Items items{*planned};
  for (auto& edition : editions)
    edition.warnings = scheduler::judge(edition, [&items](scheduler::ItemId id) { return items.find(id); });
  if (asked.json) {
    print_json(editions, planned->zone);
  } else {
    print(editions, planned->zone);
  }
  return kOk;
}

}  // namespace

void add_plan(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "plan", "The timetable: what would air, where, clashes, refusals by the hours, rundowns that are not right");
  const auto asked = std::make_shared<Asked>();
  asked->plan = add_plan_options(*command);
  command->add_flag("--json", asked->json, "as GET /api/v1/timetable gives it");
  command->callback([asked, &exit_code] { exit_code = plan(*asked); });
}

}  // namespace wardcast::cli
