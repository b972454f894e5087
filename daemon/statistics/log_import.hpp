// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "base/result.hpp"
#include "daemon/statistics/programme_log.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::statistics {

struct Imported {
  int fresh = 0;       ///< rows that are in the journal now and were not before
  int known = 0;       ///< rows that were there already, just so
  int programmes = 0;  ///< airings the fresh rows belong to
};

/// Makes journal facts of a log's rows: an airing for each (date, planned start, programme), a segment of run 0 for
/// each item that was aired, a skip for each that was not, and an end. Two rows are airings of one item when title,
/// kind, theme, author and unit are the same, whatever the day. A full item is as long as it was aired; of a cut one
/// the whole length is not known and 0. No board was read: what was heard is marked unconfirmed.
///
/// A row whose key is known with other content, and a programme that the station itself aired, go to `problems`, and
/// the call returns conflict; whoever calls it runs it in a transaction, so that nothing of the log then stays.
Result<Imported> import_log(store::Store& store, const std::vector<LogRow>& rows, const TimeZone& zone,
                            Problems& problems);

}  // namespace wardcast::statistics
