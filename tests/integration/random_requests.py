# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes requests out of an OpenAPI document: right ones, nearly right ones and nonsense."""
import json
import random
import urllib.parse

STRANGE = ["", " ", "a", "\u0000", "\u202e", "ệ" * 400, "x" * 70_000, "../../etc/passwd", "%00", "'; DROP TABLE items; --", "<script>",
           "\ud83d\ude00", "2026-02-30", "2026-11-22T25:00:00", "-0", "1e309", "NaN", "null", "FREQ=DAILY", "FREQ=SECONDLY", "9" * 40]
NUMBERS = [0, -1, 1, 2, 60, 1800, 86400, 2**31, 2**53, -2**63, 2**63, 2**64, 10**40, 0.5, -0.0, 1e308]
RULES = ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;COUNT=3", "FREQ=HOURLY", "FREQ="]


class Requests:
    def __init__(self, document, seed):
        self.document = document
        self.random = random.Random(seed)
        self.operations = [(path, verb, operation) for path, verbs in document["paths"].items() for verb, operation in verbs.items()
                           if verb in ("get", "post", "put", "patch", "delete")]
        self.known = {}  # parts of addresses that exist, by the path up to them

    def resolve(self, schema):
        while "$ref" in schema:
            node = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                node = node[part]
            schema = node
        return schema

    def nonsense(self, depth=0):
        choice = self.random.randrange(8 if depth < 3 else 4)
        if choice == 0:
            return self.random.choice(STRANGE)
        if choice == 1:
            return self.random.choice(NUMBERS)
        if choice == 2:
            return self.random.choice([None, True, False])
        if choice == 3:
            return self.random.choice(STRANGE) + str(self.random.random())
        if choice in (4, 5):
            return [self.nonsense(depth + 1) for _ in range(self.random.randrange(4))]
        return {self.random.choice(["id", "title", "items", "x", ""]): self.nonsense(depth + 1) for _ in range(self.random.randrange(4))}

    def value(self, schema, name="", wild=0.05, depth=0):
        """One that fits the schema; each part of it is nonsense instead with the chance `wild`."""
        if self.random.random() < wild or depth > 6:
            return self.nonsense()
        schema = self.resolve(schema)
        for several in ("oneOf", "anyOf"):
            if several in schema:
                return self.value(self.random.choice(schema[several]), name, wild, depth + 1)
        if "allOf" in schema:
            whole = {}
            for part in schema["allOf"]:
                made = self.value(part, name, wild, depth + 1)
                if isinstance(made, dict):
                    whole.update(made)
            return whole
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        if "const" in schema:
            return schema["const"]
        kind = schema.get("type", "object" if "properties" in schema else None)
        if isinstance(kind, list):
            kind = self.random.choice(kind)
        if kind == "object":
            made = {}
            for key, part in schema.get("properties", {}).items():
                if key == "version":
                    continue
                if self.random.random() < (0.95 if key in schema.get("required", []) else 0.5):
                    made[key] = self.value(part, key, wild, depth + 1)
            if self.random.random() < wild:
                made[self.random.choice(["extra", "titel", "ID", ""])] = self.nonsense()
            return made
        if kind == "array":
            return [self.value(schema.get("items", {}), name.rstrip("s"), wild, depth + 1) for _ in range(self.random.choice([0, 1, 1, 2, 5]))]
        if kind == "integer":
            low = schema.get("minimum", 0)
            return self.random.randint(low, min(schema.get("maximum", low + 2000), low + 100_000))
        if kind == "number":
            return self.random.uniform(0, 100)
        if kind == "boolean":
            return self.random.random() < 0.5
        if kind == "null":
            return None
        return self.text(schema, name)

    def text(self, schema, name):
        if schema.get("format") == "date" or name.endswith("dates") or name.endswith("date"):
            return f"20{self.random.randint(18, 30)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        if schema.get("format") == "date-time":
            return f"2026-11-{self.random.randint(20, 30)}T{self.random.randint(0, 23):02}:00:00+07:00"
        if name == "start":
            return f"2026-12-{self.random.randint(1, 28):02}T{self.random.randint(0, 23):02}:{self.random.randint(0, 59):02}:00"
        if name == "rrule":
            return self.random.choice(RULES)
        if name == "zone":
            return f"zone-{self.random.randint(1, 7)}"
        if name == "holiday_calendar":
            return self.random.choice(["vietnam", "none"])
        return self.random.choice(["Tin", "Bản tin sáng", "khu-1", "operator"]) + str(self.random.randrange(1000))

    def learn(self, path, answer):
        """Keeps ids out of an answer, so that later requests find something."""
        if not isinstance(answer, dict):
            return
        lists = [answer] + [entry for part in answer.values() if isinstance(part, list) for entry in part if isinstance(entry, dict)]
        for entry in lists:
            for key in ("id", "name"):
                if isinstance(entry.get(key), (int, str)):
                    kept = self.known.setdefault(path.split("/{")[0], [])
                    kept.append(entry[key])
                    del kept[:-200]

    def address(self, path):
        parts, so_far = [], ""
        for part in path.split("/")[1:]:
            if part.startswith("{"):
                known = self.known.get(so_far, []) or [1]
                value = self.random.choice(known) if self.random.random() < 0.8 else self.random.choice([0, -1, 10**30, "none", *STRANGE[1:11]])
                part = urllib.parse.quote(str(value).encode("utf-8", "surrogatepass"), safe="")[:2000]
            else:
                so_far += "/" + part
            parts.append(part)
        return "/" + "/".join(parts)

    def query(self, operation):
        pairs = []
        for parameter in operation.get("parameters", []):
            parameter = self.resolve(parameter)
            if parameter["in"] == "query" and self.random.random() < (0.95 if parameter.get("required") else 0.4):
                made = self.value(parameter.get("schema", {}), parameter["name"], wild=0.1)
                pairs.append((parameter["name"], made if isinstance(made, str) else json.dumps(made)))
        if self.random.random() < 0.03:
            pairs.append((self.random.choice(["", "x", "at", "limit"]), self.random.choice(STRANGE[:11])))
        text = urllib.parse.urlencode([(name, value.encode("utf-8", "surrogatepass")[:1500]) for name, value in pairs])
        return "?" + text if text else ""

    def one(self):
        """path of the document, verb, operation, address, headers, body (bytes or None)."""
        path, verb, operation = self.random.choice(self.operations)
        headers, body = {}, None
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            made = self.value(content["application/json"].get("schema", {}), wild=self.random.choice([0, 0.02, 0.2]))
            body = json.dumps(made).encode()
            if self.random.random() < 0.03:
                body = body[:self.random.randrange(len(body) + 1)] + self.random.choice([b"", b"}", b"\xff\xfe", b"[" * 2000])
            headers["Content-Type"] = "application/json" if self.random.random() < 0.98 else "text/plain"
        elif content:
            body = self.random.randbytes(self.random.choice([0, 1, 100, 5000]))
            headers["Content-Type"] = next(iter(content))
        for name, chance, values in (("If-Match", 0.1, ['"0123456789abcdef"', "*", "", '"', "W/\"x\", y"]), ("Idempotency-Key", 0.1, ["k1", "k2", "k" * 300]),
                                     ("Upload-Id", 0.05, ["upload-0001", "x"]), ("Content-Range", 0.05, ["bytes 0-99/100", "bytes */5", "bytes 5-1/0"])):
            if self.random.random() < chance:
                headers[name] = self.random.choice(values)
        return path, verb, operation, self.address(path) + self.query(operation), headers, body
