# SPDX-License-Identifier: GPL-3.0-or-later
"""A busy ward, made up from a seed: four programmes a day for years, with moves, cancellations, one-offs that clash, items that
may not air. Written straight into a station's database, so that what the API would refuse (clashes of equal priority, hours)
is there too."""
import datetime
import json
import pathlib
import random
import sqlite3
import struct
import subprocess

SITE = """
[station]
name = "Phường Bận Rộn"
data = "data"
[[bus]]
id = "bus"
tcp = "127.0.0.1:1502"
[[relay_board]]
id = "board"
bus = "bus"
profile = "waveshare-8ch"
[[amplifier]]
id = "a1"
rtp = "127.0.0.1:5004"
power = "board:8"
warm_up = "2s"
[[amplifier]]
id = "a2"
rtp = "127.0.0.1:5006"
[[amplifier]]
id = "a3"
rtp = "127.0.0.1:5008"
"""
ZONE = """
[[zone]]
id = "{id}"
name = "{id}"
amplifier = "{amplifier}"
{hours}
[[zone.line]]
id = "l-{id}"
relay = "board:{channel}"
"""
ZONES = [("z1", "a1", ""), ("z2", "a1", ""), ("z3", "a2", ""), ("z4", "a3", 'allowed_hours = ["06:00-21:00"]')]


def make_site(folder):
    config = folder / "ward.toml"
    text = SITE
    for channel, (zone, amplifier, hours) in enumerate(ZONES, 1):
        text += ZONE.format(id=zone, amplifier=amplifier, hours=hours, channel=channel)
    config.write_text(text)
    return config


class Station:
    """A data folder as the daemon would have left it."""

    def __init__(self, folder, wardcast):
        self.folder = pathlib.Path(folder)
        self.config = make_site(self.folder)
        # Any command that writes makes the database.
        subprocess.run([wardcast, "token", "create", "--role", "board", "--name", "x", "--config", self.config], check=True,
                       capture_output=True)
        self.db = sqlite3.connect(self.folder / "data/wardcast.db")

    def item(self, seconds, status="approved", expires_on=None, file=True):
        """An item with a recording of so many whole seconds; its sound is a hole in the file."""
        row = self.db.execute("SELECT coalesce(max(id), 0) + 1 FROM items").fetchone()[0]
        packets = seconds * 50
        media = f"{row:064x}"
        if file:
            path = self.folder / "data/media" / media[:2] / (media + ".wop")
            path.parent.mkdir(parents=True, exist_ok=True)
            samples, levels = packets * 960, packets // 5
            with open(path, "wb") as out:
                out.write(struct.pack("<4sHHQIIhhI", b"WCOP", 1, 0, samples, packets, levels, -1600, 0, 0))
                out.truncate(32 + 3 * packets + 2 * (packets + levels) + 32)
        self.db.execute(
            "INSERT INTO items (id, title, kind, theme, author, unit, script, not_classified, expires_on, status, note, owner, owner_name,"
            " created, changed, media, samples, packets, audio_state, audio_problem, folded)"
            " VALUES (?, ?, 'news', 'theme', '', '', '', 1, ?, ?, '', 1, 'x', 0, 0, ?, ?, ?, 'ready', '', '')",
            (row, f"tin {row}", expires_on, status, media, packets * 960, packets))
        return row

    def programme(self, **fields):
        document = {"title": "P", "duration": 1800, "rrule": None, "exdates": [], "items": [], "priority": 64, "on_busy": "reject",
                    "on_interrupt": "continue", **fields}
        return self.db.execute("INSERT INTO programmes (document, version) VALUES (?, 1)", (json.dumps(document),)).lastrowid

    def change(self, edition, items=None, cancelled=False):
        text = None if items is None else ",".join(map(str, items))
        self.db.execute("INSERT OR REPLACE INTO edition_changes (edition, items, cancelled) VALUES (?, ?, ?)", (edition, text, int(cancelled)))

    def done(self):
        self.db.commit()
        self.db.close()


def edition_id(programme, start):
    return f"{programme}-{start:%Y%m%dT%H%M%S}"


def fill(station, first, last, seed):
    """Everything a busy ward has between two dates, both included."""
    dice = random.Random(seed)
    pool = []
    for _ in range(400):
        status = dice.choices(["approved", "submitted", "withdrawn"], [94, 4, 2])[0]
        expires = None
        if dice.random() < 0.1:
            expires = str(first + datetime.timedelta(days=dice.randrange((last - first).days + 1)))
        pool.append((station.item(dice.randrange(20, 700), status, expires, file=dice.random() > 0.02)))

    def rundown():
        return [dice.choice(pool) for _ in range(dice.choices([0, 1, 2, 3, 4, 5, 6, 8], [2, 4, 8, 14, 24, 24, 16, 8])[0])]

    def at(day, hour, minute=0):
        return datetime.datetime.combine(day, datetime.time(hour, minute))

    daily = [  # title, time of day, zones, rule, matches, on_busy, on_interrupt
        ("Sáng", (6, 0), ["z1", "z3"], "FREQ=DAILY", lambda day: True, "reject", "resume"),
        ("Trưa", (11, 30), ["z1", "z2", "z3", "z4"], "FREQ=DAILY", lambda day: True, "queue", "stop"),
        ("Chiều", (17, 0), ["z2", "z4"], "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", lambda day: day.weekday() < 5, "reject", "stop"),
        ("Cuối tuần", (17, 30), ["z1", "z4"], "FREQ=WEEKLY;BYDAY=SA,SU", lambda day: day.weekday() >= 5, "queue", "continue"),
        ("Tối", (19, 0), ["z1", "z2", "z3", "z4"], "FREQ=DAILY", lambda day: True, "reject", "resume"),
    ]
    series = []
    for title, (hour, minute), zones, rule, matches, on_busy, on_interrupt in daily:
        exdates = [day for day in days(first, last) if matches(day) and dice.random() < 0.04]
        programme = station.programme(title=title, zones=zones, start=f"{at(first, hour, minute):%Y-%m-%dT%H:%M:%S}", rrule=rule,
                                      exdates=[str(day) for day in exdates], items=rundown() or [pool[0]], on_busy=on_busy,
                                      on_interrupt=on_interrupt)
        series.append((programme, title, zones, hour, minute, matches, set(exdates), {"on_busy": on_busy, "on_interrupt": on_interrupt}))
    # Equal priority, over the evening's: whoever came first keeps the zones.
    station.programme(title="Hai tuần một lần", zones=["z3"], start=f"{at(first, 18, 45):%Y-%m-%dT%H:%M:%S}",
                      rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", items=rundown())
    station.programme(title="Chủ nhật đầu tháng", zones=["z1", "z2"], start=f"{at(first, 9):%Y-%m-%dT%H:%M:%S}", duration=3600,
                      rrule="FREQ=MONTHLY;BYDAY=1SU", items=rundown(), priority=128)
    station.programme(title="Cuối tháng", zones=["z4", "z2"], start=f"{at(first, 20, 45):%Y-%m-%dT%H:%M:%S}",
                      rrule="FREQ=MONTHLY;BYMONTHDAY=-1", items=rundown(), on_busy="partial")

    for day in days(first, last):
        for programme, title, zones, hour, minute, matches, exdates, policies in series:
            if not matches(day) or day in exdates:
                continue
            start = at(day, hour, minute)
            luck = dice.random()
            if luck < 0.02:
                station.change(edition_id(programme, start), cancelled=True)
            elif luck < 0.05:  # moved to another time of the day
                station.change(edition_id(programme, start), cancelled=True)
                moved = start + datetime.timedelta(minutes=dice.choice([-55, -40, -20, -10, 15, 25, 40, 90]))
                station.programme(title=title, zones=zones, start=f"{moved:%Y-%m-%dT%H:%M:%S}", items=rundown(), **policies)
            elif luck < 0.45:
                station.change(edition_id(programme, start), items=rundown())
        for _ in range(dice.choices([0, 1, 2, 3, 5], [55, 20, 12, 8, 5])[0]):
            start = at(day, 5) + datetime.timedelta(minutes=dice.randrange(16 * 60 + 40))
            if dice.random() < 0.6:  # where it will meet another
                start = at(day, *dice.choice([(6, 0), (11, 30), (17, 0), (19, 0)])) + datetime.timedelta(minutes=dice.randrange(-20, 30))
            station.programme(title="Một lần", zones=dice.sample(["z1", "z2", "z3", "z4"], dice.randrange(1, 5)),
                              start=f"{start:%Y-%m-%dT%H:%M:%S}", duration=60 * dice.randrange(5, 45), items=rundown(),
                              priority=dice.choice([20, 64, 64, 128, 160]), on_busy=dice.choice(["reject", "partial", "queue"]),
                              on_interrupt=dice.choice(["continue", "stop", "resume"]))


def days(first, last):
    for number in range((last - first).days + 1):
        yield first + datetime.timedelta(days=number)
