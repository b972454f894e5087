// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/reason.hpp"

namespace wardcast {

/// What kind of failure it is; the HTTP room maps each to one status, in one place.
enum class ErrorCode {
  invalid,      ///< the input is wrong: field and fix are named (422)
  not_found,    ///< no such thing (404)
  conflict,     ///< the state forbids it, or something else holds the place (409)
  forbidden,    ///< the person may not (403)
  unavailable,  ///< a device, file or service is not reachable now (503)
  no_space,     ///< refused before writing: the disk is full (507)
  corrupt,      ///< stored data does not match its checksum (500)
  internal      ///< a fault of ours (500)
};

/// A failure as a value. `detail` is a full sentence for a person; `field` names the offending input, if there is one;
/// `reason` is what pages translate.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string detail;
  std::string field = {};
  Reason reason = Reason::none;
};

/// Found by boost::system::result::value() through argument-dependent lookup.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(error.detail);
}

/// A value or an Error. Run-time failures travel as values; only start-up throws.
template <class T>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
  using boost::system::result<T, Error>::result;
};

inline Error invalid(std::string field, std::string detail, Reason reason = Reason::none) {
  return Error{ErrorCode::invalid, std::move(detail), std::move(field), reason};
}
inline Error not_found(std::string detail) { return Error{ErrorCode::not_found, std::move(detail)}; }
inline Error conflict(std::string detail, Reason reason = Reason::none) {
  return Error{ErrorCode::conflict, std::move(detail), {}, reason};
}

}  // namespace wardcast
