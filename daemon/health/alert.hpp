// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "base/time_zone.hpp"
#include "daemon/config/site.hpp"
#include "daemon/health/fault.hpp"
#include "daemon/health/fault_words.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::health {

/// Something people are told who are not in front of the page.
struct Alert {
  struct Said {
    std::string subject, text;
  };
  std::string key;   ///< what it is about: the same again within minutes is held back
  std::string kind;  ///< class of the fault; "not_ready" for a warning before air
  Severity severity = Severity::minor;
  bool all_clear = false;    ///< for those only who were told of the trouble
  std::array<Said, 2> said;  ///< in the order of Tongue
  boost::json::object json;  ///< for webhooks

  [[nodiscard]] const Said& in(Tongue tongue) const { return said.at(static_cast<std::size_t>(tongue)); }
  [[nodiscard]] bool urgent() const { return severity == Severity::critical && !all_clear; }
};

/// What happened to a fault ("opened", "reopened", "worse", "resolved"), with where, what was measured and what to do.
/// Pure.
Alert fault_alert(const Fault& fault, std::string_view what, const site::Site& site, const TimeZone& zone,
                  boost::json::object fault_json);

/// The title of an item; empty when there is none such.
using ItemTitle = std::function<std::string(scheduler::ItemId)>;

/// A programme that is not ready a day or an hour before it airs, as its warnings say.
Alert not_ready_alert(const scheduler::Edition& edition, std::string_view stage, const ItemTitle& title_of,
                      const site::Site& site, const TimeZone& zone);

}  // namespace wardcast::health
