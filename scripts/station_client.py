# SPDX-License-Identifier: GPL-3.0-or-later
"""A small client of the station's HTTP API, for the demo and the integration tests. Python's standard library only."""
import json
import time
import urllib.error
import urllib.request


class Refused(Exception):
    """The station said no: status and its problem document."""

    def __init__(self, status, problem):
        super().__init__(f"{status}: {problem}")
        self.status = status
        self.problem = problem


class Station:
    def __init__(self, base, token=None):
        self.base = base.rstrip("/")
        self.token = token

    def call(self, method, path, body=None, raw=None, content_type="application/octet-stream", timeout=120):
        url = self.base + (path if path.startswith(("/healthz", "/metrics")) else "/api/v1" + path)
        headers = {}
        data = raw
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        if body is not None:
            data = json.dumps(body).encode()
            content_type = "application/json"
        if data is not None:
            headers["Content-Type"] = content_type
        request = urllib.request.Request(url, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                content = response.read()
                if "json" in (response.headers.get("Content-Type") or ""):
                    return json.loads(content) if content else None
                return content
        except urllib.error.HTTPError as error:
            text = error.read()
            try:
                problem = json.loads(text)
            except ValueError:
                problem = text.decode(errors="replace")
            raise Refused(error.code, problem) from None

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body=None):
        return self.call("POST", path, body if body is not None else {})

    def new_item(self, title, audio, kind="news", **fields):
        """Creates an item with its recording and waits until that is prepared."""
        item = self.post("/items", {"title": title, "kind": kind, "not_classified": True, **fields})
        with open(audio, "rb") as file:
            self.call("PUT", f"/items/{item['id']}/audio", raw=file.read())
        return self.prepared(item["id"])

    def prepared(self, item_id, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            item = self.get(f"/items/{item_id}")
            if item["audio_state"] == "ready":
                return item
            if item["audio_state"] == "failed":
                raise RuntimeError(f"item {item_id}: {item['audio_problem']}")
            time.sleep(0.1)
        raise RuntimeError(f"item {item_id} is still not prepared after {seconds} s")
