# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 while people write: items, recordings, programmes, editions, calendars, accounts, old logs, places on the ward's plan.
Whatever was acknowledged is there after the restart, what was on its way is there whole or not at all, and a request sent again
with its key does nothing twice. WARDCAST_KILLS sets how many (default 30); scripts/kills runs a thousand."""
import contextlib
import http.client
import io
import json
import os
import random
import sqlite3
import threading
import time
import urllib.parse
import uuid
import wave

KILLS = int(os.environ.get("WARDCAST_KILLS", "30"))
SEED = int(os.environ.get("WARDCAST_SEED", "20261124"))


class Gone(Exception):
    """The daemon was killed before it answered."""


class Line:
    """A connection of one person, who never sends a request twice by himself."""

    def __init__(self, url, token):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=30)
        self.headers = {"Authorization": "Bearer " + token}

    def ask(self, verb, path, body=None, raw=None, key=None):
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            self.connection.request(verb, "/api/v1" + path, json.dumps(body) if body is not None else raw, headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Gone from error
        return answer.status, json.loads(content) if content and "json" in (answer.getheader("Content-Type") or "") else {}


NOTHING = object()  # no request is without an answer


class Thing:
    """What somebody wrote. After a kill it must be as acknowledged, or as the request that got no answer wanted it."""

    def __init__(self, path):
        self.path = path
        self.acknowledged = {}  # None: it is not there
        self.wanted = NOTHING  # of a request without an answer
        self.of = None  # the programme of an edition

    def look(self, line):
        """Its fields as they are now, None when it is not there."""
        status, found = line.ask("GET", self.path)
        assert status in (200, 404), (self.path, status, found)
        return found if status == 200 else None

    def possible(self):
        return [self.acknowledged] + ([self.wanted] if self.wanted is not NOTHING else [])

    def settle(self, found):
        """`found`: the fields as they are now, None when it is not there."""
        for state in self.possible():
            if found is None and state is None or found is not None and state is not None and all(found.get(name) == value for name, value in state.items()):
                self.acknowledged, self.wanted = state, NOTHING
                return
        raise AssertionError(f"{self.path}: found {found}, but acknowledged was {self.acknowledged} and {self.wanted} was on its way")


class Place(Thing):
    """Of one loudspeaker on the plan, which is told as a whole."""

    def look(self, line):
        status, plan = line.ask("GET", "/plan")
        assert status == 200, plan
        return next((place for place in plan["loudspeakers"] if self.path.endswith("/" + place["id"])), None)


def sound(number):
    """0.1 s of silence that differs from every other."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1), out.setsampwidth(2), out.setframerate(8000)
        out.writeframes(number.to_bytes(4, "little") + bytes(1596))
    return file.getvalue()


class Writer(threading.Thread):
    """One person who writes things of every kind, one after another, until the daemon is gone."""

    def __init__(self, number, rng):
        self.number, self.rng = number, rng
        self.things, self.unanswered = [], []  # unanswered: (path, body, key) of POSTs
        self.count = self.written = 0
        self.killed = threading.Event()
        self.wrong = None

    def begin(self, url, token):
        super().__init__(daemon=True)
        self.line = Line(url, token)
        self.killed.clear()
        self.start()

    def run(self):
        try:
            while not self.killed.is_set():
                self.rng.choice([self.item, self.item, self.edit, self.edit, self.recording, self.programme, self.edition, self.calendar, self.account,
                                 self.old_log, self.place])()
        except Gone:
            pass
        except AssertionError as wrong:
            self.wrong = wrong
        self.line.connection.close()

    def word(self):
        self.count += 1
        return f"{self.number}-{self.count}"

    def post(self, path, body, state, expected=201):
        key = str(uuid.uuid4())
        self.unanswered.append((path, body, key, state))
        status, answer = self.line.ask("POST", path, body, key=key)
        assert status == expected, (status, answer)
        self.unanswered.pop()
        return self.made(path, answer, state)

    def made(self, path, answer, state):
        thing = Thing(f"{path}/{answer['id']}")
        thing.acknowledged = state
        self.things.append(thing)
        self.written += 1
        return thing

    def change(self, thing, verb, body, state, path=None):
        thing.wanted = state
        status, answer = self.line.ask(verb, path or thing.path, body)
        assert status < 300, (verb, thing.path, status, answer)
        thing.acknowledged, thing.wanted = state, NOTHING
        self.written += 1

    def any_of(self, kind):
        found = [thing for thing in self.things if thing.path.startswith(kind) and thing.acknowledged is not None]
        return self.rng.choice(found) if found else None

    def item(self):
        title = self.word()
        self.post("/items", {"title": title, "kind": "tin", "not_classified": True}, {"title": title, "status": "draft"})

    def edit(self):
        if thing := self.any_of("/items/"):
            title = self.word()
            self.change(thing, "PATCH", {"title": title}, {**thing.acknowledged, "title": title})

    def recording(self):
        if thing := self.any_of("/items/"):
            self.count += 1
            before = {name: value for name, value in thing.acknowledged.items() if name not in ("packets", "recording")}
            thing.wanted = before  # the old recording or the new one
            status, answer = self.line.ask("PUT", thing.path + "/audio?wait=20", raw=sound(self.number * 1_000_000 + self.count))
            assert status in (200, 202, 503), answer
            thing.acknowledged, thing.wanted = before, NOTHING
            if status == 200:
                thing.acknowledged = {**before, "packets": answer["packets"], "recording": answer["recording"]}
                self.written += 1

    def programme(self):
        title = self.word()
        body = {"title": title, "zones": ["zone-1"], "start": f"2030-01-01T{self.rng.randrange(24):02}:00:00", "duration": 60, "priority": self.rng.randrange(32),
                "rrule": "FREQ=YEARLY"}
        key = str(uuid.uuid4())
        self.unanswered.append(("/programmes", body, key, {"title": title}))
        status, answer = self.line.ask("POST", "/programmes", body, key=key)
        self.unanswered.pop()
        assert status in (201, 409), answer  # 409: another of the same priority is there
        if status == 201:
            self.made("/programmes", answer, {"title": title})
        if (thing := self.any_of("/programmes/")) and self.rng.random() < 0.3:
            self.change(thing, "DELETE", None, None)

    def edition(self):
        if thing := self.any_of("/programmes/"):
            status, programme = self.line.ask("GET", thing.path)
            assert status == 200
            edition = f"/editions/{programme['id']}-{programme['start'].replace('-', '').replace(':', '')}"
            known = next((other for other in self.things if other.path == edition), None)
            if known is None:
                known = Thing(edition)
                known.acknowledged = {"items": [], "cancelled": False}
                known.of = thing
                self.things.append(known)
            item = self.any_of("/items/")
            items = [int(item.path.rsplit("/", 1)[1])] if item and self.rng.random() < 0.8 else []
            self.change(known, "PUT", {"items": items, "cancelled": False}, {"items": items, "cancelled": False})

    def calendar(self):
        path = f"/holiday-calendars/cal-{self.number}"
        known = next((thing for thing in self.things if thing.path == path), None)
        if known is None:
            known = Thing(path)
            known.acknowledged = None
            self.things.append(known)
        days = [f"2031-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"]
        self.change(known, "PUT", {"days_off": days}, {"days_off": days})

    def account(self):
        name = f"nguoi.{self.number}.{self.count}"
        self.count += 1
        self.post("/users", {"username": name, "password": "một mật khẩu dài", "role": "contributor"}, {"username": name, "role": "contributor", "disabled": False})
        if thing := self.any_of("/users/"):
            off = not thing.acknowledged["disabled"]
            self.change(thing, "PATCH", {"disabled": off}, {**thing.acknowledged, "disabled": off})

    def place(self):
        thing = next((other for other in self.things if isinstance(other, Place)), None)
        if thing is None:
            status, told = self.line.ask("GET", "/lines")
            assert status == 200
            thing = Place("/plan/loudspeakers/" + told["lines"][self.number]["speakers"][0]["id"])
            thing.acknowledged = None
            self.things.append(thing)
        if thing.acknowledged is not None and self.rng.random() < 0.3:
            self.change(thing, "DELETE", None, None)
        else:
            spot = {"x": self.rng.randrange(65) / 64, "y": self.rng.randrange(65) / 64}
            self.change(thing, "PUT", spot, spot)

    def old_log(self):
        """A row of an old log; it may be sent again, and then is known."""
        self.count += 1
        day, title = f"2001-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}", self.word()
        hour = f"{self.rng.randrange(5, 22):02}:{self.rng.randrange(60):02}:{self.rng.randrange(60):02}"
        row = f"{day};{day}T{hour};{day}T{hour};{day}T{hour[:2]}:59:59;{title};1;{title};tin;;;;own;zone-1;full;\n"
        log = "date;planned_start;started_at;ended_at;programme;position;title;kind;theme;author;unit;origin;zones;result;reason\n" + row
        status, answer = self.line.ask("POST", "/import", raw=log.encode())
        assert status in (200, 409, 422), answer
        if status == 200:
            self.logs = getattr(self, "logs", []) + [log]
            self.written += 1


def settle(line, thing):
    """How many things were looked at."""
    if thing.of is not None:
        thing.of.settle(thing.of.look(line))
        if thing.of.acknowledged is None:
            return 1  # an edition of a programme that was deleted
    thing.settle(thing.look(line))
    return 1


def test_killed_while_people_write(ward):
    token = ward.cli("token", "create", "--role", "admin", "--name", "writer", "--config", ward.config)
    rng = random.Random(SEED)
    writers = [Writer(number, random.Random(rng.random())) for number in range(3)]
    database = ward.folder / "data"
    repeated = looked = 0
    for kill in range(KILLS):
        ward.start_daemon()
        line = Line(ward.url, token)
        for writer in writers:
            for path, body, key, state in writer.unanswered:
                status, answer = line.ask("POST", path, body, key=key)
                assert status in (201, 409), answer
                if status == 201:
                    writer.made(path, answer, state)
                    repeated += 1
            writer.unanswered.clear()
            kept = [thing for thing in writer.things if thing.wanted is not NOTHING] + rng.sample(writer.things, min(20, len(writer.things)))
            for thing in writer.things if kill % 10 == 9 or kill == KILLS - 1 else kept:
                looked += settle(line, thing)
        for writer in writers:
            writer.begin(ward.url, token)
        time.sleep(rng.uniform(0.1, 0.9))
        ward.daemon_program.kill()
        for writer in writers:
            writer.killed.set()
            writer.join(30)
            assert not writer.is_alive()
            if writer.wrong:
                raise writer.wrong
        if kill % 10 == 9 or kill == KILLS - 1:
            for file in database.glob("*.db"):
                with contextlib.closing(sqlite3.connect(file)) as opened:
                    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
            ward.cli("audit", "verify", "--config", ward.config)
    ward.start_daemon()
    line = Line(ward.url, token)
    for writer in writers:
        for path, body, key, state in writer.unanswered:
            status, answer = line.ask("POST", path, body, key=key)
            if status == 201:
                writer.made(path, answer, state)
        for thing in writer.things:
            looked += settle(line, thing)
        for log in getattr(writer, "logs", []):
            status, answer = line.ask("POST", "/import", raw=log.encode())
            assert (status, answer["new"]) == (200, 0), f"an acknowledged log is gone: {log}"
    # Nothing twice: as many items as were acknowledged or answered on asking again.
    titles = [item["title"] for item in every(line, "/items", "items")]
    assert len(titles) == sum(thing.path.startswith("/items/") for writer in writers for thing in writer.things)
    written = sum(writer.written for writer in writers)
    print(f"\n{KILLS} kills, {written} writes acknowledged, {repeated} requests sent again, {looked} looks at what is there: nothing lost, nothing twice")
    assert written > KILLS * 3


def every(line, path, name):
    found, after = [], 0
    while True:
        status, page = line.ask("GET", f"{path}?after={after}&limit=200")
        assert status == 200
        found += page[name]
        if page["next"] is None:
            return found
        after = page["next"]
