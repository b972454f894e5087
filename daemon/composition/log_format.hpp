// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace wardcast {

/// The daemon's log on standard error: "[time] [level] event=… key=value". Where standard error is the journal's
/// (systemd), lines begin with the syslog priority instead, "<4>event=…": the journal adds the rest.
void set_up_log();

}  // namespace wardcast
