# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon with 100 zones on 100 amplifiers: time from its start to its ready line, and its memory, idle and while every zone is
on air. Prints a table and what falls short of the bar; never fails on a figure. Run by scripts/bench daemon."""
import argparse
import pathlib
import statistics
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests/integration"), str(ROOT / "scripts")]

import demo_content  # noqa: E402
from emergency_ward import EmergencyWard  # noqa: E402

BAR_MB, BAR_SECONDS = 40.0, 0.3


def memory(pid, what):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(what + ":"))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--amplifiers", type=int, default=100)
    options.add_argument("--starts", type=int, default=20)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="wardcast-daemon-") as name:
        folder = pathlib.Path(name)
        ward = EmergencyWard(folder, chosen.amplifiers)
        try:
            took = []
            for _ in range(chosen.starts):
                ward.daemon.stop()
                begun = time.monotonic()
                ward.start()
                took.append(time.monotonic() - begun)
            time.sleep(2)
            idle = memory(ward.daemon.process.pid, "VmRSS")
            music = ward.approved(demo_content.music(folder), "Ca nhạc")
            ward.programmes(music, 5)
            time.sleep(10)
            on_air, peak = memory(ward.daemon.process.pid, "VmRSS"), memory(ward.daemon.process.pid, "VmHWM")
        finally:
            ward.stop()
    print(f"wardcastd with {chosen.amplifiers} zones and amplifiers, {chosen.starts} starts on a data folder in use\n")
    rows = [("start to ready, median", statistics.median(took), BAR_SECONDS, "s"), ("start to ready, longest", max(took), BAR_SECONDS, "s"),
            ("memory (RSS) idle", idle, BAR_MB, "MB"), ("memory with all zones on air, 5 programmes", on_air, BAR_MB, "MB"),
            ("most memory at any time", peak, BAR_MB, "MB")]
    print(f"{'':<44} {'':>9} {'bar':>9}")
    for what, value, bar, unit in rows:
        print(f"{what:<44} {value:>6.2f} {unit:<2} {bar:>6.2f} {unit}{'   short' if value > bar else ''}")


if __name__ == "__main__":
    main()
