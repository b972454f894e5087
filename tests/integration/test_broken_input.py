# SPDX-License-Identifier: GPL-3.0-or-later
"""Broken site files, JSON bodies and uploads against the shipped programs: each a clear error that names the field and the fix,
nothing changed, nothing crashed. With -v every case is a row of a printed table."""
import http.client
import json
import re
import socket
import sqlite3
import struct
import subprocess
import textwrap
import time
import wave
import zipfile

import pytest

from conftest import BIN, eventually
from station_client import Refused

SITE = """\
[station]
name = "Phường Thử"
timezone = "Asia/Ho_Chi_Minh"
language = "vi"
data = "data"
allowed_hours = ["05:30-21:30"]

[http]
listen = "127.0.0.1:0"

[[bus]]
id = "bus-1"
tcp = "127.0.0.1:15021"

[[relay_board]]
id = "board-1"
bus = "bus-1"
unit = 1
profile = "waveshare-8ch"

[[amplifier]]
id = "amp-1"
rtp = "127.0.0.1:5006"
warm_up = "2s"

[[zone]]
id = "zone-1"
amplifier = "amp-1"

[[zone.line]]
id = "line-1"
relay = "board-1:1"

[[zone.line.speaker]]
id = "loa-01"
tap_watts = 15
"""

HERE = "¤"  # stands where the message must point; is not in the file

# What is wrong; a piece of the good file, and what stands there instead; the field and the fix that the message must tell.
SITE_FILES = [
    ("a key misspelt", "language =", f"{HERE}langauge =", "[station] langauge: unknown key, did you mean 'language'?"),
    ("a table misspelt", "[[amplifier]]", f"[[{HERE}amplifer]]", "amplifer: unknown table, did you mean 'amplifier'?"),
    ("a required key missing", 'name = "Phường Thử"\n', "", "[station] name: is required and missing"),
    ("a number for a text", 'name = "Phường Thử"', f"name = {HERE}7", "[station] name: must be a string in quotes, not a whole number"),
    ("a text for a number", "unit = 1", f'unit = {HERE}"1"', "[[relay_board]] 'board-1' unit: must be a whole number without quotes"),
    ("one table for many", "[[zone]]", f"{HERE}[zone]", "zone: there can be several; write [[zone]] with double brackets"),
    ("an unknown time zone", "Asia/Ho_Chi_Minh", f"{HERE}Asia/Saigong", "[station] timezone: "),
    ("an unknown language", '"vi"', f'{HERE}"vn"', "[station] language: 'vn' is unknown, did you mean 'vi'?"),
    ("hours that are none", '"05:30-21:30"', f'{HERE}"5h30-21h30"', "[station] allowed_hours: '5h30-21h30' is not a part of the day; write HH:MM-HH:MM"),
    ("no hours at all", '["05:30-21:30"]', f"{HERE}[]", "[station] allowed_hours: is empty, so nothing could ever air"),
    ("open to the world without TLS", '"127.0.0.1:0"\n', f'{HERE}"0.0.0.0:80"\ntls = false\n', "[http] listen: '0.0.0.0' is reachable from outside"),
    ("a certificate that is not there", '"127.0.0.1:0"\n', f'"127.0.0.1:0"\ntls_certificate = {HERE}"c.pem"\ntls_key = "c.pem"\n',
     "[http] tls_certificate: there is no file "),
    ("a certificate that is none", '"127.0.0.1:0"\n', f'"127.0.0.1:0"\ntls_certificate = {HERE}"good.toml"\ntls_key = "good.toml"\n',
     "good.toml' holds no certificate that can be used (no start line); give a PEM file"),
    ("a key that is none", '"127.0.0.1:0"\n', f'"127.0.0.1:0"\ntls_certificate = "good.toml"\ntls_key = {HERE}"good.toml"\n',
     "good.toml' holds no private key that can be used ("),
    ("a bus without a port", '"127.0.0.1:15021"', f'{HERE}"127.0.0.1"', "[[bus]] 'bus-1' tcp: '127.0.0.1' has no port; write HOST:PORT"),
    ("a bus of two kinds", '"127.0.0.1:15021"', f'"127.0.0.1:15021"\nserial = {HERE}"/dev/ttyUSB0"',
     "[[bus]] 'bus-1' serial: a bus has either tcp or serial, not both; remove one"),
    ("an unknown bus", 'bus = "bus-1"', f'bus = {HERE}"bus-l"', "[[relay_board]] 'board-1' bus: there is no bus 'bus-l', did you mean 'bus-1'?"),
    ("a unit that none has", "unit = 1", f"unit = {HERE}300", "[[relay_board]] 'board-1' unit: must be between 0 and 255, not 300"),
    ("an unknown profile", '"waveshare-8ch"', f'{HERE}"waveshare-8hc"', "profile: there is no profile 'waveshare-8hc', did you mean 'waveshare-8ch'?"),
    ("a profile with a path", '"waveshare-8ch"', f'{HERE}"../../etc/passwd"', "profile: there is no profile '../../etc/passwd'"),
    ("an odd RTP port", '"127.0.0.1:5006"', f'{HERE}"127.0.0.1:5007"', "[[amplifier]] 'amp-1' rtp: port 5007 is odd; "),
    ("multicast by no interface", '"127.0.0.1:5006"', f'{HERE}"239.1.2.3:5006"', "[[amplifier]] 'amp-1' multicast_interface: is required: "),
    ("a duration without its unit", '"2s"', f'{HERE}"2"', "[[amplifier]] 'amp-1' warm_up: "),
    ("a relay the board does not have", '"board-1:1"', f'{HERE}"board-1:9"', "[[zone.line]] 'line-1' relay: 'board-1' (waveshare-8ch) has channels 1 to 8, not 9"),
    ("one relay for two", 'warm_up = "2s"', 'power = "board-1:1"', "[[zone.line]] 'line-1' relay: 'board-1:1' already switches the power of amplifier 'amp-1'"),
    ("an id taken twice", 'id = "loa-01"', f'id = {HERE}"zone-1"', "[[zone.line.speaker]] 'zone-1' id: already taken by the zone on line 27"),
    ("an id with a space", 'id = "zone-1"', f'id = {HERE}"zone 1"', "[[zone]] id: 'zone 1' cannot be an id; use up to 64 letters"),
    ("watts below nothing", "tap_watts = 15", f"tap_watts = {HERE}-15", "[[zone.line.speaker]] 'loa-01' tap_watts: must be more than 0"),
    ("no end of a text", '"Phường Thử"\n', '"Phường Thử\n', "a text must end with its quotes on the same line"),
    ("a key given twice", 'data = "data"\n', 'data = "data"\ndata = "else"\n', "cannot redefine existing string 'data'; remove one of the two"),
    ("no UTF-8", "Phường", "Ph\udcffng", "this is not UTF-8 text; save the file as UTF-8"),
    ("a line break in a key", "language =", f'{HERE}"lang\\nuage" =', "lang?uage: unknown key"),
]
# Whole files, as bytes, and what must be told of them.
SITE_WHOLE = [
    ("an empty file", b"", "1:1: [station]: is missing; it needs at least name and data"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "1:1: this is not UTF-8 text; save the file as UTF-8"),
    ("UTF-16, as some editors save", SITE.encode("utf-16"), "1:1: this is not UTF-8 text; save the file as UTF-8"),
    ("nested ten thousand deep", b"a = " + b"[" * 10_000, "exceeded maximum nested value depth"),
    ("JSON", b'{"station": {"name": "x"}}', "1:1: Error while parsing root table: expected keys"),
]


class Table:
    """Rows of what was tried and what was answered; printed with -v."""

    def __init__(self, capsys, verbose, title):
        self.capsys, self.verbose, self.rows, self.wrong = capsys, verbose, [], []
        self.title = title

    def row(self, what, answer, problems):
        self.rows.append((what, answer, problems))
        if problems:
            self.wrong.append(f"{what}: {'; '.join(problems)}\n    answered: {answer}")

    def finish(self, at_least):
        if self.verbose:
            with self.capsys.disabled():
                print(f"\n{self.title}")
                for what, answer, problems in self.rows:
                    print(f"  {'WRONG' if problems else 'ok':<6}{what:<42} {textwrap.shorten(answer, 150, placeholder='…')}")
        assert len(self.rows) >= at_least
        assert not self.wrong, "\n".join(self.wrong)


@pytest.fixture
def table(capsys, request):
    return lambda title: Table(capsys, request.config.option.verbose > 0, title)


def marked(text):
    """The text without its mark, and the mark's line and column; (0, 0) when it has none."""
    index = text.find(HERE)
    if index < 0:
        return text, (0, 0)
    before = text[:index]
    place = (before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)
    # A mark inside quotes stands before the text's first letter; the value begins at its quote.
    if before.endswith('"'):
        place = (place[0], place[1] - 1)
    return text.replace(HERE, ""), place


def site_cases():
    for what, good, bad, told in SITE_FILES:
        assert SITE.count(good) >= 1, good
        text, (line, column) = marked(SITE.replace(good, bad, 1))
        place = f":{line}:{column}: " if line else ":"
        yield what, text.encode("utf-8", "surrogateescape"), place, told
    for what, content, told in SITE_WHOLE:
        yield what, content, ":", told


def test_broken_site_files(tmp_path, table):
    rows = table("Broken site files: wardcast check, wardcastd --check, wardcastd")
    good = tmp_path / "good.toml"
    good.write_text(SITE)
    assert subprocess.run([BIN / "wardcast", "check", good], check=False, capture_output=True).returncode == 0
    for number, (what, content, place, told) in enumerate(site_cases()):
        file = tmp_path / f"site-{number}.toml"
        file.write_bytes(content)
        problems, answers = [], []
        for command in (["wardcast", "check", file], ["wardcastd", "--check", "--config", file], ["wardcastd", "--config", file]):
            run = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, timeout=20, check=False)
            said = (run.stdout + run.stderr).decode("utf-8", "replace")
            answers.append(said)
            if run.returncode != 3:
                problems.append(f"{command[0]} exits {run.returncode}")
            lines = [line for line in said.splitlines() if line]
            if not lines or not all(re.fullmatch(r"[^:]+:\d+:\d+: .+", line) for line in lines):
                problems.append(f"{command[0]}: not every line is file:line:col: message")
            if not any(f"{file}{place}" in line and told in line for line in lines):
                problems.append(f"{command[0]}: no line has {place!r} and {told!r}")
        if (tmp_path / "data").exists():
            problems.append("the data folder was made")
        rows.row(what, answers[0].strip().replace(str(tmp_path) + "/", ""), problems)
    rows.finish(20)


def test_a_serial_bus_is_right(tmp_path):
    file = tmp_path / "serial.toml"
    file.write_text(SITE.replace('tcp = "127.0.0.1:15021"', 'serial = "/dev/ttyUSB0"'))
    for command in (["wardcast", "check", file], ["wardcastd", "--check", "--config", file]):
        run = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, text=True, timeout=20, check=False)
        assert run.returncode == 0, run
        assert not run.stderr


def test_a_site_file_that_cannot_be_read(tmp_path, table):
    rows = table("Site files that cannot be read")
    for what, file in (("no such file", tmp_path / "none.toml"), ("a folder", tmp_path), ("a device", "/dev/null")):
        run = subprocess.run([BIN / "wardcast", "check", file], capture_output=True, text=True, timeout=20, check=False)
        said = run.stdout + run.stderr
        rows.row(what, said.strip(), [] if run.returncode == 3 and f"{file}:0:0: " in said else [f"exit {run.returncode}"])
    rows.finish(3)


class Raw:
    """Requests as no careful client sends them."""

    def __init__(self, ward, role):
        ward.station(role)
        ward.station("board")  # its token is made now, not in mid-test
        self.host = ward.url.removeprefix("http://")
        self.token = ward.tokens[role]

    def send(self, method, path, body=b"", headers=None, timeout=90):
        """(status, content type, body as text) of the answer."""
        connection = http.client.HTTPConnection(self.host, timeout=timeout)
        everything = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **(headers or {})}
        try:
            connection.request(method, "/api/v1" + path, body=body, headers={key: value for key, value in everything.items() if value is not None})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read().decode("utf-8", "replace")
        finally:
            connection.close()


def everything_stored(ward):
    """Every row of the station's database but those that the daemon writes by itself, and the uploads folder."""
    rows = []
    with sqlite3.connect(f"file:{ward.folder}/data/wardcast.db?mode=ro", uri=True) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for name in names:
            if name in ("settings", "runs", "rtp_bases", "tokens", "checkpoints"):
                continue
            rows.append((name, database.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()))
    return rows


def changed(ward, before):
    """Which tables of the database are no longer as they were: none."""
    return [f"{name} changed: {[row for row in now if row not in then]}"
            for (name, then), (_, now) in zip(before, everything_stored(ward)) if then != now]


def alive(ward, pid):
    """What is wrong with the daemon: nothing."""
    problems = []
    if ward.daemon_program.process.poll() is not None:
        return ["the daemon ended"]
    if ward.daemon_program.process.pid != pid:
        problems.append("another process")
    health = ward.station("board").get("/healthz")
    if health.get("status") != "ok":
        problems.append(f"healthz says {health}")
    return problems


def refused_well(answer, status, field, words):
    """What is wrong with a refusal: nothing."""
    got, content_type, text = answer
    problems = []
    if got != status:
        problems.append(f"status {got}, not {status}")
    if not content_type.startswith("application/problem+json"):
        return [*problems, f"content type {content_type}"]
    document = json.loads(text)
    if document.get("status") != got or not document.get("title") or len(document.get("detail", "")) < 10:
        problems.append("not a whole problem document")
    fields = [error["field"] for error in document.get("errors", [])]
    if field and field not in fields:
        problems.append(f"names {fields}, not {field}")
    if any(len(error["detail"]) < 10 for error in document.get("errors", [])):
        problems.append("a field without a sentence")
    if words not in text:
        problems.append(f"does not say {words!r}")
    return problems


PROGRAMME = {"title": "Bản tin", "zones": ["zone-1"], "start": "2027-01-04T17:00:00", "duration": 1800}


def body(**changed):
    """A good programme, changed; None takes a key away."""
    return json.dumps({key: value for key, value in {**PROGRAMME, **changed}.items() if value is not None}).encode()


# What is wrong; request; status, field named, words told.
JSON_BODIES = [
    ("nothing at all", "POST", "/items", b"", 422, "title", "title"),
    ("cut short", "POST", "/items", b'{"title": "Tin', 400, None, "JSON"),
    ("a trailing comma", "POST", "/items", b'{"title": "Tin",}', 400, None, "JSON"),
    ("two documents", "POST", "/items", b'{"title": "Tin"}{"title": "Tin"}', 400, None, "JSON"),
    ("no UTF-8", "POST", "/items", b'{"title": "T\xffn"}', 400, None, "JSON"),
    ("half a surrogate", "POST", "/items", rb'{"title": "T\ud800n"}', 400, None, "JSON"),
    ("nested ten thousand deep", "POST", "/items", b'{"title": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", 400, None, "JSON"),
    ("a list, not an object", "POST", "/items", b'[{"title": "Tin"}]', 400, None, "object"),
    ("a form, not JSON", "POST", "/items", b"title=Tin", 400, None, "JSON"),
    ("two megabytes", "POST", "/items", b'{"title": "' + b"x" * 2_000_000 + b'"}', 413, None, "larger"),
    ("a title of 301 letters", "POST", "/items", b'{"title": "' + b"x" * 301 + b'"}', 422, "title", "300"),
    ("a title that is a number", "POST", "/items", b'{"title": 7}', 422, "title", "text"),
    ("a key misspelt", "POST", "/items", b'{"title": "Tin", "kinds": "news"}', 422, "kinds", "kind"),
    ("a key nobody may set", "POST", "/items", b'{"title": "Tin", "status": "approved"}', 422, "status", "the fields are title, kind"),
    ("a tick in quotes", "PATCH", "/items/1", b'{"not_classified": "true"}', 422, "not_classified", "true or false"),
    ("30 February", "PATCH", "/items/1", b'{"expires_on": "2027-02-30"}', 422, "expires_on", "Write a date as"),
    ("a zero byte", "PATCH", "/items/1", rb'{"author": "Lan\u0000"}', 422, "author", "control"),
    ("a step's unknown key", "POST", "/items/1/withdraw", b'{"comment": "x"}', 422, "comment", "the fields are note"),
    ("no zones", "POST", "/programmes", body(zones=[]), 422, "zones", "zone"),
    ("a zone that is not there", "POST", "/programmes", body(zones=["zone-7"]), 422, "zones", "zone-7"),
    ("a start with an offset", "POST", "/programmes", body(start="2027-01-04T17:00:00+07:00"), 422, "start", "without an offset"),
    ("a start at 25 o'clock", "POST", "/programmes", body(start="2027-01-04T25:00:00"), 422, "start", "local time"),
    ("a duration in quotes", "POST", "/programmes", body(duration="1800"), 422, "duration", "whole seconds from 1 to 86400"),
    ("a duration of 10^30", "POST", "/programmes", body(duration=0).replace(b": 0", b": 1e30"), 422, "duration", "duration"),
    ("a duration below nothing", "POST", "/programmes", body(duration=-5), 422, "duration", "duration"),
    ("no recurrence rule", "POST", "/programmes", body(rrule="every day"), 422, "rrule", "NAME=VALUE"),
    ("an emergency's priority", "POST", "/programmes", body(priority=255), 422, "priority", "223"),
    ("an item that is not there", "POST", "/programmes", body(items=[99]), 422, "items", "99"),
    ("an item in quotes", "POST", "/programmes", body(items=["1"]), 422, "items", "items"),
    ("an unknown rule for a busy zone", "PATCH", "/programmes/1", b'{"on_busy": "wait"}', 422, "on_busy", "reject"),
    ("an edition's items as a map", "PUT", "/editions/1-20270101T090000", b'{"items": {"1": 1}}', 422, "items", "items"),
    ("a hold in words", "POST", "/stop", b'{"hold": "yes"}', 422, "hold", "true or false"),
    ("a log-in without a password", "POST", "/session", b'{"username": "admin"}', 422, "password", "password"),
    ("text, said to be text", "POST", "/items", b'{"title": "Tin"}', 415, None, "application/json"),
]


def test_broken_json_bodies(ward, content, table):
    rows = table("Broken JSON bodies")
    ward.start_daemon()
    raw = Raw(ward, "admin")
    ward.approved(content["tune"], title="Đã duyệt")
    ward.station("operator").post("/programmes", {**PROGRAMME, "start": "2027-01-01T09:00:00"})
    before = everything_stored(ward)
    shown = [ward.station("admin").get(path) for path in ("/items", "/programmes", "/timetable?from=2027-01-01&to=2027-01-08")]
    pid = ward.daemon_program.process.pid
    for what, method, path, content_sent, status, field, words in JSON_BODIES:
        headers = {"Content-Type": "text/plain"} if status == 415 else {}
        answer = raw.send(method, path, content_sent, headers)
        problems = refused_well(answer, status, field, words) + alive(ward, pid)
        problems += changed(ward, before)
        before = everything_stored(ward)
        rows.row(what, f"{answer[0]} {answer[2]}", problems)
    rows.finish(20)
    assert [ward.station("admin").get(path) for path in ("/items", "/programmes", "/timetable?from=2027-01-01&to=2027-01-08")] == shown


def ffmpeg(folder, name, *arguments):
    path = folder / name
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments, str(path)], check=True)
    return path.read_bytes()


def wav(samples=b"\x00\x10" * 48_000, **changed):
    """A small WAV file; changed: bytes by offset of its 44 byte header."""
    head = bytearray(b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 48_000, 96_000, 2, 16)
                     + b"data" + struct.pack("<I", len(samples)))
    for offset, value in changed.items():
        head[int(offset[1:]):int(offset[1:]) + len(value)] = value
    return bytes(head) + samples


def uploads(folder):
    """(what, bytes, what the refusal must say) of each."""

    def garbled(good, from_byte):
        return good[:from_byte] + noise[:len(good) - from_byte]

    sine = ("-f", "lavfi", "-i", "sine=440:d=4")
    mp3, ogg, flac = (ffmpeg(folder, f"s.{kind}", *sine) for kind in ("mp3", "ogg", "flac"))
    m4a = ffmpeg(folder, "s.m4a", *sine, "-c:a", "aac")
    noise = bytes((index * 7919 + index // 13 * 104_729) % 251 for index in range(len(m4a) + 200_000))
    fast = ffmpeg(folder, "f.m4a", *sine, "-c:a", "aac", "-movflags", "+faststart")
    table = fast.index(b"stsz")
    zipped = folder / "z.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tin.mp3", mp3)
    with wave.open(str(folder / "none.wav"), "wb") as none:
        none.setnchannels(1)
        none.setsampwidth(2)
        none.setframerate(48_000)
    return [
        ("zero length", b"", "no file"),
        ("one byte", b"x", "not a recording"),
        ("a text", "Kính gửi ban biên tập, đây là bài viết.\n".encode() * 20, "not a recording"),
        ("a web page", b"<!doctype html><html><body>404 Not Found</body></html>", "not a recording"),
        ("a playlist that names a file", b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "not a recording"),
        ("noise", noise, ""),
        ("zeros", bytes(200_000), "not a recording"),
        ("a program", (BIN / "wardcast-media").read_bytes(), "not a recording"),
        ("a zip with an mp3 in it", zipped.read_bytes(), "not a recording"),
        ("a picture named mp3", ffmpeg(folder, "p.png", "-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1"), "not a recording"),
        ("a PDF", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n", "not a recording"),
        ("a film without sound", ffmpeg(folder, "v.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:d=2", "-an"), "no audio"),
        ("a wav without a sample", (folder / "none.wav").read_bytes(), "no audio"),
        ("a wav's first 30 bytes", wav()[:30], ""),
        ("a wav of 65535 channels", wav(_22=b"\xff\xff"), ""),
        ("a wav at 1 Hz", wav(_24=b"\x01\0\0\0"), ""),
        ("a wav coded in a way of its own", wav(_20=b"\x77\x77"), "cannot be read"),
        ("an m4a cut in the middle", m4a[: len(m4a) // 2], "not a recording"),
        ("an m4a whose sound is noise", garbled(fast, fast.index(b"mdat") + 400), "no audio"),
        ("an m4a that claims 4 billion pieces", fast[:table + 12] + b"\xff" * 4 + fast[table + 16:], ""),
        ("an mp3's tag, and no mp3", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + mp3[10:], ""),
        ("an mp3 that is noise after its head", garbled(mp3, 300), ""),
        ("an ogg that is noise after its heads", garbled(ogg, 300), ""),
        ("a flac that is noise after its head", garbled(flac, 100), ""),
        ("a flac's head alone", flac[:42], ""),
        ("five hours of silence in a small flac", ffmpeg(folder, "bomb.flac", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=18000"), "longer than the 240 minutes"),
    ]


def test_broken_uploads(ward, content, tmp_path, table):
    rows = table("Broken uploads: to an item without a recording, and to an approved one with a recording")
    ward.start_daemon()
    raw, operator = Raw(ward, "admin"), ward.station("operator")
    approved = ward.approved(content["tune"], title="Đã duyệt")
    sound = operator.get(f"/items/{approved['id']}/audio")
    pid = ward.daemon_program.process.pid
    files = sorted((ward.folder / "data/media").rglob("*.*"))
    folder = tmp_path / "made"
    folder.mkdir()
    kept = ("audio_problem", "changed_at")
    state = {key: value for key, value in operator.get(f"/items/{approved['id']}").items() if key not in kept}
    for what, content_sent, words in uploads(folder):
        began = time.monotonic()
        fresh = operator.post("/items", {"title": what})
        answers, problems = [], []
        for item in (fresh["id"], approved["id"]):
            answer = raw.send("PUT", f"/items/{item}/audio?wait=60", content_sent, {"Content-Type": "application/octet-stream"})
            while answer[0] == 202:  # a busy machine: what came of it stands in the item
                now = operator.get(f"/items/{item}")
                if now["audio_state"] != "preparing":
                    answer = 422, "application/problem+json", json.dumps(
                        {"status": 422, "title": "told later", "detail": now["audio_problem"], "errors": [{"field": "audio", "detail": now["audio_problem"]}]})
                time.sleep(0.2)
            answers.append(answer)
            problems += refused_well(answer, 422, "audio", words)
        now = operator.get(f"/items/{fresh['id']}")
        if now["duration"] is not None or now["status"] != "draft" or now["audio_state"] != ("failed" if content_sent else "none"):
            problems.append(f"the new item became {now}")
        now = {key: value for key, value in operator.get(f"/items/{approved['id']}").items() if key not in kept}
        if now != state:
            problems.append(f"the approved item changed from {state} to {now}")
        if sorted((ward.folder / "data/media").rglob("*.*")) != files:
            problems.append("files were left in data/media")
        # The upload writer removes a file a moment after the answer.
        eventually(lambda: not list((ward.folder / "data/uploads").iterdir()), 10, f"no file left in data/uploads ({what})")
        rows.row(f"{what} ({len(content_sent)} bytes, {time.monotonic() - began:.1f} s)", f"{answers[0][0]} {answers[0][2]}", problems + alive(ward, pid))
    rows.finish(20)
    assert operator.get(f"/items/{approved['id']}/audio") == sound
    with pytest.raises(Refused) as refused:
        operator.post(f"/items/{fresh['id']}/submit")
    assert refused.value.status == 422


def test_requests_cut_short(ward, table):
    """A body that ends before its announced length, or never comes, changes nothing and holds nobody up."""
    rows = table("Requests cut short")
    ward.start_daemon()
    raw, operator = Raw(ward, "admin"), ward.station("operator")
    item = operator.post("/items", {"title": "Tin"})
    pid = ward.daemon_program.process.pid
    before = everything_stored(ward)
    host, port = raw.host.split(":")
    head = f"Host: {raw.host}\r\nAuthorization: Bearer {raw.token}\r\n"
    cases = [
        ("half a JSON body, then gone", f"POST /api/v1/items HTTP/1.1\r\n{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"title\": \"x\"}}"),
        ("half an upload, then gone", f"PUT /api/v1/items/{item['id']}/audio HTTP/1.1\r\n{head}Content-Length: 100000\r\n\r\nRIFF"),
        ("a chunk of no size", f"POST /api/v1/items HTTP/1.1\r\n{head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"),
        ("two lengths", f"POST /api/v1/items HTTP/1.1\r\n{head}Content-Length: 2\r\nContent-Length: 20\r\n\r\n{{}}"),
        ("a head that never ends", f"GET /api/v1/items HTTP/1.1\r\n{head}X: " + "x" * 20_000),
        ("no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + "z" * 200),
    ]
    for what, sent in cases:
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(sent.encode("latin-1"))
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        said = answer.decode("latin-1").split("\r\n")[0]
        problems = alive(ward, pid)
        if said and not re.match(r"HTTP/1\.1 4\d\d ", said):
            problems.append("not refused")
        problems += changed(ward, before)
        rows.row(what, said or "closed without an answer", problems)
    eventually(lambda: not list((ward.folder / "data/uploads").iterdir()), 5, "no half upload is left")
    rows.finish(6)


def test_a_stop_does_not_wait_for_a_long_preparation(ward, content, tmp_path):
    ward.start_daemon()
    operator = ward.station("operator")
    approved = ward.approved(content["tune"])
    hours = ffmpeg(tmp_path, "hours.flac", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=13000")
    for item in (approved, operator.post("/items", {"title": "Ba giờ"})):
        operator.call("PUT", f"/items/{item['id']}/audio", raw=hours)
    began = time.monotonic()
    assert ward.daemon_program.stop(seconds=15) == 0
    print(f"ended after {time.monotonic() - began:.1f} s")
    ward.start_daemon()
    kept, new = (operator.get(f"/items/{item['id']}") for item in (approved, item))
    assert (kept["status"], kept["audio_state"], kept["packets"]) == ("approved", "ready", approved["packets"])
    assert new["audio_state"] == "failed"
    assert "send the file again" in kept["audio_problem"] and "send the file again" in new["audio_problem"]
