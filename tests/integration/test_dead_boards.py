# SPDX-License-Identifier: GPL-3.0-or-later
"""An emergency in the simulated ward while no relay board answers."""
import re
import time

from conftest import eventually
from measure import RATE, around, compare, decode, heard_on_line


def test_with_every_board_dead_it_is_heard_on_every_line_and_each_board_is_one_fault(running, content):
    """The boards die while a programme is on air: contacts stay as they are, and the emergency needs no more."""
    ward = running
    operator, technician = ward.station("operator"), ward.station("technician")
    message = ward.approved(content["tune"], "Sơ tán", kind="emergency")
    music = ward.approved(content["music"], "Ca nhạc")
    zones = operator.get("/zones")["zones"]
    copies = 2 + int(60 / (music["packets"] * 0.02))
    ward.programme([music] * copies, [zone["id"] for zone in zones], in_seconds=5)
    eventually(lambda: all(zone["source"] == "programme" and zone["relay"] == "closed" for zone in operator.get("/onair")["zones"]), 20,
               "the programme in all zones")
    time.sleep(1)
    boards = re.findall(r'\[\[relay_board\]\]\s+id = "([^"]+)"\s+bus = "([^"]+)"\s+unit = (\d+)', ward.text)
    assert len(boards) >= 3
    for _, bus, unit in boards:
        ward.sim_put(f"/units/{bus}/{unit}/fault", {"kind": "offline"})

    asked = time.time()
    raised = operator.post("/emergency", {"item_id": message["id"], "repeat": 1, "interval": 0})
    assert {zone["source"] for zone in operator.get("/onair")["zones"]} == {"emergency"}
    airing = eventually(lambda: next((entry for entry in ward.airings() if entry["id"] == raised["id"] and entry["ended_at"]), None), 30,
                        "its end")
    assert (airing["result"], airing["zones"]) == ("full", [zone["id"] for zone in zones])
    for role, packets in (("tone", 150), ("item", message["packets"])):  # in two parts where the last board fell silent
        assert sum(segment["packets"] for segment in airing["segments"] if segment["role"] == role) == packets
    assert airing["segments"][-1]["confirmation"] == "unconfirmed"

    def silent():
        return [fault for fault in technician.get("/faults")["faults"] if fault["class"] == "no_comm"]

    faults = eventually(lambda: len(silent()) == len(boards) and silent(), 30, "a fault of each board")
    for board, _, _ in boards:
        assert sum(f"'{board}'" in fault["detail"] for fault in faults) == 1, (board, faults)

    expected = decode(operator.get(f"/items/{message['id']}/audio"))
    for line in (line["id"] for zone in zones for line in zone["lines"]):
        recording, begins_at = heard_on_line(ward.sim_url, line, **around(asked, 3 + len(expected) / RATE))
        found = compare(recording, expected)
        assert found["correlation"] > 0.9, (line, found)
        assert found["longest_hole_ms"] <= 20, (line, found)
        assert begins_at + found["begins"] / RATE - asked < 3 + 0.5, (line, found)  # the tone, and the receiver's buffer

    onair = operator.get("/onair")
    assert all(not board["reachable"] for board in onair["boards"])
    assert sorted(fault["id"] for fault in silent()) == sorted(fault["id"] for fault in faults), "each once"
    for _, bus, unit in boards:
        ward.sim_delete(f"/units/{bus}/{unit}/fault")
    eventually(lambda: all(fault["state"] == "resolved" for fault in silent()), 30, "the faults to resolve")
    assert sorted(fault["id"] for fault in silent()) == sorted(fault["id"] for fault in faults)
