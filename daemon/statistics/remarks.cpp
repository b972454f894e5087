// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/remarks.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace wardcast::statistics {

Remarks remarks_of(const std::vector<store::SweepRemark>& written) {
  Remarks newest;
  for (const auto& row : written) {
    boost::system::error_code wrong;
    const auto parsed = boost::json::parse(row.fields, wrong);
    const auto* fields = wrong ? nullptr : parsed.if_object();
    if (fields == nullptr) continue;
    for (const auto& field : *fields) {
      const std::string name{field.key()};
      if (field.value().is_null()) {
        newest.erase(name);
        continue;
      }
      Remark given{{}, {}, row.who, row.at};
      if (const auto* text = field.value().if_string()) {
        given.text = *text;
      } else {
        if (field.value().is_number()) given.number = field.value().to_number<double>();
        given.text = boost::json::serialize(field.value());
      }
      newest.insert_or_assign(name, std::move(given));
    }
  }
  return newest;
}

std::optional<Remark> remark(const Remarks& remarks, std::string_view field) {
  const auto found = remarks.find(field);
  if (found == remarks.end()) return std::nullopt;
  return found->second;
}

}  // namespace wardcast::statistics
