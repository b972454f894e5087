# SPDX-License-Identifier: GPL-3.0-or-later
"""One programme from upload to counted airing, over real protocols, heard on the lines."""
import time
from datetime import datetime

import numpy as np
import pytest

from measure import RATE, around, compare, decode, heard_on_line, rundown


def lines_by_zone(station):
    return {zone["id"]: [line["id"] for line in zone["lines"]] for zone in station.get("/zones")["zones"]}


def wait_until(unix_time):
    time.sleep(max(0.0, unix_time - time.time()))


def journal_of(ward, *kinds):
    return [entry for entry in ward.sim_get("/journal")["entries"] if entry["kind"] in kinds]


def instant(entry):
    return datetime.fromisoformat(entry["t"].replace("Z", "+00:00")).timestamp()


def test_a_programme_is_heard_in_its_zones_counted_and_nowhere_else(running, content):
    ward = running
    operator, board = ward.station("operator"), ward.station("board")
    items = [ward.approved(content[name], title=name) for name in ("tune", "speech", "music", "speech2")]
    zones = ["zone-1", "zone-3", "zone-5"]
    programme, start = ward.programme(items[1:], zones, opening_item=items[0]["id"])
    length = sum(item["packets"] for item in items) * 0.02
    wait_until(start + length + 1.5)

    expected = rundown([decode(operator.get(f"/items/{item['id']}/audio")) for item in items])
    every = lines_by_zone(operator)
    for zone, lines in every.items():
        for line in lines:
            recording, begins_at = heard_on_line(ward.sim_url, line, **around(start, length))
            if zone not in zones:
                assert not np.any(recording), f"{line} was not silent"
                continue
            found = compare(recording, expected)
            assert found["length"] == pytest.approx(found["expected_length"], abs=0.1), found
            assert found["lufs"] == pytest.approx(-16, abs=1), found
            assert found["longest_hole_ms"] <= 20, found
            assert found["correlation"] > 0.9, found
            # Sound is due one receiver's buffer after the planned instant.
            assert begins_at + found["begins"] / RATE - start == pytest.approx(0.2, abs=0.05), found
            print(line, found)

    # Power, relays closed and read back, first packet; last packet, latency, relays open.
    entries = ward.sim_get("/journal")["entries"]
    state = ward.sim_get("/state")
    assert state
    first = {entry["id"]: instant(entry) for entry in entries if entry["kind"] == "first_packet"}
    last = {entry["id"]: instant(entry) for entry in entries if entry["kind"] == "last_packet"}
    assert set(first) == {"amp-1", "amp-2", "amp-3"}
    relays = [entry for entry in entries if entry["kind"] == "relay"]
    for entry in relays:
        at, value = instant(entry), entry["value"]
        line, amplifier = entry.get("line"), entry.get("amplifier")
        if line and value == "closed":
            assert at < min(first.values())
            assert any(read["kind"] == "read_back" and at <= instant(read) < min(first.values()) for read in entries)
        elif line and value == "open":
            assert 0.15 <= at - max(last.values()) <= 0.6, at - max(last.values())
        elif amplifier and value == "closed":
            assert at < first[amplifier] - 1
    for at in first.values():
        assert abs(at - start) < 0.02

    # Counted from packets really sent.
    airing = next(entry for entry in ward.airings() if entry["edition_id"].startswith(f"{programme['id']}-"))
    assert airing["result"] == "full"
    assert airing["on_air_seconds"] == pytest.approx(length, abs=0.001)
    assert [segment["packets"] for segment in airing["segments"]] == [item["packets"] for item in items]
    day = datetime.fromtimestamp(start).astimezone().strftime("%Y-%m-%d")
    figures = board.get(f"/statistics?from={airing['planned_start'][:10]}&to={airing['planned_start'][:10]}")
    assert day
    assert figures["programmes"] == 1
    assert figures["items"] == 3
    assert figures["on_air_seconds"] == pytest.approx(length, abs=0.001)


def test_one_packet_for_a_multicast_address_whatever_zones_listen(running, content):
    ward = running
    items = [ward.approved(content["tune"])]
    _, start = ward.programme(items, ["zone-1", "zone-2"])
    wait_until(start + 4 + 1.5)
    assert ward.sim_get("/amplifiers/amp-1")["packets"] == items[0]["packets"]


def test_zones_that_share_an_amplifier_never_carry_two_sources(running, content):
    ward = running
    tune, speech = ward.approved(content["tune"]), ward.approved(content["speech"])
    first, start = ward.programme([speech], ["zone-3"], title="Một")
    from station_client import Refused

    with pytest.raises(Refused) as refused:
        ward.programme([tune], ["zone-4"], title="Hai")
    assert refused.value.status == 409
    assert "Một" in str(refused.value.problem)
    stronger, strong_start = ward.programme([tune], ["zone-4"], in_seconds=start + 1 - time.time(), title="Ba", priority=128)
    wait_until(strong_start + 4 + 2)
    by_id = {entry["edition_id"].split("-")[0]: entry for entry in ward.airings()}
    assert by_id[str(stronger["id"])]["result"] == "full"
    # While the stronger programme had the amplifier, the weaker one's zone was not connected to it.
    lines = lines_by_zone(ward.station("operator"))
    contacts = [entry for entry in journal_of(ward, "relay") if entry.get("line") in lines["zone-3"] + lines["zone-4"]]
    open_spans = {}
    for entry in contacts:
        open_spans.setdefault(entry["line"], []).append((instant(entry), entry["value"]))
    for line in lines["zone-3"]:
        closed_during = [value for at, value in open_spans[line] if at <= strong_start + 2]
        assert closed_during[-1] == "open", open_spans[line]
    for line in lines["zone-4"]:
        closed_during = [value for at, value in open_spans[line] if at <= strong_start + 2]
        assert closed_during[-1] == "closed", open_spans[line]
    assert first["id"] != stronger["id"]


def test_unapproved_withdrawn_and_lost_items_do_not_air_and_the_rest_follows(running, content):
    ward = running
    operator, editor = ward.station("operator"), ward.station("editor")
    tune = ward.approved(content["tune"], title="Nhạc hiệu")
    long_one = ward.approved(content["long"], title="Bị thu hồi")
    draft = operator.new_item("Chưa duyệt", content["speech"])
    lost = ward.approved(content["speech2"], title="Mất tệp")
    last = ward.approved(content["music"], title="Ca nhạc")
    files = sorted((ward.folder / "data/media").rglob("*.wop"), key=lambda path: path.stat().st_mtime)
    files[3].write_bytes(b"broken" + files[3].read_bytes()[6:])
    _, start = ward.programme([tune, draft, long_one, lost, last], ["zone-5"], duration=300)
    wait_until(start + 4 + 3)
    withdrawn_at = time.time()
    editor.post(f"/items/{long_one['id']}/withdraw")
    wait_until(withdrawn_at + 12 + 3)
    from conftest import eventually

    airing = eventually(lambda: next((entry for entry in ward.airings() if entry["ended_at"]), None), 5, "the end of the airing")
    aired = [segment["title"] for segment in airing["segments"]]
    assert aired == ["Nhạc hiệu", "Bị thu hồi", "Ca nhạc"]
    assert airing["result"] == "partial"
    recording, begins_at = heard_on_line(ward.sim_url, lines_by_zone(operator)["zone-5"][0])
    expected = decode(operator.get(f"/items/{last['id']}/audio"))
    found = compare(recording, expected)
    assert found["correlation"] > 0.9
    # The next item follows within a second of the withdrawal.
    assert begins_at + found["begins"] / RATE - 0.2 - withdrawn_at < 1.0
    assert "cannot be aired" in (ward.folder / "daemon.log").read_text()


def test_stop_and_sigterm_end_in_the_safe_state_and_a_stopped_edition_does_not_rejoin(running, content):
    ward = running
    operator = ward.station("operator")
    speech = ward.approved(content["long"])
    _, start = ward.programme([speech], ["zone-1", "zone-5"])
    wait_until(start + 2)
    operator.post("/stop")
    from conftest import eventually

    def all_open():
        return all(not relay["closed"] for relay in relays_of(ward))

    eventually(all_open, 2, "every contact open")
    packets = ward.sim_get("/amplifiers/amp-3")["packets"]
    assert ward.daemon_program.stop() == 0
    ward.start_daemon()
    time.sleep(1.5)
    assert ward.sim_get("/amplifiers/amp-3")["packets"] == packets
    airing = ward.airings()[-1]
    assert airing["reason"] == "stopped"

    # The stopped edition still has its slot: a stronger one may lie over it.
    _, start = ward.programme([speech], ["zone-1", "zone-5"], priority=128)
    wait_until(start + 1)
    assert ward.daemon_program.stop() == 0
    assert all_open()


def relays_of(ward):
    """Every contact of the simulated boards as {id, closed}."""
    relays = ward.sim_get("/state")["relays"]
    return [{"id": relay["id"], "closed": relay.get("value", relay.get("state")) == "closed"} for relay in relays]
