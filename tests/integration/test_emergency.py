# SPDX-License-Identifier: GPL-3.0-or-later
"""Emergencies over real sockets: a hundred amplifiers, programmes running, every relay board dead, the media folder gone."""
import shutil
import time

import pytest

from conftest import eventually
from emergency_ward import EmergencyWard, measure

COUNT = 100


@pytest.fixture
def ward(tmp_path):
    ward = EmergencyWard(tmp_path, COUNT)
    yield ward
    ward.stop()


def ended(ward, airing_id, seconds=20):
    return eventually(lambda: next((entry for entry in ward.airings() if entry["id"] == airing_id and entry["ended_at"]), None), seconds,
                      f"the end of {airing_id}")


def test_an_emergency_is_heard_everywhere_at_once_and_a_drill_is_not_counted(ward, content):
    operator, board = ward.station("operator"), ward.station("board")
    message = ward.approved(content["tune"], "Sơ tán", kind="emergency")
    music = ward.approved(content["music"], "Ca nhạc")
    ward.learn_tone(message)
    ward.programmes(music, 5)
    figures = measure(ward, message, 10)
    print("ms to the first and the last amplifier:", [tuple(round(value, 2) for value in pair) for pair in figures])
    assert max(last for _, last in figures) < 500  # the bench prints what it is

    onair = operator.get("/onair")
    assert all(zone["relay"] == "unknown" for zone in onair["zones"]), "no board answers"
    assert all(not entry["reachable"] and entry["problem"] for entry in onair["boards"])
    assert all(zone["source"] == "programme" for zone in onair["zones"]), "all went back to their programmes"

    shutil.rmtree(ward.folder / "data/media")
    day = f"{time.strftime('%Y-%m-%d', time.gmtime(time.time() + 7 * 3600))}"
    before = {row["key"]: row for row in board.get(f"/statistics?from={day}&to={day}")["by_origin"]}
    drill = operator.post("/emergency", {"item_id": message["id"], "repeat": 1, "interval": 0, "drill": True})
    assert {zone["source"] for zone in operator.get("/onair")["zones"]} == {"drill"}
    drilled = ended(ward, drill["id"])
    assert (drilled["origin"], drilled["drill"], drilled["edition_id"], drilled["result"]) == ("emergency", True, "", "full")
    assert {segment["confirmation"] for segment in drilled["segments"]} == {"unconfirmed"}
    tone, words = drilled["segments"]
    assert (tone["role"], tone["packets"], tone["item_id"]) == ("tone", 150, None)
    assert (words["role"], words["packets"], words["item_id"]) == ("item", message["packets"], message["id"]), "from memory"
    after = {row["key"]: row for row in board.get(f"/statistics?from={day}&to={day}")["by_origin"]}
    assert after["emergency"] == before["emergency"], "a drill is nowhere in the figures"

    real = operator.post("/emergency", {"item_id": message["id"], "repeat": 1, "interval": 0})
    assert operator.post(f"/emergency/{real['id']}/acknowledge")["acknowledged_by"].startswith("operator")
    assert ended(ward, real["id"])["result"] == "full"
    counted = {row["key"]: row for row in board.get(f"/statistics?from={day}&to={day}")["by_origin"]}["emergency"]
    assert counted["programmes"] == before["emergency"]["programmes"] + 1
    assert counted["item_airings"] == before["emergency"]["item_airings"] + 1
    states = {entry["id"]: entry for entry in operator.get("/emergency")["emergencies"]}
    assert states[drill["id"]]["reason"] == states[real["id"]]["reason"] == "finished"
    assert states[real["id"]]["messages"] == 1


def test_killed_in_mid_emergency_it_sounds_again(ward, content):
    operator = ward.station("operator")
    message = ward.approved(content["tune"], "Sơ tán", kind="emergency")
    ward.learn_tone(message)
    raised = operator.post("/emergency", {"item_id": message["id"], "repeat": 2, "interval": 1, "expires_in": 120})
    acknowledged = operator.post(f"/emergency/{raised['id']}/acknowledge")
    time.sleep(1.5)
    ward.daemon.kill()
    killed_at = time.clock_gettime_ns(time.CLOCK_REALTIME)
    ward.start()
    ready_at = time.clock_gettime_ns(time.CLOCK_REALTIME)
    begun = ward.ears.all_since(killed_at)
    print(f"sound {(max(begun) - ready_at) / 1e6:.1f} ms after the station said it was ready")
    assert max(begun) - ready_at < 1_000_000_000
    again = ward.station("operator").get(f"/emergency/{raised['id']}")
    assert again["state"] == "active"
    assert again["acknowledged_by"] == acknowledged["acknowledged_by"]
    airing = ended(ward, raised["id"], 2 * (3 + message["packets"] * 0.02) + 10)
    assert airing["result"] == "full"
    whole = [segment for segment in airing["segments"] if segment["role"] == "item" and segment["packets"] == message["packets"]]
    assert len(whole) == 2

