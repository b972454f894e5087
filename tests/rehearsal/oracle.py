# SPDX-License-Identifier: GPL-3.0-or-later
"""What a ward's plan must lead to on air, worked out from its database by other means than the station's own: dates day by day,
arbitration second by second from one event to the next. It knows the contract and the documents, and no line of the station.

Times are seconds since local midnight, whole but for what comes out of the queue; the plans it is given never cross midnight."""
import datetime
import json
import pathlib
import sqlite3

AMPLIFIER = {"z1": "a1", "z2": "a1", "z3": "a2", "z4": "a3"}
STATION_HOURS = (5 * 3600 + 1800, 21 * 3600 + 1800)
ZONE_HOURS = {"z4": (6 * 3600, 21 * 3600)}
OVERRUN = 120
WARM_UP = {"a1": 2}
RELAYS, FRAME = 1.5, 0.02  # before a first packet
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
    def __init__(self, key, programme, start, document, items):
        self.key, self.order = key, (start, programme)
        self.start, self.slot_end = start, start + document["duration"]
        self.zones, self.priority = document["zones"], document["priority"]
        self.on_busy, self.on_interrupt = document["on_busy"], document["on_interrupt"]
        self.items = items  # [(seconds, may it air)]
        self.length = sum(length for length, airs in items if airs)
        self.until = self.slot_end  # later when the item in progress may finish
        self.began = None  # its first packet is due then
        self.place = 0.0  # so much of the rundown has passed
        self.granted = frozenset()
        self.given_up = frozenset()
        self.heard = []  # [(from, to)], places in the rundown
        self.interrupted = 0  # times it lost or regained all its sound
        self.paused = False
        self.told = set()  # what happened to it on its way
        self.done = None  # (result, reason)

    def spans(self):
        at = 0
        for length, airs in self.items:
            if airs:
                yield at, at + length
                at += length

    def finish(self):
        if self.paused:
            return self.until
        return round(min(self.until, self.at + self.length - self.place), 2)

    def pass_to(self, now):
        """Time goes by. `at` is the moment at which it stands at `place`."""
        passed = now - self.at
        if self.paused:
            self.at = now
        elif passed > 0:
            if self.granted:
                self.heard.append((self.place, self.place + passed))
            self.place = round(self.place + passed, 2)
            self.at = now

    def asks_for(self, now):
        """Past its slot it asks for no zone but those it has."""
        wanted = self.granted if now >= self.slot_end else [zone for zone in self.zones if zone not in self.given_up]
        return [zone for zone in wanted if allowed(zone, now)]

    def begin(self, now, lead):
        self.order = (now, *self.order)
        self.began = self.at = self.start if now == self.start else round(now + lead, 2)

    def hold(self, granted, now):
        """Its zones are these from now on. False: it is over, interrupted."""
        lost = frozenset(zone for zone in self.granted - granted if allowed(zone, now))
        if granted != self.granted and self.began != now:
            self.interrupted += 1
        self.granted = granted
        if self.on_interrupt == "stop" and lost:
            self.given_up |= lost
            self.told.add("gave up")
            return bool(granted)
        if self.on_interrupt == "resume" and (lost or self.paused):
            self.paused = not granted
            self.told |= {"paused"} if self.paused else set()
        return True


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
            yield Edition(key, row, at, programme, rundown)

    def day(self, day):
        """The day's editions in order of start, each with what became of it."""
        editions = sorted(self.editions(day), key=lambda edition: edition.order)
        on_air, waiting = [], []
        moments = {edition.start for edition in editions} | {edition.slot_end for edition in editions}
        moments |= {edition.slot_end - 1 for edition in editions}
        moments |= {bound for zone in AMPLIFIER for bound in hours(zone)}
        while moments or on_air:
            now = min(moments | {edition.finish() for edition in on_air})
            moments.discard(now)
            closed = frozenset().union(*(edition.granted for edition in on_air))
            for edition in on_air:
                edition.pass_to(now)
            for edition in [one for one in on_air if one.finish() <= now]:
                on_air.remove(edition)
                self.over(edition, "slot_end" if edition.place < edition.length else "finished")
            for edition in on_air[:]:
                if not any(allowed(zone, now) for zone in edition.zones if zone not in edition.given_up):
                    on_air.remove(edition)
                    self.over(edition, "hours_guard")
            for edition in on_air:
                if edition.slot_end - 1 == now and edition.finish() == edition.slot_end:
                    self.may_finish(edition, editions, now)
            for edition in [one for one in waiting if one.slot_end <= now]:
                waiting.remove(edition)
                edition.done = ("missed", "busy")
            # The stronger first, then who waited longer; who has nothing to air holds up nobody.
            coming = waiting + [one for one in editions if one.start == now]
            for edition in sorted(coming, key=lambda one: (not one.length, -one.priority, one.order)):
                reason = self.refused(edition, on_air, now)
                if not reason and edition in waiting and now + self.lead(edition, closed, now) >= edition.slot_end:
                    reason = "busy"  # too late to be heard
                    waiting.remove(edition)
                    edition.done = ("missed", reason)
                    continue
                if reason == "busy" and edition.on_busy == "queue":
                    if edition not in waiting:
                        waiting.append(edition)
                    continue
                if edition in waiting:
                    waiting.remove(edition)
                    edition.told.add("waited")
                if reason:
                    edition.done = ("missed", reason)
                else:
                    edition.begin(now, self.lead(edition, closed, now))
                    on_air.append(edition)
                    moments |= {edition.began} - {now}
            on_air.sort(key=lambda edition: edition.order)
            # One that comes out of the queue takes its zones with its first packet; until then a weaker one has them.
            owners = arbitrate([(edition, edition.asks_for(now)) for edition in on_air if edition.began <= now])
            for edition in on_air[:]:
                if not edition.hold(frozenset(zone for zone, owner in owners.items() if owner is edition), now):
                    on_air.remove(edition)
                    self.over(edition, "interrupted")
        return editions

    @staticmethod
    def refused(edition, on_air, now):
        mine = [zone for zone in edition.zones if allowed(zone, now)]
        if not mine:
            return "hours_guard"
        owners = arbitrate([(one, one.asks_for(now)) for one in on_air] + [(edition, mine)])
        got = [zone for zone in mine if owners[zone] is edition]
        if not got or (edition.on_busy != "partial" and len(got) < len(mine)):
            return "busy"
        if not edition.items:
            return "empty_rundown"
        if not any(airs for _, airs in edition.items):
            return "nothing_playable"
        return None

    @staticmethod
    def lead(edition, closed, now):
        """From leaving the queue to the first packet: amplifiers warm up, relays close."""
        warm = {AMPLIFIER[zone] for zone in closed}
        mine = {zone for zone in edition.zones if allowed(zone, now)}
        cold = {AMPLIFIER[zone] for zone in mine} - warm
        return max((WARM_UP.get(amplifier, 0) for amplifier in cold), default=0) + (RELAYS if mine - closed else FRAME)

    @staticmethod
    def may_finish(edition, editions, now):
        """An item in progress at the slot's end goes on for up to two minutes if nobody wants its amplifiers and the hours allow."""
        end = edition.slot_end
        if not edition.granted:
            return
        place = edition.place + end - now
        left = [stop - place for start, stop in edition.spans() if start < place < stop]
        if not left or left[0] > OVERRUN:
            return
        until = end + left[0]
        mine = {AMPLIFIER[zone] for zone in edition.granted}
        for other in editions:
            wants = mine & {AMPLIFIER[zone] for zone in other.zones if zone not in other.given_up}
            if other is not edition and not other.done and wants and other.slot_end > end and other.start < until:
                return
        if all(hours(zone)[1] >= until for zone in edition.granted):
            edition.until = until

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
