# SPDX-License-Identifier: GPL-3.0-or-later
"""Emergency: POST sent → first packet at the last of many amplifiers, while programmes run and every relay board is dead. Prints a
table and what falls short of the bar (20 ms); never fails on a figure. Run by scripts/bench-emergency."""
import argparse
import math
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCRIPTS = ROOT / "scripts"
sys.path[:0] = [str(ROOT / "tests/integration"), str(SCRIPTS)]

import demo_content  # noqa: E402
from emergency_ward import EmergencyWard, measure  # noqa: E402

BAR_MS = 20.0
# A second person who keeps the desk busy with figures and lists.
BUSY = """
import sys
from station_client import Station
station = Station(sys.argv[1], sys.argv[2])
while True:
    for path in ("/airings?from=2026-01-01&to=2026-12-31", "/statistics?from=2020-01-01&to=2030-12-31", "/items", "/timetable?from=2026-11-01T00:00:00%2B07:00&to=2026-12-01T00:00:00%2B07:00"):
        try:
            station.get(path)
        except Exception:
            pass
"""


def quantile(values, share):
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def row(name, values):
    print(f"{name:<44} {len(values):>6} {quantile(values, 0.5):>8.2f} {quantile(values, 0.99):>8.2f} {max(values):>8.2f}", flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--amplifiers", type=int, default=100)
    options.add_argument("--emergencies", type=int, default=100)
    options.add_argument("--programmes", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="wardcast-emergency-") as name:
        folder = pathlib.Path(name)
        ward = EmergencyWard(folder, chosen.amplifiers)
        busy = None
        short = []
        try:
            message = ward.approved(demo_content.tune(folder), "Sơ tán", kind="emergency")
            music = ward.approved(demo_content.music(folder), "Ca nhạc")
            ward.learn_tone(message)
            ward.programmes(music, chosen.programmes)
            print(f"Emergency: POST sent to first packet, {chosen.amplifiers} amplifiers, {chosen.programmes} programmes on air, no relay board "
                  "answers (ms)\n")
            print(f"{'':<44} {'times':>6} {'p50':>8} {'p99':>8} {'max':>8}")
            for what in ("", ", a busy desk"):
                if what:
                    busy = subprocess.Popen([sys.executable, "-B", "-c", BUSY, ward.url, ward.tokens["operator"]],
                                            env={"PYTHONPATH": str(SCRIPTS), "PATH": "/usr/bin:/bin"})
                figures = measure(ward, message, chosen.emergencies)
                row("first amplifier" + what, [first for first, _ in figures])
                last = [each for _, each in figures]
                row("last amplifier" + what, last)
                if quantile(last, 0.99) > BAR_MS:
                    short.append(f"last amplifier{what}: p99 {quantile(last, 0.99):.1f} ms (bar {BAR_MS:.0f})")
        finally:
            if busy:
                busy.kill()
            ward.stop()
    print("\nShort of the bar:" + ("" if short else " nothing"))
    for line in short:
        print("  - " + line)


if __name__ == "__main__":
    main()
