# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped programs, started as people start them, on free ports and in a folder of their own."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
BIN = pathlib.Path(os.environ.get("WARDCAST_BIN_DIR", ROOT / "build/release/bin"))
ICT = timezone(timedelta(hours=7))

import demo_content  # noqa: E402
from station_client import Station  # noqa: E402


taken_ports = []  # held until this process ends


def taken(port):
    """Makes a port this process's own among the test processes: between its choice and its use another may not choose it too."""
    lock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        lock.bind(f"\0wardcast-test-port-{port}")
    except OSError:
        lock.close()
        return False
    taken_ports.append(lock)
    return True


def free_tcp_port():
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if taken(port):
            return port


def free_rtp_port():
    """An even UDP port with the next one free too."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1] & ~1
        try:
            for number in (port, port + 1):
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
                    again.bind(("127.0.0.1", number))
        except OSError:
            continue
        if taken(port):
            return port


def eventually(condition, seconds=10.0, what="the condition"):
    """Asks until it holds; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come true within {seconds} s")


class Program:
    """One of our programs, running. Ends by SIGTERM, or kill()."""

    def __init__(self, log, *command, ready, env=None):
        self.command = [str(part) for part in command]
        self.log = open(log, "ab")
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=self.log, env={**os.environ, **(env or {})})
        self.ready_line = ""
        for line in self.process.stdout:
            self.ready_line = line.decode().strip()
            if ready in self.ready_line:
                return
        raise AssertionError(f"{self.command[0]} ended with {self.process.wait()}: {pathlib.Path(log).read_text()[-2000:]}")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, seconds=10):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


class Ward:
    """The demo ward on free ports, with simulator and daemon."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.config = self.folder / "ward.toml"
        text = (ROOT / "config/demo.toml").read_text()
        text = text.replace('data = "../data/demo"', f'data = "{self.folder}/data"')
        self.rtp_ports = {}
        for port in sorted(set(re.findall(r'tcp = "127\.0\.0\.1:(\d+)"', text))):
            text = text.replace(f'tcp = "127.0.0.1:{port}"', f'tcp = "127.0.0.1:{free_tcp_port()}"')
        for address, port in re.findall(r'rtp = "([\d.]+):(\d+)"', text):
            text = text.replace(f'rtp = "{address}:{port}"', f'rtp = "{address}:{free_rtp_port()}"')
        self.port = free_tcp_port()
        self.text = text
        self.config.write_text(text)
        self.sim_program = self.daemon_program = None
        self.tokens = {}

    def cli(self, *arguments, stdin=None, code=0):
        run = subprocess.run([str(BIN / "wardcast"), *map(str, arguments)], input=stdin, capture_output=True, text=True)
        assert run.returncode == code, f"{arguments}: {run.returncode} {run.stderr}"
        return run.stdout.strip()

    def start_sim(self, *options):
        self.sim_program = Program(self.folder / "sim.log", BIN / "wardcast-sim", "--config", self.config, "--control", "127.0.0.1:0",
                                   "--keep", "180", *options, ready="ready")
        self.sim_url = self.sim_program.ready_line.split("control=")[1]
        return self

    def start_daemon(self, listen=True, env=None):
        """Where the site file says, unless `listen`: then on this ward's port of the loopback."""
        where = ["--listen", f"127.0.0.1:{self.port}"] if listen else []
        self.daemon_program = Program(self.folder / "daemon.log", BIN / "wardcastd", "--config", self.config, *where, ready="ready", env=env)
        self.url = self.daemon_program.ready_line.split("http=")[1]
        return self

    def station(self, role):
        if role not in self.tokens:
            self.tokens[role] = self.cli("token", "create", "--role", role, "--name", f"test-{role}", "--config", self.config)
        return Station(self.url, self.tokens[role])

    def sim_get(self, path):
        return SimClient(self.sim_url).get(path)

    def sim_put(self, path, body):
        return SimClient(self.sim_url).call("PUT", path, body)

    def sim_delete(self, path):
        return SimClient(self.sim_url).call("DELETE", path)

    def approved(self, audio, title="Bản tin", **fields):
        operator, editor = self.station("operator"), self.station("editor")
        item = operator.new_item(title, audio, **fields)
        operator.post(f"/items/{item['id']}/submit")
        editor.post(f"/items/{item['id']}/approve")
        return item

    def programme(self, items, zones, in_seconds=4.0, duration=None, **fields):
        """Places a one-off that starts so soon, on a whole second. Returns it and its start (Unix time)."""
        start = datetime.fromtimestamp(int(time.time() + in_seconds) + 1, ICT)
        length = sum(item["packets"] for item in items) * 0.02
        programme = self.station("operator").post("/programmes", {
            "title": fields.pop("title", "Thử nghiệm"), "zones": zones, "start": start.strftime("%Y-%m-%dT%H:%M:%S"),
            "duration": duration or int(length) + 5, "items": [item["id"] for item in items], **fields})
        return programme, start.timestamp()

    def airings(self):
        today = datetime.now(ICT)
        return self.station("board").get(f"/airings?from={today - timedelta(days=1):%Y-%m-%d}&to={today:%Y-%m-%d}")["airings"]

    def stop(self):
        for program in (self.daemon_program, self.sim_program):
            if program and program.process.poll() is None:
                try:
                    program.stop()
                except subprocess.TimeoutExpired:
                    program.kill()


class SimClient(Station):
    """The simulator's control interface: the same kind of HTTP without the API's prefix."""

    def call(self, method, path, body=None, **rest):
        import json
        import urllib.request

        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.base + path, data=data, method=method, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as response:
            content = response.read()
            return json.loads(content) if content else None


@pytest.fixture(scope="session")
def content(tmp_path_factory):
    """Recordings made once: two pieces of speech, a tune, music, a long piece of speech."""
    folder = tmp_path_factory.mktemp("content")
    made = {
        "speech": demo_content.speech(folder, "speech", demo_content.NEWS[0][1]),
        "speech2": demo_content.speech(folder, "speech2", demo_content.NEWS[1][1]),
        "tune": demo_content.tune(folder),
        "music": demo_content.music(folder),
        "long": demo_content.speech(folder, "long", " ".join(text for _, text in demo_content.NEWS) * 4),
    }
    return made


@pytest.fixture
def ward(tmp_path):
    ward = Ward(tmp_path)
    yield ward
    ward.stop()


@pytest.fixture
def running(ward):
    ward.start_sim()
    ward.start_daemon()
    return ward
