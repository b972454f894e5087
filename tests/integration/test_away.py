# SPDX-License-Identifier: GPL-3.0-or-later
"""What was due while the daemon was down: told once, whatever happens afterwards."""
import sqlite3
import time

from conftest import eventually


def books(ward):
    """Everything the station tells of what it aired and missed, and how often its journal says so."""
    airings = {entry["title"]: entry for entry in ward.airings()}
    assert len(airings) == len(ward.airings()), "no edition twice"
    day = next(iter(airings.values()))["local_date"]
    figures = ward.station("board").get(f"/statistics?from={day}&to={day}")
    faults = [fault for fault in ward.station("technician").get("/faults")["faults"] if fault["class"] == "schedule_missed"]
    with sqlite3.connect(f"file:{ward.folder}/data/wardcast.db?mode=ro", uri=True) as database:
        rows = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("airings", "airing_ends", "skips", "segments")}
    return airings, figures, faults, rows


def test_what_was_due_meanwhile_is_missed_once_however_often_it_starts_again(running, content):
    ward = running
    words, more = ward.approved(content["speech"], "Tin một"), ward.approved(content["speech2"], "Tin hai")
    assert words["packets"] * 0.02 > 6
    broken, start = ward.programme([words, more], ["zone-5"], duration=7, title="Đang phát")
    ward.programme([words], ["zone-1", "zone-2"], in_seconds=start - time.time() + 2, duration=4, title="Không phát")
    time.sleep(max(0.0, start + 1.5 - time.time()))
    ward.daemon_program.kill()
    time.sleep(max(0.0, start + 8 - time.time()))
    heard = {name: ward.sim_get(f"/amplifiers/{name}")["packets"] for name in ("amp-1", "amp-2", "amp-3", "amp-4")}
    assert heard["amp-3"] > 0 and heard["amp-1"] == 0

    ward.start_daemon()
    eventually(lambda: all(entry["ended_at"] for entry in ward.airings()), 5, "the end of both")
    first = books(ward)
    airings, figures, faults, rows = first
    assert set(airings) == {"Đang phát", "Không phát"}
    missed = airings["Không phát"]
    assert (missed["result"], missed["reason"], missed["started_at"], missed["segments"]) == ("missed", "not_running", None, [])
    partial = airings["Đang phát"]
    assert (partial["result"], partial["reason"]) == ("partial", "not_running")
    assert 0.5 <= partial["on_air_seconds"] <= 2
    assert [(skip["item_id"], skip["reason"]) for skip in partial["skips"]] == [(more["id"], "not_running")]
    assert (figures["programmes"], figures["programmes_partial"], figures["programmes_missed"]) == (1, 1, 1)
    assert rows == {"airings": 2, "airing_ends": 2, "skips": 1, "segments": len(partial["segments"])}
    assert len(faults) == 1 and "Không phát" in faults[0]["detail"]

    ward.daemon_program.stop()
    ward.start_daemon()
    assert books(ward) == first
    ward.daemon_program.kill()
    ward.start_daemon()
    time.sleep(1.5)  # whatever it wanted to do now it would have begun
    assert books(ward) == first
    assert {name: ward.sim_get(f"/amplifiers/{name}")["packets"] for name in heard} == heard, "nothing airs late"
