# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the demo: simulated ward, daemon, accounts, a first programme, and what was heard of it. Called by scripts/demo."""
import argparse
import fcntl
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

import numpy as np

from demo_content import NEWS, music, speech, tune
from measure import RATE, around, compare, decode, heard_on_line, rundown
from station_client import Station

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / "build/release/bin"
CONFIG = ROOT / "config/demo.toml"
DATA = ROOT / "data/demo"
ROLES = {"truc": "operator", "bientap": "editor", "kythuat": "technician", "truongban": "board", "ctv": "contributor", "quantri": "admin"}
ICT = timezone(timedelta(hours=7))


class Children:
    """Programs started here; all of them end when this does, the newest first."""

    def __init__(self):
        self.running = []

    def start(self, *command, ready):
        log = open(DATA / f"{pathlib.Path(command[0]).name}.log", "wb")
        child = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=log)
        self.running.append(child)
        for line in child.stdout:
            if ready in line.decode(errors="replace"):
                return line.decode().strip()
        child.wait()
        said = pathlib.Path(log.name).read_text(errors="replace").strip().splitlines()
        raise SystemExit(f"{pathlib.Path(command[0]).name} did not start: {said[-1] if said else 'it said nothing'}")

    def stop(self):
        for child in reversed(self.running):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
                try:
                    child.wait(10)
                except subprocess.TimeoutExpired:
                    child.kill()
        self.running.clear()


def refuse_a_second_demo():
    """Its data would be swept away under the one that runs."""
    lock = DATA / "daemon.lock"
    if not lock.exists():
        return
    with open(lock, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"A demo is running already on {DATA.relative_to(ROOT)}; end it with Ctrl-C first.") from None


def cli(*arguments, stdin=None):
    run = subprocess.run([str(BIN / "wardcast"), *map(str, arguments)], input=stdin, capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(run.stderr)
    return run.stdout.strip()


def make_accounts():
    logins = {}
    for name, role in ROLES.items():
        logins[name] = secrets.token_urlsafe(9)
        cli("user", "add", name, "--role", role, "--config", CONFIG, "--password-stdin", stdin=logins[name] + "\n")
    return logins


def make_programme(operator, editor):
    with tempfile.TemporaryDirectory() as folder:
        items = [operator.new_item("Nhạc hiệu", tune(folder), kind="tune")]
        for index, (title, text) in enumerate(NEWS[:2]):
            items.append(operator.new_item(title, speech(folder, f"news{index}", text), theme="Thông tin cơ sở", unit="UBND phường"))
        items.append(operator.new_item("Ca nhạc", music(folder), kind="music"))
    for item in items:
        operator.post(f"/items/{item['id']}/submit")
        editor.post(f"/items/{item['id']}/approve")
    length = sum(item["packets"] for item in items) * 0.02
    start = datetime.now(ICT).replace(microsecond=0) + timedelta(seconds=8)
    programme = operator.post("/programmes", {
        "title": "Bản tin phường Hoa Sen", "zones": ["zone-1", "zone-3", "zone-5"], "start": start.strftime("%Y-%m-%dT%H:%M:%S"),
        "duration": int(length) + 30, "opening_item": items[0]["id"], "items": [item["id"] for item in items[1:]]})
    return programme, items, start.timestamp(), length


def lines_of(station, zones):
    return [line["id"] for zone in station.get("/zones")["zones"] if zone["id"] in zones for line in zone["lines"]]


def listen(sim, station, items, zones, start):
    """What each line heard, against the prepared recordings. Says so, and returns whether it was right."""
    expected = rundown([decode(station.get(f"/items/{item['id']}/audio")) for item in items])
    piece = around(start, len(expected) / RATE)
    right = True
    every = {zone["id"] for zone in station.get("/zones")["zones"]}
    for line in lines_of(station, zones):
        recording, begins_at = heard_on_line(sim, line, **piece)
        found = compare(recording, expected)
        ok = (abs(found["length"] - found["expected_length"]) < 0.1 and abs(found["lufs"] + 16) < 1 and found["longest_hole_ms"] <= 20
              and found["correlation"] > 0.9)
        right = right and ok
        print(f"  {line}: {found['length']:.2f} s of {found['expected_length']:.2f} s, {found['lufs']} LUFS, longest hole "
              f"{found['longest_hole_ms']} ms, sound {begins_at + found['begins'] / RATE - start:+.3f} s after the planned start"
              f"{'' if ok else '   <-- not right'}")
    for line in lines_of(station, every - set(zones)):
        recording, _ = heard_on_line(sim, line, **piece)
        silent = not np.any(recording)
        right = right and silent
        print(f"  {line}: {'silent, as it should be' if silent else 'NOT SILENT'}")
    return right


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--once", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    refuse_a_second_demo()
    shutil.rmtree(DATA, ignore_errors=True)  # the demo's own: each begins anew
    DATA.mkdir(parents=True)
    children = Children()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        logins = make_accounts()
        operator_token = cli("token", "create", "--role", "operator", "--name", "demo", "--config", CONFIG)
        editor_token = cli("token", "create", "--role", "editor", "--name", "demo", "--config", CONFIG)
        sim = children.start(BIN / "wardcast-sim", "--config", CONFIG, "--control", "127.0.0.1:0", "--keep", "120", ready="ready").split("control=")[1]
        address = children.start(BIN / "wardcastd", "--config", CONFIG, "--listen", f"127.0.0.1:{options.port}", ready="ready").split("http=")[1]
        operator, editor = Station(address, operator_token), Station(address, editor_token)
        print(f"\nWardcast runs the ward of {CONFIG.relative_to(ROOT)}:  {address}")
        for name, password in logins.items():
            print(f"  {ROLES[name]:<12} {name:<10} {password}")
        print(f"The simulated ward: {sim}/state   {sim}/lines/line-1a/recording.wav")
        programme, items, start, length = make_programme(operator, editor)
        print(f"\nOn air from {datetime.fromtimestamp(start, ICT):%H:%M:%S}: {programme['title']}, {length:.1f} s in {', '.join(programme['zones'])}"
              f"  ({time.monotonic() - began:.0f} s after the start of the demo)", flush=True)
        time.sleep(max(0.0, start + length + 1.5 - time.time()))
        print("Heard on the lines:")
        right = listen(sim, operator, items, programme["zones"], start)
        day = datetime.now(ICT).strftime("%Y-%m-%d")
        figures = operator.get(f"/statistics?from={day}&to={day}")
        print(f"Counted: {figures['programmes']} programme, {figures['items']} items, {figures['on_air_seconds']:.2f} s on air")
        if options.once:
            return 0 if right else 1
        print("\nCtrl-C ends everything.", flush=True)
        signal.pause()
    except KeyboardInterrupt:
        print("\nStopping.")
    finally:
        children.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
