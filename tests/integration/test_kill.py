# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 in mid-programme, at random instants. WARDCAST_KILLS sets how many (default 30)."""
import os
import random
import socket
import struct
import threading
import time
from datetime import datetime

import numpy as np
import pytest

from conftest import eventually
from measure import RATE, decode, heard_on_line, locate

KILLS = int(os.environ.get("WARDCAST_KILLS", "30"))


class Tap(threading.Thread):
    """Listens beside an amplifier's multicast group on loopback and keeps (time, ssrc, sequence, timestamp) of each packet."""

    def __init__(self, group, port):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.socket.bind((group, port))
        self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + socket.inet_aton("127.0.0.1"))
        self.packets, self.steady = [], []  # the latter: when each came, by a clock that nobody sets
        self.start()

    def run(self):
        while True:
            try:
                data = self.socket.recv(2048)
            except OSError:
                return
            _, _, sequence, timestamp, ssrc = struct.unpack("!BBHII", data[:12])
            self.packets.append((time.time(), ssrc, sequence, timestamp))
            self.steady.append(time.monotonic())


def test_killed_again_and_again_it_goes_on_where_the_clock_is(running, content):
    ward = running
    rng = random.Random(20261122)
    operator = ward.station("operator")
    item = ward.approved(content["long"])
    import re

    group, port = re.search(r'rtp = "(239[\d.]+):(\d+)"', ward.text).groups()
    tap = Tap(group, int(port))
    copies = 1 + int(KILLS * 2.2 / (item["packets"] * 0.02))
    programme, start = ward.programme([item] * copies, ["zone-1"], duration=int(copies * item["packets"] * 0.02) + 30)
    time.sleep(max(0.0, start + 1.5 - time.time()))
    restarts = []
    for _ in range(KILLS):
        time.sleep(rng.uniform(0.2, 2.0))
        ward.daemon_program.kill()
        killed = time.time()
        ward.start_daemon()
        after = eventually(lambda: next((packet for packet in reversed(tap.packets) if packet[0] > killed + 0.005), None), 5, "sound after a kill")
        first = next(packet for packet in tap.packets if packet[0] > killed + 0.005)
        restarts.append(first[0] - killed)
        assert after
    end = start + copies * item["packets"] * 0.02
    time.sleep(max(0.0, end + 2 - time.time()))

    # One session: same SSRC, sequence strictly forward (modulo 2^16), timestamp forward.
    assert len({ssrc for _, ssrc, _, _ in tap.packets}) == 1
    for before, after in zip(tap.packets, tap.packets[1:]):
        assert 0 < (after[2] - before[2]) % 65536 < 32768
        assert 0 < (after[3] - before[3]) % 2**32 < 2**31
    # The media clock goes on with the steady one, as if nothing had happened: what one restart lost would add up.
    ticks = sum((after[3] - before[3]) % 2**32 for before, after in zip(tap.packets, tap.packets[1:]))
    assert ticks / 48000 == pytest.approx(tap.steady[-1] - tap.steady[0], abs=0.05)

    # One airing, its seconds those really sent.
    airing = eventually(lambda: next((entry for entry in ward.airings() if entry["ended_at"] and entry["edition_id"].startswith(f"{programme['id']}-")), None))
    sent = len(tap.packets) * 0.02
    assert len(ward.airings()) == 1
    assert sent - KILLS * 1.0 <= airing["on_air_seconds"] <= sent + 0.02
    print(f"{KILLS} kills: sent {sent:.2f} s, counted {airing['on_air_seconds']:.2f} s, killed to sound: median "
          f"{np.median(restarts) * 1000:.0f} ms, worst {max(restarts) * 1000:.0f} ms")

    # Relays: closed once, opened once, after the end.
    lines = [line["id"] for zone in operator.get("/zones")["zones"] if zone["id"] == "zone-1" for line in zone["lines"]]
    for line in lines:
        moves = [entry for entry in ward.sim_get("/journal")["entries"] if entry["kind"] == "relay" and entry.get("line") == line]
        assert [entry["value"] for entry in moves] == ["closed", "open"], moves
        assert datetime.fromisoformat(moves[1]["t"].replace("Z", "+00:00")).timestamp() > tap.packets[-1][0]

    # At the right place: what is on the line now is what the clock says, to half a second.
    recording, begins_at = heard_on_line(ward.sim_url, lines[0])
    expected = decode(operator.get(f"/items/{item['id']}/audio"))
    checked = 0
    for second in range(int(begins_at + 2), int(end) - 3):
        offset = int((second - begins_at) * RATE)
        piece = recording[offset : offset + RATE * 2]
        if len(piece) < RATE * 2 or np.mean(np.abs(piece) < 1e-4) > 0.5:
            continue  # a restart or a pause in the speech
        planned = (second - start - 0.2) % (item["packets"] * 0.02)
        low = max(0, int((planned - 0.7) * RATE))
        window = expected[low : low + int(3.4 * RATE)]
        if len(window) < len(piece):
            continue
        found = locate(window, piece) / RATE + low / RATE
        assert found == pytest.approx(planned, abs=0.5), second
        checked += 1
    assert checked > 5


def test_what_was_stopped_stays_stopped_however_soon_the_power_goes(running, content):
    ward = running
    operator = ward.station("operator")
    item = ward.approved(content["long"])
    for round in range(6):
        programme, start = ward.programme([item], ["zone-1"], duration=30, title=f"Lần {round}")
        time.sleep(max(0.0, start + 0.5 - time.time()))

        def mine():
            return next(entry for entry in ward.airings() if entry["edition_id"].startswith(f"{programme['id']}-"))

        airing = mine()["id"]
        operator.post("/stop" if round % 2 else f"/airings/{airing}/stop")
        ward.daemon_program.kill()  # the moment that it is answered
        ward.start_daemon()
        assert mine()["ended_at"] and mine()["reason"] == "stopped"
        assert not any(zone["programme"] == programme["title"] for zone in operator.get("/onair")["zones"])
