# SPDX-License-Identifier: GPL-3.0-or-later
"""The site file read again while the station runs: what is used at once, what waits for a restart, what is wrong with it, who asked."""
import json
import signal
import ssl

import pytest

from conftest import eventually
from station_client import Refused
from test_tls import Connection, port_of, serve_with, trusting


class TrustingStation:
    """The API over TLS with the station's own authority as the only anchor."""

    def __init__(self, ward, role):
        self.port, self.anchor = port_of(ward), ward.folder / "data/tls/ca.crt"
        self.token = ward.cli("token", "create", "--role", role, "--name", f"tls-{role}", "--config", ward.config)

    def call(self, method, path):
        connection = Connection(self.port, trusting(self.anchor), "localhost")
        connection.request(method, "/api/v1" + path, headers={"Authorization": f"Bearer {self.token}"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def edited(ward, *changes):
    text = ward.config.read_text()
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    ward.config.write_text(text)


def test_what_changed_is_used_or_named_or_wrong(ward):
    serve_with(ward, 'listen = "0.0.0.0:0"\nnames = ["cu.phuong.lan"]')
    ward.start_daemon(listen=False)
    admin = TrustingStation(ward, "admin")
    assert admin.call("POST", "/site/reload") == (200, {"applied": [], "needs_restart": [], "problems": []})
    for role in ("operator", "board", "technician"):
        assert TrustingStation(ward, role).call("POST", "/site/reload")[0] == 403

    with pytest.raises(ssl.SSLCertVerificationError):
        Connection(admin.port, trusting(admin.anchor), "moi.phuong.lan").ask("/healthz")
    edited(ward, ("cu.phuong.lan", "moi.phuong.lan"), ("[[zone]]\n", '[[zone]]\nallowed_hours = ["06:00-20:00"]\n'))
    status, answer = admin.call("POST", "/site/reload")
    assert status == 200 and answer["applied"] == ["http names"] and answer["problems"] == []
    assert [key.split("'")[0] + key.split("'")[2] for key in answer["needs_restart"]] == ["zone  allowed_hours"], answer
    eventually(lambda: not_refused(admin, "moi.phuong.lan"), 5, "the new name in the certificate")

    # A file that is wrong changes nothing, and every problem is told with its place.
    right = ward.config.read_text()
    edited(ward, ("moi.phuong.lan", "khac.phuong.lan"), ("[station]\n", "[station]\nnmae = 1\n"), ("[http]\n", "[http]\ntls = 7\n"))
    status, answer = admin.call("POST", "/site/reload")
    assert status == 200 and answer["applied"] == answer["needs_restart"] == []
    assert [problem["message"].split(":")[0] for problem in answer["problems"]] == ["[station] nmae", "[http] tls"]
    assert all(problem["line"] > 0 and problem["column"] > 0 and problem["file"] == str(ward.config) for problem in answer["problems"])
    with pytest.raises(ssl.SSLCertVerificationError):
        Connection(admin.port, trusting(admin.anchor), "khac.phuong.lan").ask("/healthz")

    # A name the authority may not vouch for is not said to be in use.
    ward.config.write_text(right)
    edited(ward, ("moi.phuong.lan", "dai.example.vn"))
    status, answer = admin.call("POST", "/site/reload")
    assert status == 200 and "'dai.example.vn' cannot stand in the station's certificate" in answer["problems"][0]["message"]

    entries = [entry for entry in admin.call("GET", "/audit")[1]["entries"] if entry["action"] == "site.reload"]
    assert len(entries) == 4 and all(entry["who"].startswith("tls-admin") for entry in entries)
    assert "event=site_reloaded" in (ward.folder / "daemon.log").read_text()


def not_refused(admin, name):
    try:
        return Connection(admin.port, trusting(admin.anchor), name).ask("/healthz")[0].status == 200
    except ssl.SSLCertVerificationError:
        return False


def test_a_hangup_signal_does_the_same(running):
    admin, operator = running.station("admin"), running.station("operator")
    edited(running, ("[station]\n", "[station]\nnmae = 1\n"))
    running.daemon_program.process.send_signal(signal.SIGHUP)
    log = running.folder / "daemon.log"
    eventually(lambda: "event=site_reloaded who=SIGHUP" in log.read_text(), 10, "the reload")
    assert "[station] nmae: unknown key" in log.read_text()
    entries = [entry for entry in admin.get("/audit")["entries"] if entry["action"] == "site.reload"]
    assert [entry["who"] for entry in entries] == ["SIGHUP"]
    with pytest.raises(Refused):
        operator.post("/site/reload", {})
    assert admin.post("/site/reload", {})["problems"]
