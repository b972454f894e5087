// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/config/site.hpp"
#include "daemon/http/fields.hpp"

namespace wardcast::editorial {

/// What somebody wrote about a session, read and checked: fields may name only loudspeakers and amplifiers of its
/// lines. Pure.
class RemarkFields {
 public:
  RemarkFields(const site::Site& site, const std::vector<std::string>& lines);

  /// The problem (422) with everything that is wrong, or nothing.
  std::optional<http::Response> read(const boost::json::object& given);
  /// As it is kept: a name, and a text, a number, or null for what is taken back.
  [[nodiscard]] const boost::json::object& flat() const { return flat_; }

 private:
  void read_field(http::Fields& fields, const std::string& name, const boost::json::value& given);
  void read_amplifier(http::Fields& fields, const std::string& id, const boost::json::value& given);

  std::set<std::string, std::less<>> speakers_, amplifiers_;
  boost::json::object flat_;
};

}  // namespace wardcast::editorial
