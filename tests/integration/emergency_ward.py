# SPDX-License-Identifier: GPL-3.0-or-later
"""A ward of many amplifiers whose relay boards are all dead, and somebody who listens to every amplifier's socket."""
import http.client
import json
import selectors
import socket
import struct
import threading
import time
from datetime import datetime, timedelta

from conftest import BIN, ICT, Program, free_tcp_port
from station_client import Station

SO_TIMESTAMPNS = 35
CHANNELS = 32


def even_socket():
    """Bound to an even port of the loopback, stamped by the kernel."""
    while True:
        ears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        ears.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        ears.bind(("127.0.0.1", 0))
        if ears.getsockname()[1] % 2 == 0:
            ears.setblocking(False)
            return ears
        ears.close()


class Ears(threading.Thread):
    """Receives at every amplifier. Of each packet that begins with the tone's first frame it keeps when it came (ns, wall clock)."""

    def __init__(self, count):
        super().__init__(daemon=True)
        self.sockets = [even_socket() for _ in range(count)]
        self.ports = [ears.getsockname()[1] for ears in self.sockets]
        self.packets = [0] * count
        self.tone = None  # payload of its first packet, once known
        self.begun = [[] for _ in range(count)]
        self.after_silence = []  # (ns, amplifier, payload)
        self.stopping = False
        self.start()

    def run(self):
        selector = selectors.DefaultSelector()
        for index, ears in enumerate(self.sockets):
            selector.register(ears, selectors.EVENT_READ, index)
        while not self.stopping:
            for key, _ in selector.select(0.1):
                try:
                    while True:
                        data, control, _, _ = key.fileobj.recvmsg(2048, 64)
                        self.heard(key.data, data, control)
                except BlockingIOError:
                    pass

    def heard(self, index, data, control):
        self.packets[index] += 1
        marker = data[1] & 0x80
        if not marker and data[12:] != self.tone:
            return
        seconds, nanoseconds = struct.unpack("qq", control[0][2][:16])
        at = seconds * 1_000_000_000 + nanoseconds
        if marker:
            self.after_silence.append((at, index, data[12:]))
        if data[12:] == self.tone:
            self.begun[index].append(at)

    def first_since(self, start_ns, index):
        return next((at for at in self.begun[index] if at >= start_ns), None)

    def all_since(self, start_ns, seconds=5.0):
        """When the tone began at each amplifier; fails when one of them did not hear it in time."""
        deadline = time.monotonic() + seconds
        while True:
            found = [self.first_since(start_ns, index) for index in range(len(self.sockets))]
            if all(found):
                return found
            assert time.monotonic() < deadline, f"{found.count(None)} amplifiers did not hear the emergency"
            time.sleep(0.005)


class EmergencyWard:
    """The daemon with `count` amplifiers, one zone each, on boards behind an address where nobody answers."""

    def __init__(self, folder, count):
        self.folder = folder
        self.count = count
        self.ears = Ears(count)
        self.zones = [f"z{index}" for index in range(count)]
        self.config = folder / "site.toml"
        self.config.write_text(self.site())
        self.daemon = None
        self.tokens = {}
        self.start()

    def site(self):
        lines = ['[station]', 'name = "Phường Diễn Tập"', f'data = "{self.folder}/data"', 'allowed_hours = ["00:00-24:00"]',
                 '[[bus]]', 'id = "bus"', f'tcp = "127.0.0.1:{free_tcp_port()}"']
        for board in range((self.count + CHANNELS - 1) // CHANNELS):
            lines += ['[[relay_board]]', f'id = "b{board}"', 'bus = "bus"', f'unit = {board + 1}', 'profile = "waveshare-32ch"']
        for index, port in enumerate(self.ears.ports):
            lines += ['[[amplifier]]', f'id = "a{index}"', f'name = "Tăng âm {index}"', f'rtp = "127.0.0.1:{port}"']
        for index in range(self.count):
            lines += ['[[zone]]', f'id = "z{index}"', f'name = "Khu {index}"', f'amplifier = "a{index}"', '[[zone.line]]',
                      f'id = "l{index}"', f'name = "Tuyến {index}"', f'relay = "b{index // CHANNELS}:{index % CHANNELS + 1}"']
        return "\n".join(lines) + "\n"

    def start(self):
        self.daemon = Program(self.folder / "daemon.log", BIN / "wardcastd", "--config", self.config, "--listen", "127.0.0.1:0", ready="ready")
        self.url = self.daemon.ready_line.split("http=")[1]

    def station(self, role):
        import subprocess

        if role not in self.tokens:
            made = subprocess.run([str(BIN / "wardcast"), "token", "create", "--role", role, "--name", role, "--config", str(self.config)],
                                  capture_output=True, text=True, check=True)
            self.tokens[role] = made.stdout.strip()
        return Station(self.url, self.tokens[role])

    def approved(self, audio, title, **fields):
        operator, editor = self.station("operator"), self.station("editor")
        item = operator.new_item(title, audio, **fields)
        operator.post(f"/items/{item['id']}/submit")
        editor.post(f"/items/{item['id']}/approve")
        return item

    def programmes(self, item, of_them, minutes=20, in_seconds=3):
        """So many programmes at once that share out the zones. Returns when they are on air."""
        start = datetime.fromtimestamp(int(time.time() + in_seconds) + 1, ICT)
        repeats = int(minutes * 60 / (item["packets"] * 0.02)) + 1
        for index in range(of_them):
            self.station("operator").post("/programmes", {
                "title": f"Chương trình {index}", "zones": self.zones[index::of_them], "start": start.strftime("%Y-%m-%dT%H:%M:%S"),
                "duration": minutes * 60, "items": [item["id"]] * repeats})
        before = list(self.ears.packets)
        deadline = time.monotonic() + in_seconds + 15
        while any(now <= was for now, was in zip(self.ears.packets, before)):
            assert time.monotonic() < deadline, "the programmes did not start"
            time.sleep(0.05)

    def learn_tone(self, item):
        """Raises one while all is silent: what comes first is the tone."""
        raised = self.station("operator").post("/emergency", {"item_id": item["id"], "zones": [self.zones[0]]})
        deadline = time.monotonic() + 5
        while not self.ears.after_silence:
            assert time.monotonic() < deadline, "nothing was heard"
            time.sleep(0.01)
        self.ears.tone = self.ears.after_silence[0][2]
        self.station("operator").call("DELETE", f"/emergency/{raised['id']}")
        time.sleep(0.3)

    def airings(self):
        today = datetime.now(ICT)
        return self.station("board").get(f"/airings?from={today - timedelta(days=1):%Y-%m-%d}&to={today:%Y-%m-%d}")["airings"]

    def stop(self):
        self.ears.stopping = True
        if self.daemon and self.daemon.process.poll() is None:
            self.daemon.stop()


class HotLine:
    """One kept connection of an operator, so that only the station is measured."""

    def __init__(self, ward):
        ward.station("operator")
        address = ward.url.split("//")[1]
        self.connection = http.client.HTTPConnection(address, timeout=30)
        self.headers = {"Authorization": "Bearer " + ward.tokens["operator"], "Content-Type": "application/json"}

    def ask(self, method, path, body=None):
        """The answer, and the instant (ns, wall clock) just before the request was sent."""
        data = json.dumps(body).encode() if body is not None else None
        sent_at = time.clock_gettime_ns(time.CLOCK_REALTIME)
        self.connection.request(method, "/api/v1" + path, data, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status < 300, f"{answer.status}: {text}"
        return json.loads(text), sent_at


def measure(ward, item, times, pause=0.25):
    """Raises and resets so many emergencies in all zones. Returns, of each, ms until the first and the last amplifier began."""
    line = HotLine(ward)
    line.ask("GET", "/onair")
    figures = []
    for _ in range(times):
        raised, sent_at = line.ask("POST", "/emergency", {"item_id": item["id"], "repeat": 1, "expires_in": 60})
        begun = ward.ears.all_since(sent_at)
        figures.append(((min(begun) - sent_at) / 1e6, (max(begun) - sent_at) / 1e6))
        line.ask("DELETE", f"/emergency/{raised['id']}")
        time.sleep(pause)
    return figures
