# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that goes wrong on a Modbus bus, on TCP and on a serial line, while a programme airs over another bus. With -s the
tables are printed."""
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bus_ward import BUSES, BusWard
from conftest import eventually
from line_ward import commission, line, open_faults, sweep
from machine_watch import MachineWatch

REPAIRED = 5.0  # what is repaired is used again within so many seconds
KINDS = ["offline", "stuck", "late", "garble", "wrong_unit", "exception", "half_open", "vanish"]
WHOLE_BUS = ("half_open", "vanish")
SILENT = ("offline", "late", "garble", "wrong_unit", "half_open", "vanish")
# A meter whose reading stands still looks like a line in order while it stands at one: it cannot be told from its bus.
OF_METERS = [kind for kind in KINDS if kind != "stuck"]
UNITS = {"t1": 1, "tm": 9, "r1": 1, "rm": 9}


@pytest.fixture
def bus_ward(tmp_path):
    ward = BusWard(tmp_path)
    ward.start_sim("--meter-noise", "0.5").start_daemon()
    yield ward
    ward.stop()


def buses_for(kind):
    return ["tcp"] if kind == "half_open" else list(BUSES)


class Matrix:
    def __init__(self, ward, message):
        self.ward, self.message = ward, message
        self.board, self.operator, self.technician = (ward.station(role) for role in ("board", "operator", "technician"))
        self.rows, self.began = [], time.time()
        self.raised = {}  # cause -> times that it was expected
        self.with_bus = {}  # cause -> times that it may have come because the whole bus was silent

    def onair(self):
        told = self.board.get("/onair")
        return ({one["id"]: one for one in told["boards"]},
                {one["id"]: one for zone in told["zones"] for one in zone["lines"]})

    def set_fault(self, kind, units):
        for bus, unit in units:
            self.ward.sim_put(f"/units/{bus}/{UNITS[unit]}/fault", {"kind": kind})
            others = [self.fault_of("offline", other) for other in BUSES[bus] if other != unit and kind in WHOLE_BUS]
            self.with_bus.update({cause: self.with_bus.get(cause, 0) + 1 for cause in others})

    def repair(self, units):
        for bus, unit in units:
            self.ward.sim_delete(f"/units/{bus}/{UNITS[unit]}/fault")
        return time.time()

    def settled(self, boards, value):
        """Are the contacts of these boards' lines so, and does the station know?"""
        contacts, (told, lines) = self.ward.contacts(), self.onair()
        return all(contacts[f"{b}:{c}"] == value == lines[f"{b}-{c}"]["relay"] for b in boards for c in (1, 2)) and \
            all(told[b]["reachable"] and not told[b]["problem"] for b in boards)

    def nothing_assumed(self, boards):
        """What the station says of a contact is true or "unknown"."""
        contacts, (_, lines) = self.ward.contacts(), self.onair()
        for b in boards:
            for c in (1, 2):
                assert lines[f"{b}-{c}"]["relay"] in ("unknown", contacts[f"{b}:{c}"]), (b, c, lines[f"{b}-{c}"], contacts)

    def first_move(self, board, value, since):
        """Seconds until both contacts of the board were so."""
        at = {channel: t for t, channel, now in self.ward.switched(since) if channel in (f"{board}:1", f"{board}:2") and now == value}
        return max(at.values()) - since if len(at) == 2 else None

    def switch(self, zones, closing, emergency):
        """Raises an emergency in these zones, or ends it. Gives when, and the emergency."""
        asked = time.time()
        if closing:
            body = {"item_id": self.message["id"], "zones": zones, "repeat": 20, "interval": 0}
            return asked, self.operator.post("/emergency", body)["id"]
        self.operator.call("DELETE", f"/emergency/{emergency}")
        return asked, None

    def wait(self, condition, what, seconds=REPAIRED, since=None):
        eventually(condition, seconds, what)
        return time.time() - since if since else None

    def fault_of(self, kind, unit):
        if kind == "stuck":
            return f"relay_stuck:{unit}:1"
        return f"no_comm:{'meter' if unit in ('tm', 'rm') else 'board'}/{unit}"

    def expect(self, causes):
        """Each of these faults is open, or new again; each once."""
        def there():
            faults = open_faults(self.ward)
            return all(cause in faults and faults[cause]["state"] in ("new", "acknowledged") for cause in causes)
        eventually(there, 15, f"{causes} among {sorted(open_faults(self.ward))}")
        for cause in causes:
            self.raised[cause] = self.raised.get(cause, 0) + 1

    def resolve_all(self):
        for cause, fault in open_faults(self.ward).items():
            if fault["state"] != "resolved":
                told = self.technician.post(f"/faults/{fault['id']}/resolve", {"note": "repaired"})
                assert told["state"] == "resolved", (cause, told)

    def on_boards(self, kind, closing=True):
        buses = buses_for(kind)
        units = [(bus, BUSES[bus][0]) for bus in buses]
        sick, neighbours = [BUSES[bus][0] for bus in buses], [BUSES[bus][1] for bus in buses]
        zones, value = [f"zone-{b}" for b in sick + neighbours], "closed" if closing else "open"
        emergency = None
        if not closing:
            _, emergency = self.switch(zones, True, None)
            self.wait(lambda: self.settled(sick + neighbours, "closed"), "every contact")
        self.set_fault(kind, units)
        asked, raised = self.switch(zones, closing, emergency)
        if kind not in WHOLE_BUS:
            self.wait(lambda: self.settled(neighbours, value), f"{kind}: the neighbours' contacts")
        problem = lambda told: not told["reachable"] if kind in SILENT else told["problem"]
        self.wait(lambda: all(problem(self.onair()[0][b]) for b in sick), f"{kind}: the board's state", 8)
        self.nothing_assumed(sick + neighbours)
        self.expect([self.fault_of(kind, b) for b in sick])
        since = self.repair(units)
        back = self.wait(lambda: self.settled(sick + neighbours, value), f"{kind}: recovery", since=since)
        for bus, b, n in zip(buses, sick, neighbours):
            switched = None if kind in WHOLE_BUS else self.first_move(n, value, asked)
            self.rows.append((bus, kind, "board", value, switched, back))
        if closing:
            self.switch(zones, False, raised)
            self.wait(lambda: self.settled(sick + neighbours, "open"), f"{kind}: silence")
        self.resolve_all()

    def heard_again(self, meter):
        return (self.ward.folder / "daemon.log").read_text().count(f"event=line_meter_back meter={meter} ")

    def on_meters(self, kind):
        buses = buses_for(kind)
        units = [(bus, BUSES[bus][2]) for bus in buses]
        lines = [BUSES[bus][0] + "-1" for bus in buses]
        self.set_fault(kind, units)
        test = lambda name: self.technician.post(f"/lines/{name}/test")
        with ThreadPoolExecutor() as pool:
            list(pool.map(test, lines))
        silent = lambda name: line(self.ward, name)["health"]["verdict"] == "no_comm"
        for name in lines:  # a test that had to wait its turn is told later
            eventually(lambda: silent(name), 10, f"{kind}: {name} is not known")
        if kind in SILENT:
            self.expect([self.fault_of(kind, meter) for _, meter in units])
        heard = {meter: self.heard_again(meter) for _, meter in units}
        since = self.repair(units)
        if kind in SILENT:
            eventually(lambda: all(self.heard_again(meter) > times for meter, times in heard.items()), REPAIRED, f"{kind}: the meter")
        back = time.time() - since if kind in SILENT else None

        def well(name):
            test(name)
            return line(self.ward, name)["health"]["verdict"] == "ok"
        with ThreadPoolExecutor() as pool:  # after the tests that still wait to confirm what was wrong
            list(pool.map(lambda name: eventually(lambda: well(name), 15, f"{kind}: a reading of {name}"), lines))
        self.rows += [(bus, kind, "meter", "no_comm", None, back) for bus in buses]
        self.resolve_all()

    def no_storm(self):
        """Each trouble is one fault, told once each time that it came, and nothing else is one."""
        faults = {fault["cause"]: fault for fault in self.board.get("/faults")["faults"]}
        told = {}
        for cause, fault in faults.items():
            events = self.board.get(f"/faults/{fault['id']}")["events"]
            told[cause] = sum(event["what"] in ("opened", "reopened") for event in events)
            assert fault["state"] == "resolved", fault
        stuck = {f"relay_stuck:{b}:{c}" for b in ("t1", "r1") for c in (1, 2)}
        assert set(told) >= set(self.raised) and set(told) <= set(self.raised) | stuck | set(self.with_bus), told
        for cause, times in self.raised.items():
            assert times <= told[cause] <= times + self.with_bus.get(cause, 0), (cause, told[cause], times)
        for cause in set(told) - set(self.raised) - stuck:
            assert told[cause] <= self.with_bus[cause], (cause, told[cause])
        print("\ntold: " + ", ".join(f"{cause} {times} times" for cause, times in sorted(told.items())))

    def print(self):
        print(f"\n{'bus':4} {'fault':11} {'of':6} {'meant to be / said':19} {'neighbour switched':>19} {'used again':>11}")
        for bus, kind, what, value, switched, back in self.rows:
            told = "(its bus is gone)" if switched is None and what == "board" else f"{switched * 1000:.0f} ms" if switched else ""
            print(f"{bus:4} {kind:11} {what:6} {value:19} {told:>19} {f'{back:.2f} s' if back else 'next test':>11}")


def test_the_matrix(bus_ward, content):
    ward = bus_ward
    message = ward.approved(content["long"], "Báo động", kind="emergency")
    music = ward.approved(content["long"], "Ca nhạc")
    commission(ward, ["t1-1", "r1-1"])
    copies = 2 + int(180 / (music["packets"] * 0.02))
    _, start = ward.programme([music] * copies, ["zone-h1"], in_seconds=2)
    matrix = Matrix(ward, message)
    eventually(lambda: matrix.settled(["h1"], "closed"), 15, "the programme on air")
    aired_from = time.time()

    # All well: how fast do contacts follow?
    zones = [f"zone-{b}" for devices in BUSES.values() for b in devices[:2]]
    asked, emergency = matrix.switch(zones, True, None)
    boards = [b for devices in BUSES.values() for b in devices[:2]]
    matrix.wait(lambda: matrix.settled(boards, "closed"), "every contact")
    well = {b: matrix.first_move(b, "closed", asked) for b in boards}
    matrix.switch(zones, False, emergency)
    matrix.wait(lambda: matrix.settled(boards, "open"), "silence")
    time.sleep(3)
    before, faults_from = ward.pacing(), time.time()

    with MachineWatch() as machine:
        for kind in KINDS:
            matrix.on_boards(kind)
        for kind in ("offline", "late"):
            matrix.on_boards(kind, closing=False)
        for kind in OF_METERS:
            matrix.on_meters(kind)
        after = ward.pacing()
    matrix.print()
    matrix.no_storm()
    print("all well: contacts follow after " + ", ".join(f"{b} {t * 1000:.0f} ms" for b, t in well.items()))
    frames = after["frames"] - before["frames"]
    print(f"pacing p99 {before['p99_ms']:.3f} ms before, {after['p99_ms']:.3f} ms with the faults; of {frames:.0f} frames in "
          f"{time.time() - faults_from:.0f} s {after['late'] - before['late']:.0f} late, {after['skipped'] - before['skipped']:.0f} skipped; "
          f"the machine itself: {machine.late} late, {machine.skipped} skipped")
    assert after["skipped"] - before["skipped"] <= machine.skipped
    assert after["late"] - before["late"] <= frames * 0.01 + machine.late
    assert not [entry for entry in ward.switched(aired_from) if entry[1].startswith("h1:")], "the other bus"
    assert set(channel for _, channel, _ in ward.switched(aired_from)) <= {f"{b}:{c}" for b in boards for c in (1, 2)}
    # A line whose meter was silent is tested once more, alone, to confirm it: that contact may close for a moment yet.
    others = lambda: {channel for channel, value in ward.contacts().items() if value == "closed" and not channel.startswith("h1:")}
    assert others() <= {"t1:1", "r1:1"}
    eventually(lambda: not others(), 10, "every contact of the other zones open")
    assert not ward.sim_get("/journal?kind=t35_violation")["entries"]


def test_a_sweep_over_the_serial_bus_says_what_one_over_tcp_says(bus_ward):
    ward = bus_ward
    lines = [f"{bus}-{channel}" for bus in ("t1", "t2", "r1", "r2") for channel in (1, 2)]
    commission(ward, lines)
    began = time.monotonic()
    record = sweep(ward, lines=lines)
    print(f"\na sweep of {len(lines)} lines on two buses: {time.monotonic() - began:.1f} s")
    assert record["result"] == "complete" and record["in_order"] == len(lines), record
    assert not open_faults(ward)

    planted = {"1": {"kind": "open", "at_speaker": 3}, "2": {"kind": "short", "at_speaker": 2}}
    for bus in ("t1", "r1"):
        for channel, fault in planted.items():
            ward.sim_put(f"/lines/{bus}-{channel}/fault", fault)
    # A short takes the voltage of its amplifier only while its contact is closed, so its neighbour is measured as it is.
    sweep(ward, lines=lines)
    said = {name: line(ward, name)["health"]["verdict"] for name in lines}
    print(said)
    for channel, expected in (("1", "partial"), ("2", "short")):
        assert said[f"t1-{channel}"] == said[f"r1-{channel}"] == expected, said
        assert said[f"t2-{channel}"] == said[f"r2-{channel}"] == "ok", said
    assert set(open_faults(ward)) == {f"{kind}:line/{bus}-{c}" for bus in ("t1", "r1") for c, kind in (("1", "partial"), ("2", "short"))}
    distances = [line(ward, f"{bus}-2")["health"]["distance_m"] for bus in ("t1", "r1")]
    assert distances == [pytest.approx(150, abs=30)] * 2, distances
    assert all(value == "open" for value in ward.contacts().values())
    assert not ward.sim_get("/journal?kind=t35_violation")["entries"]
