# SPDX-License-Identifier: GPL-3.0-or-later
"""Line tests of the shipped daemon over real sockets: relays, RTP tone, meters, faults of the simulated ward."""
import time

import pytest

from alert_receivers import MailServer, Webhook, alerts_table
from conftest import eventually
from line_ward import commission, line, lines, open_faults, prepare, seconds_of, sweep
from station_client import Refused


def refused(call, status):
    with pytest.raises(Refused) as problem:
        call()
    assert problem.value.status == status, problem.value


@pytest.fixture
def tested(ward):
    return prepare(ward)


def test_a_sweep_measures_every_line_and_knows_it_again(tested):
    record = sweep(tested)
    assert record["result"] == "complete" and record["unjudged"] == 8, record
    for one in lines(tested):
        assert one["health"]["verdict"] == "no_reference"
        # The load that the taps promise, less what the wire takes.
        taps = sum(speaker["tap_watts"] for speaker in one["speakers"])
        assert 0.8 * taps < one["health"]["watts"] < 1.05 * taps, one["id"]
    commission(tested)
    began = time.monotonic()
    record = sweep(tested)
    print(f"a sweep of 8 lines on 4 amplifiers and one meter: {time.monotonic() - began:.1f} s")
    assert record["result"] == "complete" and record["in_order"] == 8, record
    assert not open_faults(tested)
    assert all(relay["value"] == "open" for relay in tested.sim_get("/state")["relays"] if relay["role"] == "line")


TWELVE = [
    ("open near the amplifier", "line-1a", {"kind": "open", "at_speaker": 1}, "open"),
    ("open further down", "line-1a", {"kind": "open", "at_speaker": 3}, "partial"),
    ("the last two gone", "line-1a", {"kind": "open", "at_speaker": 5}, "partial"),
    ("short at the first", "line-1b", {"kind": "short", "at_speaker": 1}, "short"),
    ("short at the last", "line-1b", {"kind": "short", "at_speaker": 4}, "short"),
    ("earth", "line-2", {"kind": "earth", "at_speaker": 2}, "earth"),
    ("earth at the end", "line-3", {"kind": "earth", "at_speaker": 4}, "earth"),
    ("one gone", "line-2", {"kind": "speakers_open", "speakers": [1]}, "partial"),
    ("three gone", "line-3", {"kind": "speakers_open", "speakers": [1, 2, 3]}, "partial"),
    ("something more", "line-4", {"kind": "overload", "at_speaker": 1}, "overload"),
    ("all gone", "line-6", {"kind": "open", "at_speaker": 1}, "open"),
    ("short half way", "line-5a", {"kind": "short", "at_speaker": 3}, "short"),
]


def test_twelve_faults_over_real_sockets(tested):
    commission(tested)
    told = []
    for what, name, fault, expected in TWELVE:
        tested.sim_put(f"/lines/{name}/fault", fault)
        sweep(tested, lines=[name])
        health = line(tested, name)["health"]
        told.append((what, name, expected, health["verdict"], health["detail"]))
        faults = open_faults(tested)
        assert f"{expected}:line/{name}" in faults, (what, health, sorted(faults))
        assert set(faults) == {f"{expected}:line/{name}"}, sorted(faults)
        if fault["kind"] == "short":
            site = line(tested, name)
            place = site["speakers"][fault["at_speaker"] - 1]["at_m"]
            assert health["distance_m"] == pytest.approx(place, abs=max(15, site["length_m"] / 10))
        tested.sim_delete(f"/lines/{name}/fault")
        fault_id = faults[f"{expected}:line/{name}"]["id"]
        resolved = tested.station("technician").post(f"/faults/{fault_id}/resolve", {"note": "mended"})
        assert resolved["state"] == "resolved", resolved
        tested.station("technician").post(f"/faults/{fault_id}/close", {"note": ""})
    for row in told:
        print("%-24s %-8s expected %-9s said %-9s %s" % row)


@pytest.fixture
def told(ward):
    """With people to be told: by mail in Vietnamese, by webhook in English."""
    ward.mail, ward.webhook = MailServer(), Webhook()
    prepare(ward, more=alerts_table(ward.mail, ward.webhook))
    yield ward
    ward.mail.stop()
    ward.webhook.stop()


def test_one_fault_from_find_to_close_and_the_line_stays_off_until_then(told, content):
    tested = told
    commission(tested, ["line-1a", "line-1b"])
    tested.sim_put("/lines/line-1a/fault", {"kind": "short", "at_speaker": 2})
    sweep(tested, lines=["line-1a"])
    fault = open_faults(tested)["short:line/line-1a"]
    assert line(tested, "line-1a")["latched"] is True
    mail = eventually(lambda: tested.mail.mails, 20, "the mail")[0]
    post = eventually(lambda: tested.webhook.posts, 20, "the webhook")[0]["json"]
    print(mail["subject"], mail["text"], sep="\n")
    assert "line-1a" in mail["text"] and "line-1a" in str(post["fault"]["place"]) and post["urgent"] is True
    assert post["fault"]["class"] == "short" and "m down the wire" in post["text"]
    technician = tested.station("technician")
    technician.post(f"/faults/{fault['id']}/acknowledge")

    # Programmes and emergencies leave it open; the other line of the zone sounds.
    item = tested.approved(content["speech"])
    contact = lambda name: next(one["contact"] for one in lines(tested) if one["id"] == name)
    emergency = tested.station("operator").post("/emergency", {"item_id": item["id"], "zones": ["zone-1"], "repeat": 1})
    eventually(lambda: contact("line-1b") == "closed", 10, "the healthy line's contact")
    assert contact("line-1a") == "open"
    tested.station("operator").call("DELETE", f"/emergency/{emergency['id']}")
    eventually(lambda: contact("line-1b") == "open", 10, "silence")

    # While it persists it cannot be resolved; repaired, it can.
    refused(lambda: technician.post(f"/faults/{fault['id']}/resolve", {"note": "looked at it"}), 409)
    tested.sim_delete("/lines/line-1a/fault")
    assert technician.post(f"/faults/{fault['id']}/resolve", {"note": "joint mended at loudspeaker 2"})["state"] == "resolved"
    assert line(tested, "line-1a")["latched"] is False
    technician.post(f"/faults/{fault['id']}/close", {"note": "done"})
    story = technician.get(f"/faults/{fault['id']}")
    whats = [event["what"] for event in story["events"]]
    assert whats == ["opened", "acknowledged", "retest_failed", "resolved", "closed"], whats
    for event in story["events"]:
        print(event["at"], event["what"], event.get("who") or "", event.get("detail") or "")
    people = {event["what"]: event["who"] for event in story["events"] if event["what"] in ("acknowledged", "resolved", "closed")}
    assert all(name.startswith("test-technician#") for name in people.values()) and len(people) == 3, people


def test_an_emergency_takes_its_zones_back_from_a_sweep(tested, content):
    """The tone is heard on the line under test alone; what is on air never waits for it; the sweep ends later."""
    item = tested.approved(content["speech"])
    technician, operator = tested.station("technician"), tested.station("operator")
    begun = technician.post("/sweeps", {})
    eventually(lambda: tested.station("board").get("/sweeps")["running"][0]["done"] >= 2, 30, "two lines")
    asked = time.time()
    emergency = operator.post("/emergency", {"item_id": item["id"], "repeat": 1})
    answered = time.time()
    eventually(lambda: len([e for e in tested.sim_get("/journal?kind=first_packet")["entries"]
                            if seconds_of(e["t"]) >= asked]) >= 3, 5, "the emergency's packets")
    first = [seconds_of(e["t"]) for e in tested.sim_get("/journal?kind=first_packet")["entries"] if seconds_of(e["t"]) >= asked]
    print(f"emergency in the middle of a sweep: answered after {(answered - asked) * 1000:.1f} ms, "
          f"packets {min(first) * 1000 - asked * 1000:.1f} to {max(first) * 1000 - asked * 1000:.1f} ms after it was asked for")
    assert max(first[:3]) - asked < 0.1
    eventually(lambda: all(one["relay"] == "closed" for one in tested.station("board").get("/zones")["zones"]), 5, "every zone")
    operator.call("DELETE", f"/emergency/{emergency['id']}")
    over = eventually(lambda: next((one for one in tested.station("board").get("/sweeps")["sweeps"]
                                    if one["id"] == begun["id"] and one["result"] != "running"), None), 120, "the end of the sweep")
    assert over["result"] == "complete", over


def test_a_planned_session_goes_on_after_a_power_cut(ward):
    prepare(ward)
    ward.daemon_program.stop()
    ward.config.write_text(ward.config.read_text().replace("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY"))
    ward.start_daemon()
    running = eventually(lambda: ward.station("board").get("/sweeps")["running"], 20, "the session")
    eventually(lambda: any(entry["value"] == "closed" and entry["role"] == "line"
                           for entry in ward.sim_get("/state")["relays"]), 20, "a test")
    ward.daemon_program.kill()
    ward.start_daemon()

    def over():
        told = [one for one in ward.station("board").get("/sweeps")["sweeps"] if one["id"] == running[0]["id"]]
        return told[0] if len(told) == 1 and told[0]["result"] != "running" else None

    record = eventually(over, 120, "the end of the session")
    assert record["result"] == "complete" and record["unjudged"] == 8, record
    assert not open_faults(ward)
    assert all(relay["value"] == "open" for relay in ward.sim_get("/state")["relays"] if relay["role"] == "line")
