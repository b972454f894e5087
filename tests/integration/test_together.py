# SPDX-License-Identifier: GPL-3.0-or-later
"""Two editors change one rundown, and an upload is cut at 70 % and goes on, over the wire."""
import contextlib
import http.client
import json
import pathlib
import socket
import urllib.parse
from datetime import datetime, timedelta

from conftest import ICT, eventually


def ask(ward, role, verb, path, body=None, headers=None, raw=None):
    ward.station(role)
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(ward.url).netloc, timeout=60)
    sent = {"Authorization": "Bearer " + ward.tokens[role], **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/json"
    connection.request(verb, "/api/v1" + path, json.dumps(body) if body is not None else raw, sent)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content) if content else None, answer.headers


def bytes_in(folder):
    """Of files that may be removed while they are counted."""
    counted = 0
    for file in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            counted += file.stat().st_size
    return counted


def test_two_editors_of_one_rundown(ward, content):
    ward.start_daemon()
    first, second = ward.approved(content["speech"], "Tin một"), ward.approved(content["speech2"], "Tin hai")
    start = (datetime.now(ICT) + timedelta(days=1)).replace(hour=17, minute=0, second=0, microsecond=0)
    status, programme, _ = ask(ward, "operator", "POST", "/programmes", {
        "title": "Bản tin", "zones": ["zone-1"], "start": start.strftime("%Y-%m-%dT%H:%M:%S"), "duration": 600, "rrule": "FREQ=DAILY"})
    assert status == 201, programme
    edition = f"/editions/{programme['id']}-{start:%Y%m%dT%H%M%S}"
    status, seen, headers = ask(ward, "operator", "GET", edition)
    assert status == 200 and headers["ETag"] == f'"{seen["version"]}"'
    tag = {"If-Match": headers["ETag"]}
    status, mine, _ = ask(ward, "operator", "PUT", edition, {"items": [first["id"]]}, tag)
    assert status == 200
    status, problem, _ = ask(ward, "admin", "PUT", edition, {"items": [second["id"]]}, tag)
    assert status == 412, problem
    assert problem["changed_by"].startswith("test-operator") and problem["version"] == mine["version"]
    assert problem["current"] == {"items": [first["id"]], "cancelled": False}
    status, again, _ = ask(ward, "admin", "PUT", edition, {"items": [first["id"], second["id"]], "version": problem["version"]})
    assert status == 200 and again["items"] == [first["id"], second["id"]]
    status, problem, _ = ask(ward, "operator", "PUT", edition, {"items": [], "version": mine["version"]})
    assert status == 412 and problem["changed"] == ["items"]
    print(f"\nthe second editor was told: {problem['detail']} changed: {problem['changed']}")


def test_an_upload_cut_at_seventy_percent_goes_on_after_a_restart_too(ward, content):
    ward.start_daemon()
    operator = ward.station("operator")
    item = operator.post("/items", {"title": "Ghi ở hiện trường", "kind": "tin"})
    sound = pathlib.Path(content["long"]).read_bytes()
    cut = len(sound) * 7 // 10
    path = f"/items/{item['id']}/audio"
    head = (f"PUT /api/v1{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ward.tokens['operator']}\r\nUpload-Id: dien-thoai-1\r\n"
            f"Content-Range: bytes 0-{len(sound) - 1}/{len(sound)}\r\nContent-Length: {len(sound)}\r\n\r\n")
    with socket.create_connection(("127.0.0.1", ward.port)) as phone:
        phone.sendall(head.encode() + sound[:cut])
        phone.shutdown(socket.SHUT_WR)
        assert phone.recv(100).startswith(b"HTTP/1.1 400")
    ward.daemon_program.kill()
    ward.start_daemon()
    question = {"Upload-Id": "dien-thoai-1", "Content-Range": f"bytes */{len(sound)}"}
    status, there, _ = ask(ward, "operator", "PUT", path, headers=question, raw=b"")
    assert (status, there) == (200, {"upload_id": "dien-thoai-1", "received": cut, "bytes": len(sound)})
    rest = {**question, "Content-Range": f"bytes {cut}-{len(sound) - 1}/{len(sound)}"}
    status, problem, _ = ask(ward, "admin", "PUT", path, headers=rest, raw=sound[cut:])
    assert status == 409 and problem["received"] == 0, "another person's upload is another one"
    status, answer, _ = ask(ward, "operator", "PUT", path, headers=rest, raw=sound[cut:])
    assert status == 202, answer
    whole = eventually(lambda: (lambda now: now if now["audio_state"] == "ready" else None)(operator.get(f"/items/{item['id']}")), 60, "the recording")
    direct = operator.new_item("Gửi một lần", content["long"])
    assert whole["recording"] == direct["recording"], "the same recording as sent in one piece"
    # The upload writer removes a file once it has served: a moment after the answer.
    eventually(lambda: bytes_in(ward.folder / "data/uploads") == 0, 10, "no bytes left behind")
    print(f"\n{cut} of {len(sound)} bytes were kept over the restart; the rest made {whole['duration']} s")
