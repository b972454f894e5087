# SPDX-License-Identifier: GPL-3.0-or-later
"""A full disk, and a media folder that cannot be written: refused work says so before anything is written, what is on air stays on
air, the journal catches up. The daemon runs in a mount namespace of its own, on a small file system in memory; no root needed."""
import os
import subprocess
import time

import pytest

from conftest import BIN, Program, eventually
from station_client import Refused

MIB = 1 << 20
UNSHARE = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
namespaces = subprocess.run([*UNSHARE, "true"], capture_output=True).returncode == 0
pytestmark = pytest.mark.skipif(not namespaces, reason="this machine gives no user namespaces")


def start_in_namespace(ward, prepare):
    """The daemon with what `prepare`, shell commands, makes of $DATA; the data folder itself stays as it is outside."""
    script = f"set -e; DATA={ward.folder}/data; {prepare}; exec {BIN}/wardcastd --config {ward.config} --listen 127.0.0.1:{ward.port}"
    ward.daemon_program = Program(ward.folder / "daemon.log", *UNSHARE, "sh", "-c", script, ready="ready")
    ward.url = ward.daemon_program.ready_line.split("http=")[1]
    return f"/proc/{ward.daemon_program.process.pid}/root{ward.folder}/data"


def prepared_ward(ward, content):
    """Stopped again, with an approved recording of a minute or more and tokens."""
    ward.start_sim().start_daemon()
    item = ward.approved(content["long"], "Bài dài")
    for role in ("admin", "technician", "board"):
        ward.station(role)
    ward.daemon_program.stop()
    return item


def heard(ward):
    return ward.sim_get("/amplifiers/amp-1")["packets"]


def goes_on(ward, seconds=2.0):
    """Packets of the programme keep coming, at 50 a second."""
    before, begun = heard(ward), time.monotonic()
    time.sleep(seconds)
    expected = (time.monotonic() - begun) * 50
    assert abs(heard(ward) - before - expected) < 10, "what is on air must stay on air"


def fill(folder, leave):
    """Takes all space of the file system but so much."""
    with open(f"{folder}/ballast", "ab") as ballast:
        space = os.statvfs(folder)
        os.posix_fallocate(ballast.fileno(), ballast.seek(0, 2), space.f_bavail * space.f_frsize - leave)


def healthy(station):
    try:
        return station.call("GET", "/healthz")["status"] == "ok"
    except Refused:
        return False


def test_a_full_disk(ward, content):
    item = prepared_ward(ward, content)
    inside = start_in_namespace(ward, "cp -a $DATA $DATA.seed; mount -t tmpfs -o size=256m tmpfs $DATA; cp -a $DATA.seed/. $DATA/")
    operator = ward.station("operator")
    programme, start = ward.programme([item], ["zone-1"], in_seconds=2)
    eventually(lambda: heard(ward) > 50, 15, "the programme on air")
    draft = operator.post("/items", {"title": "Tin mới", "kind": "tin"})

    fill(inside, leave=60 * MIB)
    used = os.statvfs(inside).f_bavail
    with pytest.raises(Refused) as refused:
        operator.call("PUT", f"/items/{draft['id']}/audio", raw=bytes(3 * MIB))
    assert refused.value.status == 507 and "disk is full" in refused.value.problem["detail"]
    assert os.listdir(f"{inside}/uploads") == [], "nothing was written"
    assert abs(os.statvfs(inside).f_bavail - used) < 100, "nothing was written"
    goes_on(ward)

    fill(inside, leave=0)
    goes_on(ward)
    with pytest.raises(Refused) as refused:
        for number in range(500):  # until the last free pages of the database's files are used
            operator.post("/items", {"title": f"Tin {number}", "kind": "tin", "script": "x" * 100_000})
    assert refused.value.status == 507, refused.value.problem
    assert "full" in refused.value.problem["detail"]
    goes_on(ward)
    assert operator.get("/onair")["zones"], "reading works"

    os.unlink(f"{inside}/ballast")
    eventually(lambda: healthy(operator), 20, "healthy again")
    operator.post("/items", {"title": "Sau đó", "kind": "tin"})
    operator.call("POST", "/stop", {})
    airing = eventually(lambda: next((entry for entry in ward.airings() if entry["ended_at"] and entry["edition_id"].startswith(f"{programme['id']}-")), None),
                        10, "the airing in the journal")
    sent = heard(ward) * 0.02
    assert sent - 1.0 <= airing["on_air_seconds"] <= sent + 0.1, "the journal caught up"
    print(f"\nfull disk: {sent:.2f} s sent, {airing['on_air_seconds']:.2f} s counted")


def test_a_media_folder_that_cannot_be_written(ward, content):
    item = prepared_ward(ward, content)
    start_in_namespace(ward, "mount --bind $DATA/media $DATA/media; mount -o remount,ro,bind $DATA/media")
    operator = ward.station("operator")
    ward.programme([item], ["zone-1"], in_seconds=2)
    eventually(lambda: heard(ward) > 50, 15, "the programme on air")
    draft = operator.post("/items", {"title": "Tin mới", "kind": "tin"})
    with open(content["speech"], "rb") as file:
        sent = file.read()
    try:
        answer = operator.call("PUT", f"/items/{draft['id']}/audio?wait=20", raw=sent)
        state, why = answer["audio_state"], answer["audio_problem"]
    except Refused as refused:
        assert refused.status in (503, 507)
        state, why = operator.get(f"/items/{draft['id']}")["audio_state"], refused.problem["detail"]
    assert state == "failed" and "Read-only file system" in why, (state, why)
    print(f"\nmedia folder read-only: {why}")
    goes_on(ward)
