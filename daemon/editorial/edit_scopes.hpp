// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "daemon/editorial/deps.hpp"
#include "daemon/http/api.hpp"
#include "daemon/http/problem.hpp"
#include "drivers/store/store.hpp"
#include "scheduler/programme.hpp"

// PATCH and DELETE of a programme, for one edition, for it and those that follow, or for the series. Desk thread.
namespace wardcast::editorial {

struct StoredProgramme {
  store::ProgrammeRow row;
  scheduler::Programme programme;  ///< with its calendar
};

http::Response edit_programme(const Deps& deps, const http::Request& request, const StoredProgramme& stored);
http::Response remove_programme(const Deps& deps, const http::Request& request, const StoredProgramme& stored);

}  // namespace wardcast::editorial
