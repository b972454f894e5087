# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten years of a busy ward, rehearsed, against an independent oracle: the same airings, no gap, no double."""
import datetime
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

import busy_ward
import oracle

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import recount  # noqa: E402
BIN = pathlib.Path(os.environ.get("WARDCAST_BIN_DIR", ROOT / "build/release/bin"))
FIRST = datetime.date(2018, 1, 1)
SEED = int(os.environ.get("WARDCAST_REHEARSED_SEED", "2018"))
YEARS = int(os.environ.get("WARDCAST_REHEARSED_YEARS", "10"))
LAST = datetime.date(FIRST.year + YEARS - 1, 12, 31)


def rehearse(config, first, last):
    begun, worked = time.monotonic(), computed()
    run = subprocess.run([BIN / "wardcast", "rehearse", "--config", config, "--from", str(first), "--to", str(last), "--json"],
                         capture_output=True)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout, f"{time.monotonic() - begun:.2f} s ({computed() - worked:.2f} s of computing)"


def begins_when_it_should(airing, day, edition):
    if edition.done[0] == "missed":
        return airing["started_at"] is None
    begun = datetime.datetime.fromisoformat(airing["started_at"]).replace(tzinfo=None)
    late = (begun - datetime.datetime.combine(day, datetime.time())).total_seconds() - edition.began
    # From the queue it comes as soon as contacts and amplifiers are ready.
    return late == 0 if edition.began == edition.start else abs(late) <= 0.1


def computed():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def test_the_journal_is_the_oracles(tmp_path, capsys):
    station = busy_ward.Station(tmp_path, BIN / "wardcast")
    busy_ward.fill(station, FIRST, LAST, seed=SEED)
    station.done()

    quarter, quarter_took = rehearse(station.config, FIRST, datetime.date(2018, 3, 31))
    document, took = rehearse(station.config, FIRST, LAST)
    told = json.loads(document)
    journal = told["journal"]

    ward = oracle.Ward(tmp_path)
    # Two that start together stand in the journal in the order of their ids as text.
    expected = [(day, edition) for day in busy_ward.days(FIRST, LAST)
                for edition in sorted(ward.day(day), key=lambda edition: (edition.start, edition.key))]
    assert [airing["edition_id"] for airing in journal] == [edition.key for _, edition in expected]
    assert len({airing["id"] for airing in journal}) == len(journal), "no double"

    seen = {}
    wrong = []
    for airing, (day, edition) in zip(journal, expected):
        seconds = sum(to - since for since, to in edition.heard)
        # Each time it loses or regains its zones, sound and contacts take up to a second to follow; so does the hours' end.
        slack = 1.0 * edition.interrupted + (1.0 if edition.done[1] == "hours_guard" else 0.0)
        result = edition.done[0]
        if edition.began is not None and edition.began != edition.start:
            slack += 0.1  # contacts and amplifiers after the queue
        near = any(abs(oracle.edition_part(edition, span) - 0.95 * (span[1] - span[0])) <= slack + 0.001 for span in edition.spans())
        changes = airing["zone_changes"]
        same = (set(changes[-1]["given_up"] if changes else []) == edition.given_up
                and (edition.done[1] == "hours_guard" or ("paused" in edition.told) == any(one["standing"] == "paused" for one in changes))
                and begins_when_it_should(airing, day, edition)
                and abs(airing["on_air_seconds"] - seconds) <= slack and airing["reason"] == edition.done[1]
                and (airing["result"] == result or (slack and near)))
        if not same:
            wrong.append((edition.key, edition.done, seconds, slack, airing["result"], airing["reason"], airing["on_air_seconds"]))
        kind = (airing["result"], airing["reason"], *sorted(edition.told or ({"interrupted"} if edition.interrupted else set())))
        seen[kind] = seen.get(kind, 0) + 1
    assert not wrong, f"{len(wrong)} of {len(journal)} differ, the first: {wrong[:5]}"
    # A test of the test: everything that can become of an edition did become of some, in so many years.
    for kind in (("full", "finished"), ("partial", "slot_end"), ("partial", "finished"), ("partial", "hours_guard"),
                 ("missed", "busy"), ("missed", "hours_guard"), ("missed", "empty_rundown"), ("full", "slot_end"),
                 ("partial", "finished", "interrupted"), ("full", "finished", "waited"), ("partial", "slot_end", "waited"),
                 ("full", "finished", "gave up"), ("partial", "interrupted", "gave up"), ("full", "finished", "paused"),
                 ("partial", "slot_end", "paused")):
        assert any(set(kind) <= set(one) for one in seen) or YEARS < 10, f"the ward is not busy enough: no {kind} in {seen}"

    assert recount.differences(recount.recount(journal, str(FIRST), str(LAST)), told["statistics"]) == []
    assert rehearse(station.config, FIRST, datetime.date(2018, 3, 31))[0] == quarter, "the same to the byte"
    with capsys.disabled():
        print(f"\n{len(journal)} airings of {YEARS} years rehearsed in {took}, a quarter in {quarter_took}; {seen}")
