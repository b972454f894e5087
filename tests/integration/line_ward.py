# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo ward made ready for line tests: a meter that has a new reading ten times a second, and short waits."""
from datetime import datetime

from conftest import ROOT, eventually


def prepare(ward, noise="0.5", sweep="", refresh_ms=100, more=""):
    """Changes the site file before anything is started; starts simulator and daemon."""
    profiles = ward.folder / "profiles"
    profiles.mkdir(exist_ok=True)
    text = (ROOT / "config/profiles/generic-vi-float32.toml").read_text()
    text = text.replace('refresh = "1s"', f'refresh = "{refresh_ms}ms"').replace("stride = 4", "stride = 6")
    text += '\n[leakage_amps]\nbase = 4\nstride = 6\ntype = "float32_abcd"\n'
    (profiles / "fast-meter.toml").write_text(text)
    site = ward.config.read_text().replace('profile = "generic-vi-float32"', 'profile = "fast-meter"')
    # The sweep's own table is the last of the file. No session begins by itself.
    ward.config.write_text(site[:site.index("[sweep]")] + f"""{more}
[sweep]
window = "00:00-24:00"
rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"
confirm_after = "1s"
retry_after = "1s"
{sweep}
""")
    ward.start_sim("--meter-noise", noise)
    ward.start_daemon()
    return ward


def line(ward, name):
    return ward.station("board").get(f"/lines/{name}")


def lines(ward):
    return ward.station("board").get("/lines")["lines"]


def commission(ward, names=None):
    """What every line measures now is confirmed as right."""
    technician = ward.station("technician")
    for name in names or [one["id"] for one in lines(ward)]:
        told = technician.post(f"/lines/{name}/reference", {"reason": "every loudspeaker heard on site"})
        assert told["deferred"] is False, told


def sweep(ward, seconds=120, **body):
    """Runs a session to its end; gives its record."""
    begun = ward.station("technician").post("/sweeps", body)

    def over():
        told = ward.station("board").get("/sweeps")
        return next((one for one in told["sweeps"] if one["id"] == begun["id"] and one["result"] != "running"), None)

    return eventually(over, seconds, "the end of the sweep")


def open_faults(ward):
    return {fault["cause"]: fault for fault in ward.station("board").get("/faults?state=open")["faults"]}


def meter_profile(channels, refresh_ms, reply_timeout_ms):
    """The text of a profile: volts and amperes of so many lines as floats, four registers a line."""
    return f"""kind = "line_meter"
description = "Volts and amperes of {channels} lines"
channels = {channels}
function = 4
[volts]
base = 0
stride = 4
type = "float32_abcd"
[amps]
base = 2
stride = 4
type = "float32_abcd"
[timing]
refresh = "{refresh_ms}ms"
reply_timeout = "{reply_timeout_ms}ms"
"""


def seconds_of(text):
    """Unix time of an RFC 3339 instant."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
