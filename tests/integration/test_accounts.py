# SPDX-License-Identifier: GPL-3.0-or-later
"""From a station nobody has an account on to people, tokens and an audit log that shows what was done to it."""
import contextlib
import http.client
import json
import re
import socket
import sqlite3
import stat

import pytest

from conftest import eventually
from station_client import Refused, Station

PASSWORD = "quả lắc đồng hồ"


class Person:
    """Somebody at a browser: a cookie, and the anti-CSRF token that goes with it."""

    def __init__(self, url):
        self.host = url.split("//")[1]
        self.headers = {}

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection(self.host, timeout=30)
        headers = {**self.headers, **({"Content-Type": "application/json"} if body is not None else {})}
        connection.request(method, "/api/v1" + path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer, json.loads(text) if text else None

    def listen(self):
        """Opens /events; the socket that was answered 101."""
        host, port = self.host.split(":")
        listener = socket.create_connection((host, int(port)), timeout=10)
        listener.sendall((f"GET /api/v1/events HTTP/1.1\r\nHost: {self.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nCookie: {self.headers['Cookie']}\r\n\r\n").encode())
        assert listener.recv(12) == b"HTTP/1.1 101"
        return listener

    def log_in(self, username, password):
        answer, body = self.call("POST", "/session", {"username": username, "password": password})
        if answer.status == 200:
            self.headers = {"Cookie": answer.getheader("Set-Cookie").split(";")[0], "X-CSRF-Token": body["csrf_token"]}
        return answer.status


def test_the_first_administrator_and_those_who_follow(ward):
    ward.start_daemon()
    file = ward.folder / "data/setup-code"
    code = file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert code in (ward.folder / "daemon.log").read_text(), "printed on standard error"
    assert len(code.replace("-", "")) == 16  # five bits each
    nobody = Person(ward.url)
    assert nobody.call("GET", "/setup")[1] == {"needed": True}
    assert nobody.call("POST", "/setup", {"code": "0" * 16, "username": "quantri", "password": PASSWORD})[0].status == 401
    answer, user = nobody.call("POST", "/setup", {"code": code.lower(), "username": "quantri", "password": PASSWORD})
    assert answer.status == 201 and user["role"] == "admin", user
    assert not file.exists()
    assert nobody.call("GET", "/setup")[1] == {"needed": False}
    assert nobody.call("POST", "/setup", {"code": code, "username": "hai", "password": PASSWORD})[0].status == 409

    admin, lan = Person(ward.url), Person(ward.url)
    assert admin.log_in("quantri", PASSWORD) == 200
    answer, made = admin.call("POST", "/users", {"username": "lan", "password": PASSWORD, "role": "operator"})
    assert answer.status == 201, made
    assert lan.log_in("lan", PASSWORD) == 200
    assert lan.call("GET", "/onair")[0].status == 200
    sessions = lan.call("GET", "/sessions")[1]["sessions"]
    assert [session["current"] for session in sessions] == [True] and sessions[0]["peer"] == "127.0.0.1"
    listener = lan.listen()
    assert admin.call("PATCH", f"/users/{made['id']}", {"disabled": True})[0].status == 200
    assert lan.call("GET", "/onair")[0].status == 401, "ended at once"
    while listener.recv(4096):  # what was on its way; then the server closes, or this times out
        pass
    listener.close()
    assert lan.log_in("lan", PASSWORD) == 401
    assert admin.call("PATCH", f"/users/{user['id']}", {"disabled": True})[0].status == 409, "the last administrator"

    token = admin.call("POST", "/tokens", {"name": "bang dien", "role": "board"})[1]
    board = Station(ward.url, token["token"])
    assert board.get("/me")["role"] == "board"
    assert admin.call("DELETE", f"/tokens/{token['id']}")[0].status == 204
    with pytest.raises(Refused) as refused:
        board.get("/me")
    assert refused.value.status == 401
    assert ward.cli("token", "list", "--config", ward.config).count("(revoked)") == 1
    assert ward.daemon_program.stop() == 0
    log = (ward.folder / "daemon.log").read_text()
    assert PASSWORD not in log and token["token"] not in log


def test_a_user_made_on_the_command_line_ends_the_setup(ward):
    ward.start_daemon()
    code = (ward.folder / "data/setup-code").read_text().strip()
    ward.cli("user", "add", "lan", "--role", "editor", "--config", ward.config, stdin=PASSWORD + "\n")
    answer, _ = Person(ward.url).call("POST", "/setup", {"code": code, "username": "ai", "password": PASSWORD})
    assert answer.status == 409
    assert not (ward.folder / "data/setup-code").exists()


def test_what_was_done_to_the_audit_log_is_named_beside_the_running_daemon(ward):
    ward.cli("user", "add", "quantri", "--role", "admin", "--config", ward.config, stdin=PASSWORD + "\n")
    ward.start_daemon()
    assert not (ward.folder / "data/setup-code").exists()
    admin = Person(ward.url)
    assert admin.log_in("quantri", PASSWORD) == 200
    for name in ("một", "hai", "ba"):  # the daemon and the command line write by turns
        assert admin.call("POST", "/tokens", {"name": name, "role": "board"})[0].status == 201
        ward.cli("token", "create", "--name", name, "--role", "board", "--config", ward.config)
    page = eventually(lambda: next((page for page in [admin.call("GET", "/audit?limit=500")[1]] if len(page["entries"]) == 8), None),
                      what="eight entries: an account, a login, six tokens")
    told = ward.cli("audit", "verify", "--config", ward.config)
    noted = re.fullmatch(r"8 entries, head (8:[0-9a-f]{64})", told).group(1)
    assert ward.cli("audit", "list", "--config", ward.config, "--action", "token.").count("\n") == 5

    # Flip one byte of the file itself, in the middle of an entry.
    assert ward.daemon_program.stop() == 0
    file = ward.folder / "data/wardcast.db"
    before = file.read_bytes()
    victim = next(entry for entry in page["entries"] if entry["target"] == "token/hai")
    with contextlib.closing(sqlite3.connect(file)) as database:
        digest = database.execute("SELECT hash FROM audit WHERE id = ?", (victim["id"],)).fetchone()[0]
    row_ends = before.index(digest)
    position = before.rindex(b"token/hai", 0, row_ends)
    file.write_bytes(before[:position] + b"T" + before[position + 1:])
    ward.start_daemon()
    told = ward.cli("audit", "verify", "--config", ward.config, code=1).splitlines()
    assert told[0] == f"entry {victim['id']} of {victim['at']} by {victim['who']} was changed", told
    assert ward.daemon_program.stop() == 0
    file.write_bytes(before)

    # Remove one from the middle, then the last ones, as somebody with the file may.
    ward.start_daemon()
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.executescript("DROP TRIGGER audit_remains; DELETE FROM audit WHERE id = 5; DELETE FROM audit WHERE id = 8;")
    told = ward.cli("audit", "verify", "--config", ward.config, "--noted", noted, code=1).splitlines()
    assert [line for line in told if "missing" in line] == ["entry 5 is missing", "entry 8 is missing"], told
    assert "entry 8 is not there: the log is not the one that was noted" in told
