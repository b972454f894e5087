# SPDX-License-Identifier: GPL-3.0-or-later
"""Every path of the API document, with every role: who may, who may not, nobody, a page of another site, a forged request. The
table is made from the document the station serves, so that no path can be forgotten; the rights in it (x-roles) are written by
hand from what each role is for. With -s the table is printed."""
import http.client
import json
import urllib.parse

import pytest

ROLES = ["contributor", "operator", "editor", "technician", "board", "admin"]
VERBS = ["get", "post", "put", "patch", "delete"]
PASSWORD = "một mật khẩu dài"


class Door:
    """One connection that shows the status and the problem of each answer."""

    def __init__(self, url):
        self.host = urllib.parse.urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=30)

    def ask(self, verb, path, headers=None, body=None):
        sent = dict(headers or {})
        if body is not None:
            sent["Content-Type"] = "application/json"
        self.connection.request(verb.upper(), path, json.dumps(body) if body is not None else None, sent)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.getheader("Connection") == "close":
            self.connection.close()
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return answer.status, json.loads(content) if is_json and content else {}, answer.headers


def log_in(door, name):
    status, person, headers = door.ask("post", "/api/v1/session", body={"username": name, "password": PASSWORD})
    assert status == 200, person
    return {"Cookie": headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": person["csrf_token"]}


def address_of(path):
    """Names nothing that exists: what matters here is who is let in."""
    return path.replace("{id}", "999999").replace("{name}", "none")


def has_body(operation):
    return "application/json" in operation.get("requestBody", {}).get("content", {})


@pytest.fixture
def house(ward):
    for role in ROLES:
        ward.cli("user", "add", f"{role}.1", "--role", role, "--config", ward.config, "--password-stdin", stdin=PASSWORD + "\n")
    ward.start_daemon()
    return ward


def test_every_path_and_every_role(house):
    door = Door(house.url)
    status, document, _ = door.ask("get", "/api/v1/openapi.json")
    assert status == 200
    bearer = {role: {"Authorization": "Bearer " + house.cli("token", "create", "--role", role, "--name", role, "--config", house.config)}
              for role in ROLES}
    cookies = {role: log_in(door, f"{role}.1") for role in ROLES}
    own = f"http://{door.host}"
    rows, wrong = [], []

    def check(what, verb, path, expected, got, problem):
        if not expected(got):
            wrong.append(f"{verb} {path}: {what}: {got} {problem.get('detail', '')}")
        return got

    for path, operations in document["paths"].items():
        for verb in VERBS:
            operation = operations.get(verb)
            if operation is None:
                continue
            body = {} if has_body(operation) else None
            address = address_of(path)
            row = [verb.upper(), path]
            if operation.get("security") == []:
                status, problem, _ = door.ask(verb, address, body=body)
                row.append(check("open to anyone", verb, path, lambda s: s not in (401, 403), status, problem))
                if verb != "get":
                    status, problem, _ = door.ask(verb, address, {"Origin": "http://evil.example"}, body)
                    check("another site", verb, path, lambda s: s == 403, status, problem)
                rows.append(row)
                continue
            assert "x-roles" in operation, f"{verb} {path} does not say who may (x-roles)"
            allowed = operation["x-roles"]
            assert set(allowed) <= set(ROLES) and "admin" in allowed, (verb, path)
            status, problem, _ = door.ask(verb, address, body=body)
            row.append(check("nobody", verb, path, lambda s: s == 401, status, problem))
            status, problem, _ = door.ask(verb, address, {"Authorization": "Bearer nonsense"}, body)
            check("unknown token", verb, path, lambda s: s == 401, status, problem)
            for role in ROLES:
                may = role in allowed
                expected = (lambda s: s not in (401, 403) and s < 500) if may else (lambda s: s == 403)
                status, problem, _ = door.ask(verb, address, bearer[role], body)
                row.append(check(f"{role} by token", verb, path, expected, status, problem))
                if (verb, path) == ("delete", "/api/v1/session"):
                    continue  # it would end the sessions used here; looked at last
                status, problem, _ = door.ask(verb, address, {**cookies[role], "Origin": own}, body)
                check(f"{role} by cookie", verb, path, expected, status, problem)
                if verb == "get":
                    continue
                without = {"Cookie": cookies[role]["Cookie"]}
                status, problem, _ = door.ask(verb, address, without, body)
                check(f"{role} without the anti-forgery token", verb, path, lambda s: s == 403, status, problem)
                status, problem, _ = door.ask(verb, address, {**without, "X-CSRF-Token": cookies["admin" if role != "admin" else "board"]["X-CSRF-Token"]}, body)
                check(f"{role} with another's anti-forgery token", verb, path, lambda s: s == 403, status, problem)
                status, problem, _ = door.ask(verb, address, {**cookies[role], "Origin": "http://evil.example"}, body)
                check(f"{role} from another site", verb, path, lambda s: s == 403, status, problem)
            rows.append(row)
    status, _, _ = door.ask("delete", "/api/v1/session", {"Cookie": cookies["editor"]["Cookie"]})
    assert status == 403
    status, _, _ = door.ask("delete", "/api/v1/session", cookies["editor"])
    assert status == 204
    status, _, _ = door.ask("get", "/api/v1/me", cookies["editor"])
    assert status == 401, "the session is over"

    print(f"\n{'':7}{'':52}nobody " + " ".join(f"{role[:6]:>6}" for role in ROLES))
    for row in rows:
        print(f"{row[0]:7}{row[1]:52}{row[2]:>6} " + " ".join(f"{status:>6}" for status in row[3:]))
    assert not wrong, "\n".join(wrong)
    assert len(rows) >= 49
    assert door.ask("get", "/healthz")[0] == 200
