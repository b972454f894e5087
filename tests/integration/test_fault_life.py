# SPDX-License-Identifier: GPL-3.0-or-later
"""One fault from find to close: a board is unplugged, somebody takes it, resolving is refused while it persists, it is repaired."""
import re

import pytest

from conftest import eventually
from station_client import Refused

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def refusal(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value


def test_one_fault_from_find_to_close(running):
    ward = running
    technician = ward.station("technician")
    ward.cli("user", "add", "tu", "--role", "technician", "--config", ward.config, "--password-stdin", stdin="một mật khẩu dài\n")
    board, bus, unit = re.search(r'\[\[relay_board\]\]\s+id = "([^"]+)"\s+bus = "([^"]+)"\s+unit = (\d+)', ward.text).groups()
    ward.sim_put(f"/units/{bus}/{unit}/fault", {"kind": "offline"})
    fault = eventually(lambda: technician.get("/faults?state=open")["faults"], 30, "the fault")[0]
    address = f"/faults/{fault['id']}"
    assert (fault["class"], fault["severity"], fault["place"]["board"], fault["manual"]) == ("no_comm", "major", board, False)
    assert "Modbus" in fault["advice"]["vi"] and "Modbus" in fault["advice"]["en"]

    assert technician.post(address + "/acknowledge")["state"] == "acknowledged"
    given = technician.post(address + "/assign", {"to": "tu", "deadline": "2099-11-22T17:00:00+07:00"})
    assert (given["owner"], given["deadline"]) == ("tu", "2099-11-22T17:00:00+07:00")
    technician.post(address + "/notes", {"text": "Cháy cầu chì, chờ hàng"})
    photo = technician.call("POST", address + "/photos", raw=PNG, content_type="image/png")["photos"][0]
    assert technician.get(photo.removeprefix("/api/v1")) == PNG
    assert list((ward.folder / "data/photos").iterdir())[0].read_bytes() == PNG
    assert refusal(lambda: technician.call("POST", address + "/photos", raw=b"<html>", content_type="image/png")).status == 422

    still = refusal(lambda: technician.post(address + "/resolve"))
    assert still.status == 409 and board in still.problem["detail"], still.problem
    assert refusal(lambda: technician.post(address + "/close")).status == 409
    assert refusal(lambda: ward.station("operator").post(address + "/resolve")).status == 403

    ward.sim_delete(f"/units/{bus}/{unit}/fault")
    eventually(lambda: technician.get(address)["state"] == "resolved", 30, "it answers again")
    assert technician.post(address + "/resolve", {"note": "Đã thay cầu chì"})["state"] == "resolved"
    closed = technician.post(address + "/close", {"note": "Xong"})
    assert closed["state"] == "closed" and closed["closed_by"].startswith("test-technician")
    assert closed["outage_seconds"] == closed["seconds_to_repair"] >= closed["seconds_to_acknowledge"] >= 0

    # The record tells the story, also after a restart.
    ward.daemon_program.stop()
    ward.start_daemon()
    told = ward.station("board").get(address)
    story = [(event["what"], (event["who"] or "").split("#")[0]) for event in told["events"]]
    who = "test-technician"
    assert story == [("opened", ""), ("acknowledged", who), ("assigned", who), ("note", who), ("photo", who), ("retest_failed", who),
                     ("resolved", ""), ("closed", who)], story
    times = [event["at"] for event in told["events"]]
    assert times == sorted(times)
    assert told["photos"] == [photo] and told["owner"] == "tu"
    audited = [entry["action"] for entry in ward.station("admin").get("/audit")["entries"] if entry["target"] == f"fault/{fault['id']}"]
    assert {"fault.acknowledge", "fault.assign", "fault.note", "fault.photo", "fault.resolve", "fault.close"} <= set(audited)
    print("\n".join(f"{event['at']}  {event['what']:14} {event['who'] or ''}  {event.get('detail') or event.get('to') or ''}" for event in told["events"]))
