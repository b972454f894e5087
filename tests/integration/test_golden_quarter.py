# SPDX-License-Identifier: GPL-3.0-or-later
"""The quarter of a real ward, I/2018, entered through the API of the daemon and rehearsed: 59 programmes, 29h30', 244 items."""
import datetime
import json
import subprocess
import sys

import pytest
from conftest import BIN, ROOT, Ward

sys.path.insert(0, str(ROOT / "scripts"))
import recount  # noqa: E402

# The weekdays that the ward was off, worked out by hand; the station has them from its calendar.
TET = ["2018-02-14", "2018-02-15", "2018-02-16", "2018-02-19", "2018-02-20"]
DAYS_OFF = ["2018-01-01", *TET]
WORKING_DAYS = [day for day in (datetime.date(2018, 1, 1) + datetime.timedelta(n) for n in range(90))
                if day.weekday() < 5 and str(day) not in DAYS_OFF]
LONG, SHORT = 450, 360  # seconds: 51 programmes of four long items, 8 of five short ones
FIVE_A_PROGRAMME = 8


def tone(folder, seconds):
    """A tone that swells, exactly so long, small as a phone's recording."""
    file = folder / f"tone-{seconds}.opus"
    subprocess.run(["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-f", "lavfi", "-i",
                    f"sine=frequency=330:sample_rate=48000:duration={seconds}", "-af", "tremolo=f=3:d=0.7", "-c:a", "libopus", "-b:a", "8k",
                    "-compression_level", "0", file], check=True)
    return file.read_bytes()


class Quarter:
    """The ward's plan for the quarter, as its people would have entered it."""

    def __init__(self, ward, recordings):
        self.ward = ward
        self.operator, self.editor = ward.station("operator"), ward.station("editor")
        lengths = [LONG] * 4 * (len(WORKING_DAYS) - FIVE_A_PROGRAMME) + [SHORT] * 5 * FIVE_A_PROGRAMME
        self.items = self.approved(lengths, recordings)
        self.series = self.operator.post("/programmes", {
            "title": "Bản tin phường", "zones": ["zone-1", "zone-2"], "start": "2018-01-01T17:00:00", "duration": 1800,
            "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20180331T235959", "holiday_calendar": "vietnam"})["id"]
        self.rundowns = {}
        rest = list(self.items)
        for day in WORKING_DAYS:
            take = 5 if rest[0][1] == SHORT else 4
            rundown, rest = rest[:take], rest[take:]
            self.put(day, rundown)
        assert not rest

    def approved(self, lengths, recordings):
        """Items of these lengths, uploaded, prepared, approved: [(id, seconds)]."""
        items = []
        for number, seconds in enumerate(lengths, 1):
            item = self.operator.post("/items", {"title": f"Tin số {number}", "kind": "news" if number % 3 else "article",
                                                 "theme": "đời sống", "not_classified": True})
            self.operator.call("PUT", f"/items/{item['id']}/audio", raw=recordings[seconds])
            items.append((item["id"], seconds))
            if number % 30 == 0 or number in (1, lengths.index(SHORT) + 1):
                self.operator.prepared(item["id"])  # the station takes 64 at a time, and the first of its kind is real work
        for item, seconds in items:
            told = self.operator.prepared(item)
            assert told["packets"] == seconds * 50
            self.operator.post(f"/items/{item}/submit")
            self.editor.post(f"/items/{item}/approve")
        return items

    def edition(self, day):
        return f"{self.series}-{day:%Y%m%d}T170000"

    def put(self, day, rundown):
        self.operator.call("PUT", f"/editions/{self.edition(day)}", {"items": [item for item, _ in rundown]})
        self.rundowns[day] = rundown

    def withdraw(self, item):
        self.editor.post(f"/items/{item}/withdraw", {"note": "thử"})

    def rehearse(self, *options):
        run = subprocess.run([str(BIN / "wardcast"), "rehearse", "--config", str(self.ward.config), "--from", "2018-01-01", "--to", "2018-03-31",
                              *options], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return run.stdout


@pytest.fixture(scope="module")
def quarter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quarter")
    ward = Ward(folder)
    try:
        ward.start_daemon()  # no simulator: nothing airs in 2018 any more
        recordings = {seconds: tone(folder, seconds) for seconds in (LONG, SHORT)}
        yield Quarter(ward, recordings)
    finally:
        ward.stop()


def recounted(told):
    """What an independent recount of the journal says else than the station: nothing."""
    return recount.differences(recount.recount(told["journal"], "2018-01-01", "2018-03-31"), told["statistics"])


def by_month(statistics, name):
    return [(row["key"], row[name]) for row in statistics["by_month"]]


def test_the_quarter_comes_out_exactly(quarter):
    assert len(WORKING_DAYS) == 59 and len(quarter.items) == 244
    told = json.loads(quarter.rehearse("--json"))
    statistics = told["statistics"]
    assert statistics["programmes"] == 59
    assert statistics["programmes_partial"] == statistics["programmes_missed"] == 0
    assert statistics["on_air_seconds"] == 106_200
    assert statistics["unconfirmed_seconds"] == 0
    assert statistics["items"] == statistics["item_airings"] == 244
    assert by_month(statistics, "programmes") == [("2018-01", 22), ("2018-02", 15), ("2018-03", 22)]
    assert by_month(statistics, "on_air_seconds") == [("2018-01", 39_600), ("2018-02", 27_000), ("2018-03", 39_600)]
    assert [(row["key"], row["programmes"]) for row in statistics["by_origin"]] == [("own", 59)]
    assert recounted(told) == []
    assert {airing["result"] for airing in told["journal"]} == {"full"}
    assert [airing["edition_id"] for airing in told["journal"]] == [quarter.edition(day) for day in WORKING_DAYS]
    for airing, day in zip(told["journal"], WORKING_DAYS):
        assert airing["started_at"] == f"{day}T17:00:00+07:00" and airing["ended_at"] == f"{day}T17:30:00+07:00"
        assert airing["on_air_seconds"] == 1800
        assert [segment["item_id"] for segment in airing["segments"]] == [item for item, _ in quarter.rundowns[day]]
    assert "programmes   59 (0 partial, 0 missed)\non air       29h30'\nitems        244 (244 airings)\n" in quarter.rehearse()
    assert quarter.rehearse("--json") == quarter.rehearse("--json")
    # The station itself knows nothing of it: nothing was aired.
    real = quarter.ward.station("board").get("/statistics?from=2018-01-01&to=2018-03-31")
    assert real["programmes"] == 0 and real["on_air_seconds"] == 0


def test_what_was_planted_counts_by_the_rules(quarter):
    """Two missed, one partial, one repeat, one relay, one drill, beside the rest of the quarter. All of the fours: 450 s an item."""
    empty, withdrawn, partial, repeated = (datetime.date(2018, 1, 10), datetime.date(2018, 1, 11), datetime.date(2018, 2, 6),
                                           datetime.date(2018, 2, 7))
    assert all(len(quarter.rundowns[day]) == 4 for day in (empty, withdrawn, partial, repeated))
    quarter.put(empty, [])
    for item, _ in quarter.rundowns[withdrawn]:
        quarter.withdraw(item)
    quarter.withdraw(quarter.rundowns[partial][1][0])
    again = [item for item, _ in quarter.rundowns[repeated]]
    quarter.operator.post("/programmes", {"title": "Phát lại", "zones": ["zone-1", "zone-2"], "start": f"{repeated}T19:00:00", "duration": 1800,
                                          "items": again, "repeat_of": quarter.series})
    quarter.operator.post("/programmes", {"title": "Tiếp âm", "zones": ["zone-3"], "start": "2018-03-05T06:00:00", "duration": 1800,
                                          "items": [again[0]], "origin": "relay"})

    without = json.loads(quarter.rehearse("--json"))
    told = json.loads(quarter.rehearse("--json", "--drill", "2018-03-06T18:00", str(again[0])))
    drills = [airing for airing in told["journal"] if airing["drill"]]
    assert [(drill["origin"], drill["local_date"], drill["result"], drill["on_air_seconds"]) for drill in drills] == [
        ("emergency", "2018-03-06", "full", 3 + 450)], "it was aired and is on record"
    assert [airing for airing in told["journal"] if not airing["drill"]] == without["journal"]
    assert told["statistics"] == without["statistics"], "and is in no figure"
    statistics = told["statistics"]
    assert statistics["programmes"] == 59 - 2
    assert statistics["programmes_missed"] == 2
    assert statistics["programmes_partial"] == 1
    assert statistics["on_air_seconds"] == 106_200 - 2 * 1800 - 450 + 1800
    assert statistics["items"] == 244 - 4 - 4 - 1
    assert statistics["item_airings"] == statistics["items"] + 4
    assert by_month(statistics, "programmes") == [("2018-01", 20), ("2018-02", 15), ("2018-03", 22)]
    assert by_month(statistics, "on_air_seconds") == [("2018-01", 36_000), ("2018-02", 27_000 - 450 + 1800), ("2018-03", 39_600)]
    assert by_month(statistics, "items") == [("2018-01", 22 * 4 - 8), ("2018-02", 15 * 4 - 1), ("2018-03", 14 * 4 + 8 * 5)]
    assert {row["key"]: (row["programmes"], row["on_air_seconds"], row["items"]) for row in statistics["by_origin"]} == {
        "own": (57, 103_950, 235), "relay": (1, 450, 1)}
    assert recounted(told) == []
    results = {airing["edition_id"]: (airing["result"], airing["reason"]) for airing in without["journal"]}
    assert results.pop(quarter.edition(empty)) == ("missed", "empty_rundown")
    assert results.pop(quarter.edition(withdrawn)) == ("missed", "nothing_playable")
    assert results.pop(quarter.edition(partial)) == ("partial", "finished")
    assert set(results.values()) == {("full", "finished")} and len(results) == 59 - 3 + 2
