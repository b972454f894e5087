# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated ward's meters and serial buses, read by a Modbus master that shares no code with us (pymodbus)."""
import re
import struct
import subprocess
import time

import pytest
from pymodbus.client import ModbusSerialClient, ModbusTcpClient

from conftest import eventually

COPPER = 0.0172  # Ω·mm²/m
# line-1a of the demo ward: loudspeakers evenly along 420 m of 2.5 mm², channel 1 of the meter.
TAPS, LENGTH, WIRE = [30, 15, 15, 15, 15, 10], 420, 2.5


def line_ohms(taps, short_at=None):
    """What the head of line-1a should show; tap 0 is a loudspeaker that is gone."""
    piece = 2 * COPPER / WIRE * LENGTH / len(TAPS)
    admittance = 0.0
    for number in range(len(taps), 0, -1):
        admittance += taps[number - 1] / 100 ** 2 + (100 if number == short_at else 0)
        admittance = 1 / (1 / admittance + piece) if admittance else 0.0
    return 1 / admittance


def tone(folder, seconds):
    path = folder / "tone.wav"
    subprocess.run(["sox", "-q", "-n", "-r", "48000", "-c", "1", str(path), "synth", str(seconds), "sine", "1000", "norm", "-3"], check=True)
    return path


class Meter:
    def __init__(self, ward):
        port = re.search(r'id = "bus-4"\ntcp = "127\.0\.0\.1:(\d+)"', ward.text).group(1)
        self.client = ModbusTcpClient("127.0.0.1", port=int(port))
        assert self.client.connect()

    def read(self, channel=1):
        answer = self.client.read_input_registers((channel - 1) * 4, 4, slave=1)
        assert not answer.isError(), answer
        return struct.unpack(">ff", struct.pack(">4H", *answer.registers))

    def fresh(self):
        """A reading of a window that began after now: two refreshes of a second."""
        time.sleep(2.05)
        return self.read()


def test_a_meter_reads_what_the_programme_drives_into_the_line(ward, tmp_path):
    ward.start_sim("--meter-noise", "0")
    ward.start_daemon()
    meter = Meter(ward)
    assert meter.read() == (0, 0)
    item = ward.approved(tone(tmp_path, 24))
    _, start = ward.programme([item], ["zone-1"])
    time.sleep(max(0, start + 0.5 - time.time()))

    volts, amps = meter.fresh()
    assert volts > 5
    assert volts / amps == pytest.approx(line_ohms(TAPS), rel=1e-3)
    state = next(line for line in ward.sim_get("/state")["lines"] if line["id"] == "line-1a")
    assert state["meter"] == "meter-1:1" and state["fault"] is None

    def with_fault(**fault):
        ward.sim_put("/lines/line-1a/fault", fault)
        broken_volts, broken_amps = meter.fresh()
        return broken_volts, (broken_volts / broken_amps if broken_amps else None)

    assert with_fault(kind="open", at_speaker=4)[1] == pytest.approx(line_ohms(TAPS[:3] + [0, 0, 0]), rel=1e-3)
    assert with_fault(kind="speakers_open", speakers=[2])[1] == pytest.approx(line_ohms([30, 0, 15, 15, 15, 10]), rel=1e-3)
    collapsed, ohms = with_fault(kind="short", at_speaker=2)
    assert ohms == pytest.approx(line_ohms(TAPS, short_at=2), rel=0.01)
    assert collapsed < volts
    assert meter.read(2)[0] == pytest.approx(collapsed, rel=1e-3)  # its neighbour on the same amplifier
    assert with_fault(kind="open", at_speaker=1) == (pytest.approx(volts, rel=0.05), None)
    ward.sim_delete("/lines/line-1a/fault")
    volts, amps = meter.fresh()
    assert volts / amps == pytest.approx(line_ohms(TAPS), rel=1e-3)

    told = [(e["value"], e.get("at_speaker")) for e in ward.sim_get("/journal")["entries"] if e["kind"] == "fault"]
    assert told == [("open", 4), ("speakers_open", None), ("short", 2), ("open", 1), (None, None)]
    time.sleep(max(0, start + 25.5 - time.time()))
    assert eventually(lambda: meter.read() == (0, 0), 5, "nothing behind the open contact")


def test_boards_and_meters_on_a_serial_line(ward):
    """Two buses of the demo become one serial line, with a board and the meter on it."""
    tty = ward.folder / "ttyRS485"
    text = re.sub(r'\[\[bus\]\]\nid = "bus-4"\ntcp = "[^"]*"\n', "", ward.text)
    text = re.sub(r'id = "bus-1"\ntcp = "[^"]*"', f'id = "bus-1"\nserial = "{tty}"\nbaud = 19200\nstop_bits = 2', text)
    text = text.replace('bus = "bus-4"\nunit = 1', 'bus = "bus-1"\nunit = 9')
    ward.config.write_text(text)
    ward.start_sim()
    client = ModbusSerialClient(port=str(tty), baudrate=19200, stopbits=2, timeout=1)
    assert client.connect()
    assert not client.write_coils(0, [True] + [False] * 15, slave=1).isError()
    time.sleep(0.01)  # the silence that a bus wants is this master's own business
    assert client.read_coils(0, 16, slave=1).bits == [True] + [False] * 15
    time.sleep(0.01)
    assert client.read_input_registers(0, 4, slave=9).registers == [0, 0, 0, 0]
    relays = {relay["id"]: relay["value"] for relay in ward.sim_get("/state")["relays"]}
    assert relays["board-1:1"] == "closed" and relays["board-1:2"] == "open"

    ward.sim_put("/units/bus-1/9/fault", {"kind": "vanish"})
    assert not tty.is_symlink()
    ward.sim_delete("/units/bus-1/9/fault")
    assert tty.is_symlink()
    client.close()
    again = ModbusSerialClient(port=str(tty), baudrate=19200, stopbits=2, timeout=1)
    assert again.connect()
    assert again.read_coils(0, 16, slave=1).bits == [True] + [False] * 15
    again.close()
    ward.sim_program.stop()
    assert not tty.is_symlink()


def test_a_killed_simulator_leaves_a_link_that_the_next_one_replaces(ward):
    tty = ward.folder / "ttyRS485"
    ward.config.write_text(re.sub(r'id = "bus-4"\ntcp = "[^"]*"', f'id = "bus-4"\nserial = "{tty}"', ward.text))
    ward.start_sim()
    ward.sim_program.kill()
    assert tty.is_symlink()
    ward.start_sim()
    client = ModbusSerialClient(port=str(tty), baudrate=9600, timeout=1)
    assert client.connect()
    assert client.read_input_registers(0, 2, slave=1).registers == [0, 0]
    client.close()
