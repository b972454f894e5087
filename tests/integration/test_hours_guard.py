# SPDX-License-Identifier: GPL-3.0-or-later
"""What the schedule says does not matter when the hours are over: also for a programme forced into the database."""
import json
import sqlite3
import time
from datetime import datetime, timedelta

import pytest

from conftest import ICT, eventually
from station_client import Refused


def hours_without_now():
    """Allowed hours that begin six hours from now and last six, in the site file's words."""
    minute = (datetime.now(ICT).hour * 60 + datetime.now(ICT).minute + 6 * 60) % 1440
    end = minute + 6 * 60
    windows = [(minute, end)] if end <= 1440 else [(minute, 1440), (0, end - 1440)]
    return ", ".join(f'"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}"' for a, b in windows)


def test_outside_the_hours_it_is_refused_and_forced_into_the_database_it_does_not_air(ward, content):
    assert ward.text.count('allowed_hours = ["00:00-24:00"]') == 1
    ward.config.write_text(ward.text.replace('allowed_hours = ["00:00-24:00"]', f"allowed_hours = [{hours_without_now()}]"))
    ward.start_sim()
    ward.start_daemon()
    item = ward.approved(content["tune"])
    with pytest.raises(Refused) as refused:
        ward.programme([item], ["zone-5"])
    assert refused.value.status == 422
    assert "allowed hours" in str(refused.value.problem)
    with pytest.raises(Refused) as refused:
        ward.programme([item], ["zone-5"], priority=230)
    assert refused.value.status == 422
    assert "priority" in str(refused.value.problem)

    ward.daemon_program.stop()
    start = datetime.fromtimestamp(int(time.time()) + 5, ICT)
    document = {"title": "Cưỡng bức", "zones": ["zone-5"], "start": start.strftime("%Y-%m-%dT%H:%M:%S"), "duration": 30, "rrule": None,
                "exdates": [], "holiday_calendar": None, "items": [item["id"]], "opening_item": None, "closing_item": None, "source": "items",
                "url": None, "origin": "own", "priority": 64, "on_busy": "reject", "on_interrupt": "continue", "repeat_of": None}
    with sqlite3.connect(ward.folder / "data/wardcast.db") as database:
        for forced in (document, {**document, "title": "Quá quyền", "zones": ["zone-1"], "priority": 230}):
            database.execute("INSERT INTO programmes (document, version) VALUES (?, 1)", (json.dumps(forced, ensure_ascii=False),))
    ward.start_daemon()
    airing = eventually(lambda: next((entry for entry in ward.airings() if entry["ended_at"]), None), 15, "the end of the airing")
    assert (airing["title"], airing["result"], airing["reason"]) == ("Cưỡng bức", "missed", "hours_guard")
    assert airing["on_air_seconds"] == 0
    fault = next(fault for fault in ward.station("technician").get("/faults")["faults"] if fault["class"] == "schedule_missed")
    assert "hours_guard" in fault["detail"] and "Cưỡng bức" in fault["detail"]
    log = (ward.folder / "daemon.log").read_text()
    assert "hours_guard" in log
    assert "224 to 255 are for emergencies" in log
    time.sleep(max(0.0, (start + timedelta(seconds=2)).timestamp() - time.time()))
    assert [entry["title"] for entry in ward.airings()] == ["Cưỡng bức"]
    assert all(ward.sim_get(f"/amplifiers/amp-{number}")["packets"] == 0 for number in (1, 2, 3, 4))
    assert not [entry for entry in ward.sim_get("/journal")["entries"] if entry["kind"] == "relay" and entry["value"] == "closed"]
    acknowledged = ward.station("technician").post(f"/faults/{fault['id']}/acknowledge")
    assert acknowledged["state"] == "acknowledged"
    assert acknowledged["acknowledged_by"].startswith("test-technician")


def test_a_silent_board_is_one_fault_that_resolves_by_itself(running):
    ward = running
    technician = ward.station("technician")

    def faults(state):
        return [fault for fault in technician.get(f"/faults?state={state}")["faults"] if fault["class"] == "no_comm"]

    time.sleep(1)
    assert faults("open") == []
    import re
    bus, unit = re.search(r'\[\[relay_board\]\]\s+id = "[^"]+"\s+bus = "([^"]+)"\s+unit = (\d+)', ward.text).groups()
    ward.sim_put(f"/units/{bus}/{unit}/fault", {"kind": "offline"})
    fault = eventually(lambda: faults("open"), 30, "the fault")[0]
    time.sleep(3)
    assert [other["id"] for other in faults("open")] == [fault["id"]]
    ward.sim_delete(f"/units/{bus}/{unit}/fault")
    eventually(lambda: not faults("open"), 30, "the fault to resolve")
    assert faults("resolved")[0]["id"] == fault["id"]
