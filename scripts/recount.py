#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts a period again from the journal alone, by the counting rules and with no code of the station's.

    scripts/recount.py --from 2018-01-01 --to 2018-03-31 FILE…

FILE holds what GET /airings says ({"airings": […]}) or what a rehearsal prints ({"journal": […]}); "-" is standard input.
Several files are taken together. Give the time before the period too: an item is new only when it was never aired before.
Prints the fields of GET /statistics that the journal decides; exit 1 when a file also holds "statistics" of the same dates
that say something else.
"""
import argparse
import json
import sys
from collections import defaultdict
from datetime import datetime

PACKET = 20_000_000  # ns
LATENESS = 100_000_000  # ns; a clip that begins so little before the one before it ended was merely written down early


def nanoseconds(text):
    """An RFC 3339 instant as ns since 1970."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int(moment.replace(microsecond=0).timestamp()) * 1_000_000_000 + moment.microsecond * 1000


def counts(segment):
    return segment["packets"] if segment["confirmation"] != "not_heard" else 0


def whole_items(airing):
    """(position, item) → the segment that speaks for it, of items of which 95 % counts."""
    sums, first = defaultdict(int), {}
    for segment in airing["segments"]:
        if counts(segment):
            key = segment["position"], segment["item_id"]
            sums[key] += counts(segment)
            first.setdefault(key, segment)
    return {key: first[key] for key, packets in sums.items()
            if first[key]["role"] == "item" and first[key]["item_packets"] > 0 and 20 * packets >= 19 * first[key]["item_packets"]}


def heard(airing):
    return any(counts(segment) for segment in airing["segments"])


def is_full(airing):
    wanted = {(entry["position"], entry["item_id"]) for entry in airing["segments"] + airing["skips"] if entry["role"] == "item"}
    return wanted <= set(whole_items(airing))


def union_by_steady_clock(spans):
    """Length of what [(start, length, airing)…] cover. A clip that begins LATENESS or less too early is put behind the one
    before, unless it goes on with an airing during which another was heard: that one is at the same time."""
    end, total, before, begun = None, 0, None, set()
    for start, length, airing in sorted(spans):
        follows = airing == before or airing not in begun
        before = airing
        begun.add(airing)
        if follows and end is not None and 0 < end - start <= LATENESS:
            start = end
        stop = start + length
        total += length if end is None or start >= end else max(0, stop - end)
        end = stop if end is None else max(end, stop)
    return total


def wall_cover(segments):
    """What they cover by the wall clock, as merged [start, end) intervals."""
    cover = []
    for start, stop in sorted((nanoseconds(s["started_at"]), nanoseconds(s["started_at"]) + counts(s) * PACKET) for s in segments):
        if cover and start <= cover[-1][1]:
            cover[-1][1] = max(cover[-1][1], stop)
        else:
            cover.append([start, stop])
    return cover


def shared(one, other):
    """Length of what two lists of merged intervals have in common."""
    total, i, j = 0, 0, 0
    while i < len(one) and j < len(other):
        total += max(0, min(one[i][1], other[j][1]) - max(one[i][0], other[j][0]))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return total


def seconds_on_air(segments):
    """Time on air of all these: once however many sounded together. Runs of the daemon follow each other; what was imported
    (run 0) goes by the wall clock and counts where the station itself was silent."""
    segments = [segment for segment in segments if counts(segment)]
    runs = defaultdict(list)
    for segment in segments:
        if segment["run"] != 0:
            runs[segment["run"]].append((segment["steady_ns"], counts(segment) * PACKET, segment["airing"]))
    total = sum(union_by_steady_clock(spans) for spans in runs.values())
    imported = wall_cover([segment for segment in segments if segment["run"] == 0])
    own = wall_cover([segment for segment in segments if segment["run"] != 0])
    total += sum(stop - start for start, stop in imported) - shared(imported, own)
    return total // 1000 / 1e6


class Rows:
    def __init__(self):
        self.rows = defaultdict(lambda: {"programmes": 0, "segments": [], "items": 0, "item_airings": 0})

    def __getitem__(self, key):
        return self.rows[key]

    def done(self):
        return [{"key": key, "programmes": row["programmes"], "on_air_seconds": seconds_on_air(row["segments"]),
                 "items": row["items"], "item_airings": row["item_airings"]} for key, row in sorted(self.rows.items())]


def recount(journal, first, last):
    airings = sorted((a for a in journal if not a["drill"]), key=lambda a: (nanoseconds(a["planned_start"]), a["id"]))
    known = {(item, airing["origin"]) for airing in airings if airing["local_date"] < first for _, item in whole_items(airing)}
    figures = {"programmes": 0, "programmes_partial": 0, "programmes_missed": 0, "items": 0, "item_airings": 0}
    month, kind, theme, unit, origin = Rows(), Rows(), Rows(), Rows(), Rows()
    own_segments = []
    for airing in airings:
        if not first <= airing["local_date"] <= last:
            continue
        own, ended = airing["origin"] == "own", airing["ended_at"] is not None
        when = airing["local_date"][:7]
        sounded = [{**segment, "airing": airing["id"]} for segment in airing["segments"] if counts(segment)]
        if own and not airing["repeat"]:
            figures["programmes"] += bool(sounded)
            figures["programmes_partial"] += bool(sounded) and ended and not is_full(airing)
            figures["programmes_missed"] += not sounded and ended
        for segment in sounded:
            origin[airing["origin"]]["segments"].append(segment)
            if own:
                own_segments.append(segment)
                month[when]["segments"].append(segment)
                for rows, field in ((kind, "kind"), (theme, "theme"), (unit, "unit")):
                    rows[segment[field]]["segments"].append(segment)
        if sounded and not airing["repeat"]:
            origin[airing["origin"]]["programmes"] += 1
            if own:
                month[when]["programmes"] += 1
                for rows, field in ((kind, "kind"), (theme, "theme"), (unit, "unit")):
                    for name in {segment[field] for segment in sounded}:
                        rows[name]["programmes"] += 1
        for (_, item), segment in sorted(whole_items(airing).items(), key=lambda entry: entry[0][0]):
            new = item is not None and (item, airing["origin"]) not in known
            known.add((item, airing["origin"]))
            touched = [origin[airing["origin"]]]
            if own:
                touched += [figures, month[when], kind[segment["kind"]], theme[segment["theme"]], unit[segment["unit"]]]
            for row in touched:
                row["item_airings"] += 1
                row["items"] += new
    figures["on_air_seconds"] = seconds_on_air(own_segments)
    figures["unconfirmed_seconds"] = seconds_on_air([s for s in own_segments if s["confirmation"] == "unconfirmed"])
    for name, rows in (("by_month", month), ("by_kind", kind), ("by_theme", theme), ("by_unit", unit), ("by_origin", origin)):
        figures[name] = rows.done()
    return figures


def differences(counted, said):
    """Where the station says something else, seconds compared to the packet."""
    def same(a, b):
        if isinstance(a, list):
            return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
        if isinstance(a, dict):
            return all(same(a[key], b[key]) for key in a)
        if isinstance(a, float):
            return abs(a - b) < 0.01  # half a packet
        return a == b
    return [f"{key}: counted {value}, told {said[key]}" for key, value in counted.items() if not same(value, said[key])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="first", required=True, metavar="DATE")
    parser.add_argument("--to", dest="last", required=True, metavar="DATE")
    parser.add_argument("files", nargs="+", metavar="FILE")
    asked = parser.parse_args()
    journal, told = {}, []
    for name in asked.files:
        with sys.stdin if name == "-" else open(name, encoding="utf-8") as file:
            document = json.load(file)
        for airing in document.get("airings") or document.get("journal") or []:
            journal[airing["id"]] = airing
        if "statistics" in document:
            told.append(document["statistics"])
    counted = recount(journal.values(), asked.first, asked.last)
    print(json.dumps(counted, ensure_ascii=False))
    wrong = [line for said in told if (said.get("from"), said.get("to")) == (asked.first, asked.last)
             for line in differences(counted, said)]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
