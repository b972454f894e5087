// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace date {
class time_zone;
}

namespace wardcast {

/// An IANA time zone of the system's tzdata. Cheap to copy; safe from any thread once located.
class TimeZone {
 public:
  /// Error names the zone when the system does not know it.
  static Result<TimeZone> locate(std::string_view iana_name);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Civil reading of an instant.
  [[nodiscard]] CivilTime to_civil(WallTime instant) const;
  /// Instant of a civil reading. A skipped hour (spring) moves forward by the length of the gap, so 02:30 becomes
  /// 03:30; of a doubled hour (autumn) the first is taken.
  [[nodiscard]] WallTime to_wall(CivilTime civil) const;
  /// RFC 3339 with the zone's offset, e.g. 2026-11-22T17:00:00+07:00; fractions only when not zero (milliseconds).
  [[nodiscard]] std::string rfc3339(WallTime instant) const;
  [[nodiscard]] CivilDate date_of(WallTime instant) const;

 private:
  TimeZone(std::string name, const date::time_zone* zone) : name_(std::move(name)), zone_(zone) {}
  std::string name_;
  const date::time_zone* zone_;
};

/// "2026-11-22T17:00:00+07:00", "…Z", or with fractions. Error when it is not RFC 3339.
Result<WallTime> parse_rfc3339(std::string_view text);
/// "2026-11-22T17:00" or "…:00" without an offset.
Result<CivilTime> parse_civil(std::string_view text);
/// "2026-11-22"
Result<CivilDate> parse_date(std::string_view text);
std::string format_civil(CivilTime civil);  ///< 2026-11-22T17:00:00
std::string format_date(CivilDate date);    ///< 2026-11-22

}  // namespace wardcast
