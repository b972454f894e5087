// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

#include "daemon/health/fault_class.hpp"
#include "daemon/health/tongue.hpp"

// What people are told of faults, in each language of the station, in one place. Pure.
namespace wardcast::health {

/// "Đường dây bị chập"; the class itself when it is not known.
std::string_view class_name(std::string_view kind, Tongue tongue);
/// What to do about it: a sentence or two for the technician. Never empty.
std::string_view advice(std::string_view kind, Tongue tongue);
std::string_view severity_name(Severity severity, Tongue tongue);

}  // namespace wardcast::health
