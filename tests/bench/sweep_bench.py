# SPDX-License-Identifier: GPL-3.0-or-later
"""A sweep of 32 lines on one serial bus, against its floor: what relay, receiver, tone, meter and wire need one line after another.
The simulator paces its pseudo-terminal as the wire would. Run by scripts/bench sweep; never fails on a figure."""
import argparse
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests/integration"), str(ROOT / "scripts")]

from conftest import Ward, eventually, free_rtp_port  # noqa: E402
from line_ward import meter_profile, seconds_of  # noqa: E402

LINES, OF_AMPLIFIER, LATENCY = 32, 4, 0.2
BAR = 1.2


def site(folder, baud, refresh):
    (folder / "profiles").mkdir()
    (folder / "profiles/meter-32.toml").write_text(meter_profile(32, refresh, 500))
    text = f"""[station]
name = "Bench"
data = "{folder}/data"
allowed_hours = ["00:00-24:00"]
[[bus]]
id = "wire"
serial = "{folder}/wire"
baud = {baud}
[[relay_board]]
id = "board"
bus = "wire"
unit = 1
profile = "waveshare-32ch"
[[line_meter]]
id = "meter"
bus = "wire"
unit = 2
profile = "meter-32"
"""
    for a in range(LINES // OF_AMPLIFIER):
        text += f'[[amplifier]]\nid = "amp-{a}"\nrtp = "127.0.0.1:{free_rtp_port()}"\nlatency_ms = {int(LATENCY * 1000)}\n'
    for a in range(LINES // OF_AMPLIFIER):
        text += f'[[zone]]\nid = "zone-{a}"\namplifier = "amp-{a}"\n'
        for l in range(OF_AMPLIFIER):
            n = a * OF_AMPLIFIER + l + 1
            text += f'[[zone.line]]\nid = "line-{n}"\nrelay = "board:{n}"\nmeter = "meter:{n}"\nlength_m = 300\nwire_mm2 = 2.5\n'
            for s in range(6):
                text += f'[[zone.line.speaker]]\nid = "loa-{n}-{s}"\ntap_watts = 15\n'
    return text + '[sweep]\nrule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"\nwindow = "00:00-24:00"\n'


def wire(baud, *frames):
    """Seconds that these (request, reply) sizes take, ten bits a character, with the silences the standard asks for."""
    silence = max(3.5 * 10 / baud, 0.00175) if baud > 19200 else 3.5 * 10 / baud
    return sum((q + r) * 10 / baud + 2 * silence for q, r in frames)


def floor_of_one(baud, refresh):
    write, read_back, reading = (13, 8), (8, 9), (8, 13)
    # Closing this line and opening the one before are one picture: written and read back once, and once more at the end.
    return 0.05 + LATENCY + 0.04 + 4 * refresh / 1000 + wire(baud, write, read_back, *[reading] * 4)


class SerialWard(Ward):
    def __init__(self, folder, baud, refresh):
        super().__init__(folder)
        self.text = site(self.folder, baud, refresh)
        self.config.write_text(self.text)


def run(baud, refresh):
    with tempfile.TemporaryDirectory(prefix="wardcast-sweep-") as name:
        ward = SerialWard(pathlib.Path(name), baud, refresh)
        try:
            ward.start_sim()
            ward.start_daemon()
            time.sleep(2)
            technician = ward.station("technician")
            begun = technician.post("/sweeps", {})
            over = eventually(lambda: next((one for one in technician.get("/sweeps")["sweeps"]
                                            if one["id"] == begun["id"] and one["result"] != "running"), None), 300, "the end of the sweep")
            violations = len(ward.sim_get("/journal?kind=t35_violation")["entries"])
            rows = [technician.get(f"/lines/line-{n}")["health"]["at"] for n in range(1, LINES + 1)]
        finally:
            ward.stop()
    ats = sorted(seconds_of(row) for row in rows)
    return over, (ats[-1] - ats[0]) / (LINES - 1), violations


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--baud", type=int, nargs="*", default=[9600, 115200])
    options.add_argument("--refresh-ms", type=int, nargs="*", default=[250, 1000])
    chosen = options.parse_args()
    print(f"a sweep of {LINES} lines, {OF_AMPLIFIER} on an amplifier, one serial bus with one board and one meter\n")
    print(f"{'baud':>7} {'refresh':>8} {'a line':>9} {'floor':>9} {'ratio':>7} {'bar':>5} {'in all':>8}  result")
    for baud in chosen.baud:
        for refresh in chosen.refresh_ms:
            over, each, violations = run(baud, refresh)
            floor = floor_of_one(baud, refresh)
            ratio = each / floor
            print(f"{baud:>7} {refresh:>5} ms {each:>7.3f} s {floor:>7.3f} s {ratio:>7.3f} {BAR:>5} {each * LINES:>6.1f} s  "
                  f"{over['result']}, {over['unjudged']} measured, {violations} silences too short{'   short' if ratio > BAR else ''}", flush=True)


if __name__ == "__main__":
    main()
