# SPDX-License-Identifier: GPL-3.0-or-later
"""A small SMTP server and a webhook receiver on the loopback, each on a thread of its own, that keep what they are sent."""
import asyncio
import email
import email.policy
import http.server
import json
import threading


class MailServer:
    """Enough of RFC 5321 for one client at a time. `refuse`: answers every recipient with 451."""

    def __init__(self):
        self.mails = []
        self.refuse = False
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait()

    def run(self, ready):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()

    async def serve(self, reader, writer):
        def say(text):
            writer.write(text.encode() + b"\r\n")

        say("220 ward.test ESMTP")
        sender, to = None, []
        while line := (await reader.readline()).decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb in ("EHLO", "HELO"):
                say("250 ward.test")
            elif verb == "MAIL":
                sender = line.split("<")[1].split(">")[0]
                say("250 ok")
            elif verb == "RCPT":
                to.append(line.split("<")[1].split(">")[0])
                say("451 not now" if self.refuse else "250 ok")
            elif verb == "DATA":
                say("354 go on")
                content = b""
                while (part := await reader.readline()) != b".\r\n":
                    content += part.removeprefix(b".") if part.startswith(b"..") else part
                message = email.message_from_bytes(content, policy=email.policy.default)
                self.mails.append({"from": sender, "to": to, "subject": message["Subject"], "text": message.get_content(),
                                   "message": message})
                to = []
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                break
            else:
                say("250 ok")
            await writer.drain()
        writer.close()

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


class Webhook:
    """Keeps the JSON, the headers and the raw bytes of what is posted; answers with `status`."""

    def __init__(self):
        self.posts = []
        self.status = 204
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if 200 <= outer.status < 300:
                    outer.posts.append({"body": body, "headers": dict(self.headers), "json": json.loads(body)})
                self.send_response(outer.status)
                if outer.status == 302:
                    self.send_header("Location", f"http://127.0.0.1:{outer.port}/elsewhere")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.thread.join()


def alerts_table(mail, webhook, more=""):
    """The site file's words for a technician who reads mail in Vietnamese and a bridge that is told in English."""
    return f"""
[alerts]
smtp = "127.0.0.1:{mail.port}"
from = "tram@phuong.example.vn"
{more}

[[alerts.recipient]]
id = "ky-thuat"
to = "mailto:tu@example.vn"
role = "technician"

[[alerts.recipient]]
id = "bridge"
to = "http://127.0.0.1:{webhook.port}/wardcast"
language = "en"
"""
