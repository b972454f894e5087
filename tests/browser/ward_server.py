#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo ward for tests of the page: simulator, daemon, an account for each role, recordings to upload.

Prints {"url", "sim", "logins": {role: [name, password]}, "files": {name: path}} as one line of JSON. Then each line of standard
input is an order, answered by one line: "kill" (SIGKILL), "start", "log" (the daemon's, as a JSON string). Ends with its input.
--line-tests: meters that are read fast, short waits to confirm, and no session that begins by itself.
--hours=zone-6=05:30-21:30: the hours of a zone; the others may sound at any.
"""
import json
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests/integration")]

import demo_content  # noqa: E402
import line_ward  # noqa: E402
from conftest import Ward  # noqa: E402
from demo_ward import ROLES  # noqa: E402

PASSWORD = "loa-phuong-2018"


def limit_hours(ward):
    for option in sys.argv:
        if not option.startswith("--hours="):
            continue
        _, zone, hours = option.split("=")
        ward.text = ward.text.replace(f'id = "{zone}"\n', f'id = "{zone}"\nallowed_hours = ["{hours}"]\n')
    ward.config.write_text(ward.text)


def accounts(ward):
    for name, role in ROLES.items():
        ward.cli("user", "add", name, "--role", role, "--config", ward.config, "--password-stdin", stdin=PASSWORD + "\n")
    return {role: [name, PASSWORD] for name, role in ROLES.items()}


def recordings(folder):
    return {
        "speech": str(demo_content.speech(folder, "speech", demo_content.NEWS[0][1])),
        "tune": str(demo_content.tune(folder)),
        "music": str(demo_content.music(folder)),
    }


def obey(ward, order):
    if order == "kill":
        ward.daemon_program.kill()
    elif order == "start":
        ward.start_daemon()
    elif order == "log":
        return json.dumps((ward.folder / "daemon.log").read_text(errors="replace")[-20000:])
    else:
        return json.dumps({"unknown": order})
    return json.dumps({"done": order})


def main():
    with tempfile.TemporaryDirectory() as folder:
        ward = Ward(folder)
        try:
            limit_hours(ward)
            logins = accounts(ward)
            if "--line-tests" in sys.argv:
                line_ward.prepare(ward)
            else:
                ward.start_sim("--meter-noise", "0.5")
                ward.start_daemon()
            print(json.dumps({"url": ward.url, "sim": ward.sim_url, "logins": logins, "files": recordings(folder)}), flush=True)
            for line in sys.stdin:
                print(obey(ward, line.strip()), flush=True)
        finally:
            ward.stop()


if __name__ == "__main__":
    main()
