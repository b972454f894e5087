# SPDX-License-Identifier: GPL-3.0-or-later
"""20 000 random requests out of the API document, right ones and nonsense, as every role: never a 500, only statuses the document
names, and answers as it describes them. WARDCAST_REQUESTS and WARDCAST_SEED change how many and which."""
import collections
import http.client
import json
import os
import time
import urllib.parse

import jsonschema

from random_requests import Requests

COUNT = int(os.environ.get("WARDCAST_REQUESTS", "20000"))
SEED = int(os.environ.get("WARDCAST_SEED", "20261124"))
# What every address may answer, before anybody looks at what it is for.
ALWAYS = {"400", "413", "415", "429", "431", "503"}
ROLES = ["admin"] * 6 + ["operator", "operator", "editor", "contributor", "technician", "board", None]


def validators(document):
    """Checks an answer against its schema, by path, verb and status."""
    made = {}

    def find(path, verb, status):
        key = (path, verb, status)
        if key not in made:
            answer = document["paths"][path][verb]["responses"].get(status)
            if answer is not None and "$ref" in answer:
                answer = document["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
            content = (answer or {}).get("content", {})
            schema = next((part["schema"] for kind, part in content.items() if "json" in kind and "schema" in part), None)
            made[key] = jsonschema.Draft202012Validator({**schema, "components": document["components"]}) if schema else None
        return made[key]

    return find


def test_random_requests(ward):
    ward.start_daemon()
    def token(role):
        return ward.cli("token", "create", "--role", role, "--name", role, "--config", ward.config)

    tokens = {role: token(role) for role in sorted(set(filter(None, ROLES)))}
    host = urllib.parse.urlsplit(ward.url).netloc
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", "/api/v1/openapi.json")
    document = json.loads(connection.getresponse().read())
    requests = Requests(document, SEED)
    find = validators(document)
    statuses, wrong, reached = collections.Counter(), [], set()
    begun = time.monotonic()
    for number in range(COUNT):
        path, verb, operation, address, headers, body = requests.one()
        role = requests.random.choice(ROLES)
        if role:
            headers["Authorization"] = "Bearer " + tokens[role]
        told = f"{number} {role} {verb.upper()} {address[:300]} {body[:400] if body else ''}"
        try:
            connection.request(verb.upper(), address, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError) as error:
            wrong.append(f"{told}: {error!r}")
            connection.close()
            continue
        status = str(answer.status)
        statuses[status] += 1
        if answer.status == 401 and role:
            tokens[role] = token(role)  # one of the requests has revoked it
        if answer.getheader("Connection") == "close":
            connection.close()
        if answer.status == 500:
            wrong.append(f"{told}: 500 {content[:300]}")
        elif status not in operation["responses"] and status not in ALWAYS:
            wrong.append(f"{told}: the document does not name {status}: {content[:300]}")
        if answer.status < 300:
            reached.add((path, verb))
        if "json" not in (answer.getheader("Content-Type") or "") or not content:
            continue
        value = json.loads(content)
        if answer.status < 300:
            requests.learn(path, value)
        if number % 4 == 0:  # checking takes longer than answering
            validator = find(path, verb, status)
            problem = next(validator.iter_errors(value), None) if validator else None
            if problem is not None:
                wrong.append(f"{told}: {status} is not as described: {problem.message[:300]} at {list(problem.absolute_path)}")
    seconds = time.monotonic() - begun
    print(f"\n{COUNT} requests in {seconds:.0f} s: {dict(sorted(statuses.items()))}; {len(reached)} of {len(requests.operations)} operations succeeded at least once")
    unique = {}
    for line in wrong:
        unique.setdefault(line.split(": ", 1)[1][:120], line)
    assert not wrong, f"{len(wrong)} wrong answers, of each kind one:\n" + "\n".join(list(unique.values())[:40])
    assert ward.daemon_program.process.poll() is None
    assert len(reached) > len(requests.operations) // 2
    assert statuses["401"] < COUNT // 8, "most of them by somebody who may"
