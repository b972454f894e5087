# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between the daemon and a Modbus TCP slave and spoils what it is told to: a wire with a mind of its own.

Every request still reaches the slave and is carried out by it; only what the daemon gets to see of the answer is spoilt.
"""
import socket
import threading
import time

HEADER = 7  # transaction, protocol, length, unit


def read_frame(connection):
    """One whole Modbus TCP frame; None when the other end is gone."""
    data = b""
    size = HEADER
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            return None
        data += part
        if len(data) >= 6:
            size = 6 + int.from_bytes(data[4:6], "big")
    return data


class SlaveProxy:
    """Listens on a free port and passes frames on to `slave_port`. `mode` may be changed at any time:

    pass       · late: the answer comes after `late_seconds`
    garble     · the function code and length of the answer are noise
    transaction· the answer of another transaction, with every contact shown inverted
    unit       · the answer of another unit, with every contact shown inverted
    stale      · each answer is followed by a second one, that of the request before
    half_open  · connections are taken, requests are swallowed, nothing ever comes back
    refuse     · nobody listens
    """

    def __init__(self, slave_port, port=0, mode="pass", late_seconds=0.9):
        self.slave_port, self.mode, self.late_seconds = slave_port, mode, late_seconds
        self.port = port
        self.requests = 0
        self.by_mode = {}
        self.lock = threading.Lock()
        self.connections = set()
        self.listener = None
        self.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def listen(self):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(16)
        self.port = listener.getsockname()[1]
        self.listener = listener

    def become(self, mode):
        """From now on; connections that are open are cut when the new mode is not to have any."""
        before, self.mode = self.mode, mode
        if mode == "refuse":
            self.listener.shutdown(socket.SHUT_RDWR)  # ends an accept() that waits; closing alone would not
            self.listener.close()
            self.cut()
        elif before == "refuse":
            self.listen()

    def cut(self):
        with self.lock:
            for connection in list(self.connections):
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                time.sleep(0.02)  # refused for the time being
                continue
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with self.lock:
            self.connections.add(connection)
        slave = None
        before = None
        try:
            while (request := read_frame(connection)) is not None:
                self.requests += 1
                self.by_mode[self.mode] = self.by_mode.get(self.mode, 0) + 1
                if self.mode == "half_open":
                    continue
                slave = slave or socket.create_connection(("127.0.0.1", self.slave_port), timeout=5)
                slave.sendall(request)
                answer = read_frame(slave)
                if answer is None:
                    return
                for part in self.spoilt(answer, before):
                    connection.sendall(part)
                before = answer
        except OSError:
            pass
        finally:
            with self.lock:
                self.connections.discard(connection)
            connection.close()
            if slave:
                slave.close()

    def spoilt(self, answer, before):
        if self.mode == "late":
            time.sleep(self.late_seconds)
        elif self.mode == "garble":
            return [answer[:4] + b"\x00\x05" + answer[6:7] + b"\x6b\xff\x13\x37"]
        elif self.mode == "transaction":
            return [bytes([answer[0] ^ 0x55]) + inverted(answer)[1:]]
        elif self.mode == "unit":
            return [inverted(answer)[:6] + bytes([answer[6] ^ 0x2A]) + inverted(answer)[7:]]
        elif self.mode == "stale" and before is not None:
            return [answer, before]
        return [answer]


def inverted(answer):
    """Of a reading of coils: every contact the other way round, so that believing it would show."""
    if answer[7] != 1:
        return answer
    return answer[:9] + bytes(byte ^ 0x3F for byte in answer[9:])
