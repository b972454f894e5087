# SPDX-License-Identifier: GPL-3.0-or-later
"""The minutes of a session that the shipped daemon held with the simulated ward: over HTTP and, beside the daemon, from the command line."""
import csv
import io
import json

import pytest

from line_ward import commission, line, prepare, sweep
from station_client import Refused


@pytest.fixture
def tested(ward):
    return prepare(ward)


def rows(text):
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def test_minutes_of_a_session(tested):
    names = ["line-1a", "line-2"]
    commission(tested, names)
    count = {name: len(line(tested, name)["speakers"]) for name in names}
    tested.sim_put("/lines/line-2/fault", {"kind": "speakers_open", "speakers": [1]})
    record = sweep(tested, lines=names)
    technician, board = tested.station("technician"), tested.station("board")
    address = f"/sweeps/{record['id']}"

    silent = line(tested, "line-2")["speakers"][0]["id"]
    technician.post(address + "/remarks", {"fields": {"present": "Lan; Tú", "weather": "mưa", f"speaker/{silent}": "weak"}})
    told = technician.post(address + "/remarks", {"fields": {f"speaker/{silent}": "silent", "weather": None}})["fields"]
    assert told[f"speaker/{silent}"]["value"] == "silent" and "weather" not in told
    with pytest.raises(Refused) as refused:
        technician.post(address + "/remarks", {"fields": {f"speaker/{silent}": "loud"}})
    assert refused.value.status == 422

    minutes = board.get(address)
    assert {one["id"]: (one["verdict"], one["standing"], one["open"]) for one in minutes["lines"]} == {
        "line-1a": ("ok", "good", False), "line-2": ("partial", "broken", False)}
    assert all(one["method"] == "automatic" and one["at"] and one["ohms"] and one["reference_ohms"] for one in minutes["lines"])
    assert minutes["month"]["number"] is None and minutes["month"]["by_person"] == 1, "a person began it"
    assert [(fault["class"], fault["cause"]) for fault in minutes["found"]] == [("partial", "partial:line/line-2")]
    speakers = minutes["totals"]["speakers"]
    assert speakers["of"] == sum(count.values()) and speakers["low"] <= speakers["of"] - 1 <= speakers["high"]
    assert minutes["totals"]["lines"] == {"good": 1, "of": 2, "not_measured": 0}

    # A second session finds the fault again: an old one now, and no twin.
    again = board.get(f"/sweeps/{sweep(tested, lines=names)['id']}")
    assert again["found"] == [] and [fault["repaired_at"] for fault in again["old"]] == [None]

    # Beside the running daemon the command line tells the same.
    printed = json.loads(tested.cli("sweep", "minutes", record["id"], "--config", tested.config, "--format", "json"))
    assert printed == board.get(address)
    table = board.get(address + "/minutes.csv").decode()
    assert rows(table) == rows(tested.cli("sweep", "minutes", record["id"], "--config", tested.config) + "\n")
    assert ["Thành phần", "Lan; Tú"] in [row[:2] for row in rows(table)]
    assert record["id"] in tested.cli("sweep", "list", "--config", tested.config)
    assert "partial" in tested.cli("line", "history", "line-2", "--config", tested.config)
    listed = json.loads(tested.cli("line", "list", "--config", tested.config, "--json"))["lines"]
    assert {one["id"]: one["latest"]["verdict"] for one in listed if one["latest"]} == {"line-1a": "ok", "line-2": "partial"}
    month, = board.get("/sweeps?from={0}&to={0}".format(record["date"]))["month"].values()
    assert month == {"held": 0, "by_person": 2, "missed": 0, "target": 4}
    print(table)
