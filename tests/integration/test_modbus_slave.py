# SPDX-License-Identifier: GPL-3.0-or-later
"""Relays on a Modbus slave that shares no code with us (pymodbus, ADAM-6060), in real programmes; then on wires that misbehave."""
import json
import pathlib
import socket
import struct
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from conftest import Ward, eventually, free_rtp_port, free_tcp_port
from slave_proxy import SlaveProxy
from station_client import Refused

SLAVE = pathlib.Path(__file__).resolve().parent / "adam6060_slave.py"
SO_TIMESTAMPNS = getattr(socket, "SO_TIMESTAMPNS", 35)  # Linux; older Pythons have no name for it

HEAD = """\
[station]
name = "Phường Thử"
data = "data"
allowed_hours = ["00:00-24:00"]
[http]
listen = "127.0.0.1:0"
"""

# One bus, its board, an amplifier and a zone with two lines.
PART = """
[[bus]]
id = "bus-{n}"
tcp = "127.0.0.1:{bus}"
[[relay_board]]
id = "board-{n}"
bus = "bus-{n}"
profile = "adam-6060"
[[amplifier]]
id = "amp-{n}"
rtp = "127.0.0.1:{rtp}"
[[zone]]
id = "zone-{n}"
amplifier = "amp-{n}"
[[zone.line]]
id = "line-{n}a"
relay = "board-{n}:1"
[[zone.line]]
id = "line-{n}b"
relay = "board-{n}:3"
"""

CLOSED, OPEN = [1, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0]


class AdamWard(Ward):
    """A ward whose boards are ADAM-6060 at these TCP ports. No simulator: the test is the amplifiers."""

    def __init__(self, folder, bus_ports):  # pylint: disable=super-init-not-called
        self.folder = pathlib.Path(folder)
        self.config = self.folder / "ward.toml"
        self.receivers = [Receiver() for _ in bus_ports]
        self.config.write_text(HEAD + "".join(
            PART.format(n=number + 1, bus=port, rtp=receiver.port) for number, (port, receiver) in enumerate(zip(bus_ports, self.receivers))))
        self.port = free_tcp_port()
        self.sim_program = self.daemon_program = None
        self.tokens = {}

    def lines(self, zone=1):
        """What the station shows of the zone's two contacts."""
        zones = self.station("board").get("/onair")["zones"]
        return [line["relay"] for line in zones[zone - 1]["lines"]]


class Receiver(threading.Thread):
    """An amplifier's socket. Keeps (Unix time of arrival by the kernel, sequence number) of each packet."""

    def __init__(self):
        super().__init__(daemon=True)
        self.port = free_rtp_port()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.socket.bind(("127.0.0.1", self.port))
        self.packets = []
        self.start()

    def run(self):
        while True:
            data, ancillary, _, _ = self.socket.recvmsg(2048, 128)
            at = next(struct.unpack("qq", value[:16]) for _, kind, value in ancillary if kind == SO_TIMESTAMPNS)
            self.packets.append((at[0] + at[1] / 1e9, struct.unpack("!H", data[2:4])[0]))

    def since(self, instant):
        return [packet for packet in self.packets if packet[0] >= instant]


class Slave:
    """adam6060_slave.py as a process of its own, always on the same port; remembers what it told."""

    def __init__(self, port=None):
        self.port = port or free_tcp_port()
        self.events = []
        self.process = None

    def start(self):
        self.events.append({"event": "started", "at": time.time()})
        self.process = subprocess.Popen([sys.executable, SLAVE, "--port", str(self.port), "--reads"], stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self.listen, args=(self.process,), daemon=True).start()
        eventually(lambda: self.told("listening"), 20, "the slave listens")
        return self

    def listen(self, process):
        offset = time.time() - time.monotonic()
        for line in process.stdout:
            event = json.loads(line)
            self.events.append({**event, "at": event["t"] + offset})

    def told(self, *kinds):
        """What it told since it was last started."""
        started = max(index for index, event in enumerate(self.events) if event["event"] == "started")
        return [event for event in self.events[started:] if event["event"] in kinds]

    def contacts(self):
        writes = self.told("write")
        return writes[-1]["values"] if writes else OPEN

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def slave():
    slave = Slave().start()
    yield slave
    slave.kill()


@pytest.fixture
def ward_of(tmp_path):
    """Makes the ward on these bus ports, with its daemon running."""
    made = []

    def make(*bus_ports):
        made.append(AdamWard(tmp_path, bus_ports))
        made[0].start_daemon()
        return made[0]

    yield make
    for ward in made:
        ward.stop()


def long_programme(ward, content, zones, in_seconds=4.0):
    """On air for minutes, until stopped. Returns its planned start (Unix time)."""
    item = ward.approved(content["long"])
    _, start = ward.programme([item] * 6, zones, in_seconds=in_seconds)
    return start


def until(instant):
    time.sleep(max(0.0, instant - time.time()))


def test_it_is_switched_and_read_back_around_a_programme(slave, ward_of, content):
    ward = ward_of(slave.port)
    item = ward.approved(content["tune"])
    eventually(lambda: ward.lines() == ["open", "open"], 5, "the contacts are known")
    assert not slave.told("write"), "nothing may be written to a board that is as it should be"
    _, start = ward.programme([item], ["zone-1"])
    until(start + 1)
    assert ward.lines() == ["closed", "closed"]
    until(start + item["packets"] * 0.02 + 1.5)
    assert ward.lines() == ["open", "open"]

    packets = ward.receivers[0].packets
    assert len(packets) == item["packets"]
    closing, opening = slave.told("write")
    assert (closing["address"], closing["values"]) == (16, CLOSED)
    assert (opening["address"], opening["values"]) == (16, OPEN)
    reads = slave.told("read")
    assert {(read["address"], read["count"]) for read in reads} == {(16, 6)}
    assert any(closing["at"] < read["at"] < packets[0][0] for read in reads), "read back before the first packet"
    assert abs(packets[0][0] - start) < 0.02
    assert 0.15 <= opening["at"] - packets[-1][0] <= 0.6, "open when the receiver's buffer has played out"
    assert any(opening["at"] < read["at"] < opening["at"] + 1 for read in reads), "opening is read back too"
    assert not slave.told("idle_closed"), "the board never had to hang up"
    airing = eventually(lambda: next((entry for entry in ward.airings() if entry["ended_at"]), None), 5, "the airing's end")
    assert airing["result"] == "full"
    assert {segment["confirmation"] for segment in airing["segments"]} == {"confirmed"}


def test_killed_and_restarted_it_is_used_again_within_5_seconds(slave, ward_of, content):
    ward = ward_of(slave.port)
    start = long_programme(ward, content, ["zone-1"])
    until(start + 1)
    figures = []
    for away in (0.05, 2.0, 7.0):
        assert slave.contacts() == CLOSED
        slave.kill()
        if away >= 2:
            eventually(lambda: ward.lines() == ["unknown", "unknown"], 3, "a board that is gone is shown unknown")
        time.sleep(away)
        slave.start()  # with every contact open, as after a power cut
        back = slave.told("listening")[0]["at"]
        closing = eventually(lambda: slave.told("write"), 5, "the contacts are closed again")[0]
        assert closing["values"] == CLOSED
        eventually(lambda: ward.lines() == ["closed", "closed"], 2, "and shown closed")
        figures.append(f"away {away:.2f} s: {closing['at'] - back:.2f} s")
    print("used again after", ", ".join(figures))
    stopped = time.time()
    ward.station("operator").post("/stop")
    eventually(lambda: slave.contacts() == OPEN and ward.lines() == ["open", "open"], 2, "open after the stop")
    packets = ward.receivers[0].since(start - 1)
    numbers = [number for _, number in packets]
    assert all((after - before) % 65536 == 1 for before, after in zip(numbers, numbers[1:])), "no packet was left out"
    assert len(packets) == pytest.approx((stopped - start) / 0.02, abs=10)


SPOILT = ["late", "garble", "transaction", "unit", "half_open"]


def test_spoilt_answers_never_mislead(slave, ward_of, content):
    """Every answer is spoilt for a while, in mid-programme, at its start and at its end: what is shown is true or unknown, never the
    opposite; when the wire is good again so is all the rest."""
    proxy = SlaveProxy(slave.port)
    ward = ward_of(proxy.port)
    board = ward.station("board")
    eventually(lambda: ward.lines() == ["open", "open"], 5, "the contacts are known")
    shown, watching = [], True

    def watch():
        while watching:
            try:
                before = slave.contacts()
                relays = [line["relay"] for line in board.get("/onair")["zones"][0]["lines"]]
                shown.append((time.time(), proxy.mode, relays, before, slave.contacts()))
            except (OSError, Refused):
                pass
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        # It starts while the answers come late: sound on time, the line unknown, put right as soon as the wire is.
        proxy.become("late")
        eventually(lambda: ward.lines() == ["unknown", "unknown"], 12, "late answers are no answers")
        start = long_programme(ward, content, ["zone-1"])
        until(start + 1)
        assert abs(ward.receivers[0].since(start - 1)[0][0] - start) < 0.05
        assert ward.lines() == ["unknown", "unknown"]
        proxy.become("pass")
        eventually(lambda: ward.lines() == ["closed", "closed"], 5, "closed when the answers are in time again")

        for mode in SPOILT:
            asked = proxy.requests
            proxy.become(mode)
            eventually(lambda: ward.lines() == ["unknown", "unknown"], 8, f"unknown while answers are {mode}")
            time.sleep(1)
            assert ward.lines() == ["unknown", "unknown"], mode
            assert proxy.requests - asked >= 2, "it is asked again and again"
            assert proxy.requests - asked < 60, "but not hammered"
            proxy.become("pass")
            good = time.time()
            eventually(lambda: ward.lines() == ["closed", "closed"], 5, f"known again after {mode}")
            print(f"{mode}: asked {proxy.requests - asked} times, known again {time.time() - good:.2f} s after")

        # An answer too many after each one: thrown away, the reading stands.
        proxy.become("stale")
        eventually(lambda: proxy.by_mode.get("stale", 0) >= 3, 12, "readings with a second answer behind")
        assert ward.lines() == ["closed", "closed"]

        # It ends while the answers are another transaction's.
        proxy.become("transaction")
        eventually(lambda: ward.lines() == ["unknown", "unknown"], 8, "unknown again")
        ward.station("operator").post("/stop")
        time.sleep(2)
        proxy.become("pass")
        eventually(lambda: slave.contacts() == OPEN and ward.lines() == ["open", "open"], 5, "open when the wire is good again")
    finally:
        watching = False
        watcher.join()
    names = {True: "closed", False: "open"}
    for at, mode, relays, before, after in shown:
        for relay, was, now in zip(relays, (before[0], before[2]), (after[0], after[2])):
            # What was read just before a write may still be shown for an instant.
            if relay != "unknown" and was == now:
                assert relay == names[bool(now)] or changed_lately(slave, at), (at - start, mode, relays, before, after)
    assert len(shown) > 100
    written = [event["values"] for event in slave.told("write")]
    assert all(values in (CLOSED, OPEN) for values in written), written


def changed_lately(slave, at):
    return any(at - 1.5 < event["at"] <= at + 0.1 for event in slave.told("write"))




def test_a_dead_bus_delays_no_packet(slave, ward_of, content):
    """A healthy bus and zone beside one whose bus is in turn healthy, refuses connections, and takes them without a word."""
    other = Slave().start()
    proxy_port = free_tcp_port()
    second = SlaveProxy(other.port, proxy_port)
    ward = ward_of(slave.port, proxy_port)
    hole = None
    figures = {}
    try:
        for situation in ("both buses healthy", "connections refused", "black hole"):
            if situation == "connections refused":
                second.become("refuse")
            if situation == "black hole":
                hole = socket.socket()
                hole.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                hole.bind(("127.0.0.1", proxy_port))
                hole.listen(2)  # connections are taken until this is full, and never answered
            if situation != "both buses healthy":
                eventually(lambda: ward.lines(2) == ["unknown", "unknown"], 12, "the dead bus is shown unknown")
            start = long_programme(ward, content, ["zone-1", "zone-2"])
            until(start + 22)
            assert ward.lines(1) == ["closed", "closed"]
            assert ward.lines(2) == (["closed", "closed"] if situation == "both buses healthy" else ["unknown", "unknown"])
            for number, receiver in enumerate(ward.receivers):
                packets = receiver.since(start - 1)
                assert len(packets) >= 1000
                gaps = np.diff([at for at, _ in packets]) * 1000
                off = np.abs(gaps - 20)
                figures[situation, number + 1] = (packets[0][0] - start) * 1000, np.percentile(off, 99), off.max()
                assert all((after - before) % 65536 == 1 for (_, before), (_, after) in zip(packets, packets[1:]))
            ward.station("operator").post("/stop")
            eventually(lambda: ward.lines(1) == ["open", "open"], 3, "the healthy bus opens")
            # The stopped edition keeps its slot.
            for programme in ward.station("operator").get("/programmes")["programmes"]:
                ward.station("operator").call("DELETE", f"/programmes/{programme['id']}")
    finally:
        other.kill()
        if hole:
            hole.close()
    print()
    for (situation, zone), (late, p99, worst) in figures.items():
        print(f"{situation:<20} zone-{zone}: first packet {late:+7.2f} ms, gaps off 20 ms: p99 {p99:.3f}, worst {worst:.3f} ms")
    healthy = max(p99 for (situation, _), (_, p99, _) in figures.items() if situation == "both buses healthy")
    for (situation, zone), (late, p99, _) in figures.items():
        assert abs(late) < 20, (situation, zone, late)
        assert p99 < max(5.0, 3 * healthy), (situation, zone, p99, healthy)
