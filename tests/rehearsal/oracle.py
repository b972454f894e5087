# SPDX-License-Identifier: GPL-3.0-or-later
"""What a ward's plan must lead to on air, worked out from its database by other means than the station's own: dates day by day,
arbitration second by second from one event to the next. It knows the contract and the documents, and no line of the station.

Times are whole seconds since local midnight; the plans it is given never cross midnight."""
import datetime
import json
import pathlib
import sqlite3

AMPLIFIER = {"z1": "a1", "z2": "a1", "z3": "a2", "z4": "a3"}
STATION_HOURS = (5 * 3600 + 1800, 21 * 3600 + 1800)
ZONE_HOURS = {"z4": (6 * 3600, 21 * 3600)}
OVERRUN = 120
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def hours(zone):
    own = ZONE_HOURS.get(zone, STATION_HOURS)
    return max(own[0], STATION_HOURS[0]), min(own[1], STATION_HOURS[1])


def allowed(zone, at):
    begin, end = hours(zone)
    return begin <= at < end


def matches(rule, start, day):
    """Does the series that began on `start` have an edition on `day`?"""
    if day < start:
        return False
    parts = dict(part.split("=") for part in rule.split(";"))
    interval = int(parts.get("INTERVAL", 1))
    if parts["FREQ"] == "DAILY":
        return (day - start).days % interval == 0
    if parts["FREQ"] == "WEEKLY":
        weeks = ((day - datetime.timedelta(day.weekday())) - (start - datetime.timedelta(start.weekday()))).days // 7
        return weeks % interval == 0 and WEEKDAYS[day.weekday()] in parts["BYDAY"].split(",")
    assert parts["FREQ"] == "MONTHLY" and interval == 1
    if "BYMONTHDAY" in parts:
        assert parts["BYMONTHDAY"] == "-1"
        return (day + datetime.timedelta(1)).month != day.month
    nth, weekday = int(parts["BYDAY"][:-2]), parts["BYDAY"][-2:]
    return WEEKDAYS[day.weekday()] == weekday and (day.day - 1) // 7 + 1 == nth


class Edition:
    def __init__(self, key, programme, start, duration, zones, priority, on_busy, items):
        self.key, self.order = key, (start, programme)
        self.start, self.slot_end = start, start + duration
        self.zones, self.priority, self.on_busy = zones, priority, on_busy
        self.items = items  # [(seconds, may it air)]
        self.finish = min(start + sum(length for length, airs in items if airs), self.slot_end)
        self.granted = frozenset()
        self.heard = []  # [(from, to)]
        self.interrupted = 0  # times it lost or regained all its sound
        self.done = None  # (result, reason)

    def spans(self):
        at = self.start
        for length, airs in self.items:
            if airs:
                yield at, at + length
                at += length

    def longer_than_slot(self):
        return any(end > self.slot_end for _, end in self.spans())


class Ward:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        db = sqlite3.connect(f"file:{folder}/data/wardcast.db?mode=ro", uri=True)
        self.items = {}
        for row, media, packets, status, expires in db.execute("SELECT id, media, packets, status, expires_on FROM items"):
            there = (folder / "data/media" / media[:2] / (media + ".wop")).exists()
            self.items[row] = (packets // 50, status == "approved" and there, expires)
        self.changes = {key: (None if items is None else [int(i) for i in items.split(",") if i], cancelled)
                        for key, items, cancelled in db.execute("SELECT edition, items, cancelled FROM edition_changes")}
        self.series, self.once = [], {}
        for row, document in db.execute("SELECT id, document FROM programmes ORDER BY id"):
            programme = json.loads(document)
            start = datetime.datetime.fromisoformat(programme["start"])
            if programme["rrule"]:
                self.series.append((row, programme, start))
            else:
                self.once.setdefault(start.date(), []).append((row, programme, start))
        db.close()

    def editions(self, day):
        planned = [(row, programme, start) for row, programme, start in self.series
                   if str(day) not in programme["exdates"] and matches(programme["rrule"], start.date(), day)]
        for row, programme, start in planned + self.once.get(day, []):
            key = f"{row}-{day:%Y%m%d}T{start:%H%M%S}"
            items, cancelled = self.changes.get(key, (None, 0))
            if cancelled:
                continue
            rundown = []
            for item in programme["items"] if items is None else items:
                length, airs, expires = self.items[item]
                rundown.append((length, airs and (expires is None or str(day) <= expires)))
            at = start.hour * 3600 + start.minute * 60 + start.second
            yield Edition(key, row, at, programme["duration"], programme["zones"], programme["priority"], programme["on_busy"], rundown)

    def day(self, day):
        """The day's editions in order of start, each with what became of it."""
        editions = sorted(self.editions(day), key=lambda edition: edition.order)
        on_air, before = [], 0
        moments = {edition.start for edition in editions} | {edition.slot_end - 1 for edition in editions}
        moments |= {hours(zone)[1] for zone in AMPLIFIER}
        while moments or on_air:
            now = min(moments | {edition.finish for edition in on_air})
            moments.discard(now)
            for edition in on_air:
                if edition.granted and now > before:
                    edition.heard.append((before, now))
            before = now
            for edition in [one for one in on_air if one.finish <= now]:
                on_air.remove(edition)
                self.over(edition, "slot_end" if any(end > edition.finish for _, end in edition.spans()) else "finished")
            for edition in on_air[:]:
                if not any(allowed(zone, now) for zone in edition.zones):
                    on_air.remove(edition)
                    self.over(edition, "hours_guard")
            for edition in on_air:
                if edition.slot_end - 1 == now and edition.finish == edition.slot_end:
                    self.may_finish(edition, editions)
            for edition in sorted((one for one in editions if one.start == now), key=lambda one: -one.priority):
                reason = self.refused(edition, on_air, now)
                if reason:
                    edition.done = ("missed", reason)
                else:
                    on_air.append(edition)
            on_air.sort(key=lambda edition: edition.order)
            owners = arbitrate([(edition, [zone for zone in edition.zones if allowed(zone, now)]) for edition in on_air])
            for edition in on_air:
                granted = frozenset(zone for zone, owner in owners.items() if owner is edition)
                if granted != edition.granted and edition.start != now:
                    edition.interrupted += 1
                edition.granted = granted
        return editions

    @staticmethod
    def refused(edition, on_air, now):
        mine = [zone for zone in edition.zones if allowed(zone, now)]
        if not mine:
            return "hours_guard"
        others = [(one, [zone for zone in one.zones if allowed(zone, now)]) for one in on_air]
        owners = arbitrate(others + [(edition, mine)])
        got = [zone for zone in mine if owners[zone] is edition]
        if not got or (edition.on_busy == "reject" and len(got) < len(mine)):
            return "busy"
        if not edition.items:
            return "empty_rundown"
        if not any(airs for _, airs in edition.items):
            return "nothing_playable"
        return None

    @staticmethod
    def may_finish(edition, editions):
        """An item in progress at the slot's end goes on for up to two minutes if nobody wants its amplifiers and the hours allow."""
        end = edition.slot_end
        straddling = [stop for start, stop in edition.spans() if start < end < stop]
        if not straddling or straddling[0] - end > OVERRUN:
            return
        mine = {AMPLIFIER[zone] for zone in edition.granted}
        for other in editions:
            wants = mine & {AMPLIFIER[zone] for zone in other.zones}
            if other is not edition and not other.done and wants and other.slot_end > end and other.start < straddling[0]:
                return
        if all(hours(zone)[1] >= straddling[0] for zone in edition.granted):
            edition.finish = straddling[0]

    @staticmethod
    def over(edition, reason):
        heard = [(edition_part(edition, span), span[1] - span[0]) for span in edition.spans()]
        if not any(part for part, _ in heard):
            edition.done = ("missed", reason)
            return
        whole = all(part >= 0.95 * length for part, length in heard) and all(airs for _, airs in edition.items)
        edition.done = ("full" if whole else "partial", reason)


def edition_part(edition, span):
    return sum(max(0, min(to, span[1]) - max(since, span[0])) for since, to in edition.heard)


def arbitrate(claims):
    """Strict by priority; of equals the first keeps it. One source an amplifier; it sounds in those of its zones alone."""
    holder = {}
    for edition, zones in claims:
        for zone in zones:
            held = holder.get(AMPLIFIER[zone])
            if held is None or edition.priority > held.priority:
                holder[AMPLIFIER[zone]] = edition
    owners = dict.fromkeys(AMPLIFIER)
    for edition, zones in claims:
        for zone in zones:
            if holder[AMPLIFIER[zone]] is edition:
                owners[zone] = edition
    return owners
