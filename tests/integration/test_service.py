# SPDX-License-Identifier: GPL-3.0-or-later
"""What a service manager hears of the daemon: sd_notify's datagrams, read by a socket that stands in for systemd."""
import os
import re
import signal
import socket
import threading
import time
import urllib.error
import urllib.request

import pytest

from conftest import eventually


class Manager:
    """Listens where NOTIFY_SOCKET says and keeps (steady time, message)."""

    def __init__(self, folder):
        self.path = str(folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.heard = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            for line in self.socket.recv(4096).decode().split("\n"):
                self.heard.append((time.monotonic(), line))

    def beats_since(self, instant):
        return [at for at, line in self.heard if line == "WATCHDOG=1" and at >= instant]

    def all(self, start):
        return [line for _, line in self.heard if line.startswith(start)]


@pytest.fixture
def manager(tmp_path):
    return Manager(tmp_path)


def start(ward, manager, watchdog="1000000"):
    # Without WATCHDOG_PID: whoever reads it is meant.
    ward.start_daemon(env={"NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": watchdog})
    eventually(lambda: manager.all("READY=1"), 5, "READY=1")


def test_ready_beats_reload_and_stop(ward, manager):
    start(ward, manager)
    assert ward.daemon_program.ready_line.startswith("wardcastd ready")
    began = time.monotonic()
    eventually(lambda: len(manager.beats_since(began)) >= 3, 5, "three beats")
    gaps = [b - a for a, b in zip(manager.beats_since(began), manager.beats_since(began)[1:])]
    assert sum(gaps) / len(gaps) > 0.35, gaps  # half of the second that was asked for, not a flood
    assert re.fullmatch(r"STATUS=(.* )?Silent\..*", manager.all("STATUS=")[0])
    ward.daemon_program.process.send_signal(signal.SIGHUP)
    eventually(lambda: len(manager.all("READY=1")) == 2, 5, "READY=1 after the reload")
    assert len(manager.all("RELOADING=1")) == 1 and manager.all("MONOTONIC_USEC=")
    assert not manager.all("STOPPING=1")
    assert ward.daemon_program.stop() == 0
    assert manager.all("STOPPING=1") == ["STOPPING=1"]


def test_without_a_manager_nothing_is_missed(ward):
    ward.start_daemon()
    assert ward.daemon_program.stop() == 0


def health(ward):
    try:
        with urllib.request.urlopen(ward.url + "/healthz", timeout=5) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.read().decode()


def test_a_desk_that_hangs_is_let_be_while_something_is_on_air_and_no_longer(ward, manager, content):
    """The desk hangs for real: the recording it looks at is a pipe that nobody writes to."""
    start(ward, manager)
    airing, bait = ward.approved(content["long"]), ward.approved(content["tune"], "Nhạc hiệu")
    ward.programme([airing], ["zone-1"], in_seconds=1)
    eventually(lambda: "On air in 1 of" in " ".join(manager.all("STATUS=")), 20, "on air, told as the status")
    pipe = min((path for path in (ward.folder / "data/media").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    kept = pipe.read_bytes()
    pipe.unlink()
    os.mkfifo(pipe)
    # Planning anew looks at every recording that is due. The answer may come before or never.
    threading.Thread(target=lambda: ward.programme([bait], ["zone-2"], in_seconds=600), daemon=True).start()
    eventually(lambda: "No job was run for" in health(ward), 20, "the desk found hanging")
    ward_on_air = time.monotonic()
    eventually(lambda: time.monotonic() > ward_on_air + 2.5, 5)
    assert len(manager.beats_since(ward_on_air)) >= 3, "on air, and about to be killed"
    ward.station("operator").post("/stop", {})
    eventually(lambda: not manager.beats_since(time.monotonic() - 2.5), 20, "no beats once nothing is on air")
    eventually(lambda: "No job was run for" in " ".join(manager.all("STATUS=")), 10, "the status that says why")
    back = time.monotonic()
    writer = os.open(pipe, os.O_WRONLY)  # the desk reads at the other end
    whole = pipe.with_suffix(".whole")
    whole.write_bytes(kept)
    os.replace(whole, pipe)  # whoever looks again finds the recording
    os.close(writer)
    eventually(lambda: manager.beats_since(back), 10, "beats again")
