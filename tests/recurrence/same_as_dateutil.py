# SPDX-License-Identifier: GPL-3.0-or-later
"""Series of every shape, over ten years in four time zones: the scheduler's editions are those of python-dateutil.

    same_as_dateutil.py WARDCAST_OCCURRENCES [--seed N] [--rules N]

dateutil gives a rule's civil starts; zoneinfo makes instants of them (of a doubled hour the first, a skipped one moved on
by the gap, which is PEP 495's fold=0). Exceptions and calendars are applied here, by the words of docs/decisions. Rules that the
parser refuses on purpose are counted and listed, never compared. BYWEEKNO is always given with BYDAY: without it dateutil
takes the whole week, RFC 5545 the start's weekday.
"""
import argparse
import collections
import datetime as dt
import random
import subprocess
import sys
import zoneinfo

from dateutil import rrule as du

ZONES = ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
FROM, TO = dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FREQUENCIES = {"DAILY": du.DAILY, "WEEKLY": du.WEEKLY, "MONTHLY": du.MONTHLY, "YEARLY": du.YEARLY}
# Rules refused on purpose: below a day, moving the time of day, or left open by RFC 5545.
REFUSED = ["FREQ=HOURLY", "FREQ=DAILY;BYHOUR=6,18", "FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=-1", "FREQ=WEEKLY;BYMONTHDAY=1",
           "FREQ=MONTHLY;BYDAY=1MO,FR", "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3", "FREQ=DAILY;COUNT=3;UNTIL=20250101",
           "FREQ=DAILY;BYDAY=2MO", "FREQ=MONTHLY;BYYEARDAY=4", "FREQ=YEARLY;BYWEEKNO=3;INTERVAL=2;BYDAY=MO",
           "FREQ=YEARLY;BYYEARDAY=60;BYMONTH=2", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"]


def some(rng, values, most):
    return sorted(rng.sample(values, rng.randint(1, min(most, len(values)))))


def random_parts(rng):
    """The rule without COUNT and UNTIL, as a dictionary of its parts."""
    freq = rng.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"])
    parts = {"FREQ": freq}
    if rng.random() < 0.4:
        parts["INTERVAL"] = rng.choice([2, 2, 3, 4, 5, 7, 13])
    if rng.random() < 0.3:
        parts["WKST"] = rng.choice(DAYS)
    months = list(range(1, 13))
    days = [day for n in range(1, 32) for day in (n, -n)]
    if freq in ("DAILY", "WEEKLY"):
        if rng.random() < 0.7:
            parts["BYDAY"] = some(rng, DAYS, 5)
        if rng.random() < 0.15:
            parts["BYMONTH"] = some(rng, months, 4)
        if freq == "DAILY" and rng.random() < 0.15:
            parts["BYMONTHDAY"] = some(rng, days, 4)
        return parts
    shape = rng.choice(["none", "day", "nth", "days", "friday13", "position", "week", "yearday"])
    if freq == "MONTHLY" and shape in ("week", "yearday"):
        shape = "day"
    if shape == "week":
        parts.pop("INTERVAL", None)
        parts["BYWEEKNO"] = some(rng, list(range(1, 54)) + [-1, -2], 3)
        parts["BYDAY"] = some(rng, DAYS, 3)
        return parts
    if shape == "yearday":
        parts["BYYEARDAY"] = some(rng, list(range(1, 367)) + [-1, -60, -366], 4)
        return parts
    if freq == "YEARLY" and rng.random() < 0.6 or rng.random() < 0.15:
        parts["BYMONTH"] = some(rng, months, 4)
    if shape == "day":
        parts["BYMONTHDAY"] = some(rng, days, 4)
    elif shape == "nth":
        most = 5 if freq == "MONTHLY" or "BYMONTH" in parts else 53
        parts["BYDAY"] = sorted({f"{rng.choice([n for n in range(-most, most + 1) if n])}{day}" for day in some(rng, DAYS, 3)})
    elif shape == "days":
        parts["BYDAY"] = some(rng, DAYS, 3)
    elif shape == "friday13":
        parts["BYDAY"] = some(rng, DAYS, 2)
        parts["BYMONTHDAY"] = some(rng, days, 6)
    elif shape == "position":
        parts["BYDAY"] = some(rng, DAYS, 7)
        parts["BYSETPOS"] = some(rng, [1, 2, 3, 4, -1, -2, -3], 2)
    return parts


def text_of(parts):
    return ";".join(f"{name}={','.join(map(str, value)) if isinstance(value, list) else value}" for name, value in parts.items())


def dateutil_rule(parts, start, count):
    def weekday(word):
        day = getattr(du, word[-2:])
        return day(int(word[:-2])) if len(word) > 2 else day

    names = {"BYMONTH": "bymonth", "BYMONTHDAY": "bymonthday", "BYYEARDAY": "byyearday", "BYWEEKNO": "byweekno", "BYSETPOS": "bysetpos"}
    more = {names[name]: value for name, value in parts.items() if name in names}
    if "BYDAY" in parts:
        more["byweekday"] = [weekday(word) for word in parts["BYDAY"]]
    return du.rrule(FREQUENCIES[parts["FREQ"]], dtstart=start, interval=parts.get("INTERVAL", 1), count=count,
                    wkst=getattr(du, parts.get("WKST", "MO")), **more)


def instant(civil, zone):
    return int(civil.replace(tzinfo=zone, fold=0).astimezone(dt.timezone.utc).timestamp())


class Series:
    def __init__(self, rng, number):
        self.zone_name = ZONES[number % len(ZONES)]
        self.zone = zoneinfo.ZoneInfo(self.zone_name)
        day = dt.date(2019, 6, 1) + dt.timedelta(days=rng.randint(0, 700))
        if rng.random() < 0.15:  # month ends and the leap day
            day = rng.choice([dt.date(2020, 2, 29), dt.date(2019, 8, 31), dt.date(2020, 1, 31), dt.date(2020, 12, 31)])
        # Half of them where clocks are changed.
        hour, minute = rng.choice([(1, 30), (1, 59), (2, 0), (2, 15), (2, 30), (3, 0), (17, 0), (5, 30), (0, 0), (23, 45)])
        self.start = dt.datetime.combine(day, dt.time(hour, minute))
        self.parts = random_parts(rng)
        self.count, self.until, self.until_utc = None, None, False
        self.rule = text_of(self.parts)
        end = rng.random()
        if end < 0.2:
            self.count = rng.choice([1, 2, 5, 40, 300, 1500])
            self.rule += f";COUNT={self.count}"
        elif end < 0.5:
            last = self.start + dt.timedelta(days=rng.randint(1, 3000))
            shape = rng.choice(["date", "local", "local", "utc", "utc"])
            if shape == "date":
                self.until = dt.datetime.combine(last.date(), dt.time(23, 59, 59))
                self.rule += f";UNTIL={last:%Y%m%d}"
            elif shape == "local":
                self.until = last + dt.timedelta(seconds=rng.choice([-1, 0, 1]))
                self.rule += f";UNTIL={self.until:%Y%m%dT%H%M%S}"
            else:
                self.until_utc = True
                self.until = instant(last, self.zone) + rng.choice([-1, 0, 1])
                self.rule += f";UNTIL={dt.datetime.fromtimestamp(self.until, dt.timezone.utc):%Y%m%dT%H%M%SZ}"
        self.exdates, self.off, self.extra = set(), set(), set()

    def past_until(self, civil):
        if self.until is None:
            return False
        return instant(civil, self.zone) > self.until if self.until_utc else civil > self.until

    def starts_of_the_rule(self):
        starts = []
        for civil in dateutil_rule(self.parts, self.start, self.count):
            if civil >= TO or self.past_until(civil):
                break
            starts.append(civil)
        return starts

    def except_some(self, rng, starts):
        def days(most):
            near = [civil.date() for civil in rng.sample(starts, min(len(starts), rng.randint(0, most)))]
            return set(near) | {self.start.date() + dt.timedelta(days=rng.randint(-30, 3700)) for _ in range(rng.randint(0, most))}

        self.exdates, self.off, self.extra = days(5), days(12), days(12)
        self.extra -= self.off

    def expected(self, starts):
        """The meaning of exceptions and calendars, over the rule's own starts."""
        last = max((civil.date() for civil in starts), default=None)
        dates = {civil.date() for civil in starts} - self.off
        for date in self.extra:
            civil = dt.datetime.combine(date, self.start.time())
            ended = self.count is not None and len(starts) == self.count and date > last
            if date >= self.start.date() and not self.past_until(civil) and not ended:
                dates.add(date)
        civils = sorted(dt.datetime.combine(date, self.start.time()) for date in dates - self.exdates)
        return [instant(civil, self.zone) for civil in civils if FROM <= civil < TO]

    def line(self):
        lists = [",".join(str(date) for date in sorted(dates)) for dates in (self.exdates, self.off, self.extra)]
        return "\t".join([self.zone_name, f"{self.start:%Y-%m-%dT%H:%M:%S}", self.rule, *lists,
                          f"{FROM:%Y-%m-%dT%H:%M:%S}", f"{TO:%Y-%m-%dT%H:%M:%S}"])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("--seed", type=int, default=20261124)
    arguments.add_argument("--rules", type=int, default=2000)
    given = arguments.parse_args()
    rng = random.Random(given.seed)

    series = []
    for number in range(given.rules + given.rules // 4):
        each = Series(rng, number)
        each.starts = each.starts_of_the_rule()
        each.except_some(rng, each.starts)
        series.append(each)
    on_purpose = ["\t".join([ZONES[0], "2020-01-01T17:00:00", rule, "", "", "", "2020-01-01T00:00:00", "2030-01-01T00:00:00"])
                  for rule in REFUSED]
    lines = [each.line() for each in series] + on_purpose
    out = subprocess.run([given.program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    answers = out.splitlines()
    assert len(answers) == len(lines), f"{len(answers)} answers to {len(lines)} lines"

    compared = editions = different = 0
    refused = collections.Counter()
    for each, answer in zip(series, answers):
        if answer.startswith("refused "):
            refused[answer[8:]] += 1
            if each.starts:
                different += 1
                print(f"REFUSED though it has dates: {each.rule}: {answer}")
            continue
        if compared == given.rules:
            continue
        compared += 1
        found, expected = [int(word) for word in answer.split()[1:]], each.expected(each.starts)
        editions += len(expected)
        if found == expected:
            continue
        different += 1
        if different <= 10:
            missing, extra = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
            print(f"DIFFERENT {each.line()}\n  missing {[str(dt.datetime.fromtimestamp(t, each.zone)) for t in missing[:4]]}"
                  f"\n  extra {[str(dt.datetime.fromtimestamp(t, each.zone)) for t in extra[:4]]}")
    for rule, answer in zip(REFUSED, answers[len(series):]):
        if not answer.startswith("refused "):
            different += 1
            print(f"NOT REFUSED {rule}")
    print(f"{compared} rules, {editions} editions from {FROM:%Y} to {TO:%Y} in {len(ZONES)} zones: {different} differ")
    print(f"refused because no date matches: {sum(refused.values())}; refused on purpose: {len(REFUSED)}")
    for rule, answer in zip(REFUSED, answers[len(series):]):
        print(f"  {rule}: {answer[8:]}")
    return 1 if different or compared < given.rules else 0


if __name__ == "__main__":
    sys.exit(main())
