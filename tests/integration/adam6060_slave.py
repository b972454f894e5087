#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An Advantech ADAM-6060 that is independent of our own code: pymodbus serves its map.

Relays are coils at wire addresses 16-21; every other coil address is refused (exception 2). Like the device it closes a
connection that was idle for 2.3 s. Says what happens as JSON lines on standard output; `t` is CLOCK_MONOTONIC in seconds:

  {"t": …, "event": "listening", "port": 40213}
  {"t": …, "event": "connected"} | {"t": …, "event": "idle_closed"}
  {"t": …, "event": "write", "address": 16, "values": [1, 0, 0, 0, 0, 0]}
  {"t": …, "event": "read", "address": 16, "count": 6}            (only with --reads)

Ends on SIGTERM, SIGINT or SIGKILL; all relays are open again at the next start.
"""
import argparse
import asyncio
import json
import time

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusConnectedRequestHandler, ModbusTcpServer

FIRST_RELAY = 16
RELAYS = 6


def tell(event, **details):
    print(json.dumps({"t": round(time.monotonic(), 6), "event": event, **details}), flush=True)


class Relays(ModbusSequentialDataBlock):
    def __init__(self, tell_reads):
        super().__init__(FIRST_RELAY, [False] * RELAYS)
        self.tell_reads = tell_reads

    def setValues(self, address, values):  # pylint: disable=invalid-name
        super().setValues(address, values)
        if not isinstance(values, list):
            values = [values]
        tell("write", address=address, values=[int(value) for value in values])

    def getValues(self, address, count=1):  # pylint: disable=invalid-name
        if self.tell_reads:
            tell("read", address=address, count=count)
        return super().getValues(address, count)


def handler_that_closes_idle_connections(limit):
    class Handler(ModbusConnectedRequestHandler):
        timer = None

        def connection_made(self, transport):
            super().connection_made(transport)
            tell("connected")
            self.rearm(transport)

        def data_received(self, data):
            self.rearm(self.transport)
            super().data_received(data)

        def connection_lost(self, exc):
            if self.timer:
                self.timer.cancel()
            super().connection_lost(exc)

        def rearm(self, transport):
            if self.timer:
                self.timer.cancel()
            if limit > 0:
                self.timer = asyncio.get_running_loop().call_later(limit, self.close_idle, transport)

        @staticmethod
        def close_idle(transport):
            tell("idle_closed")
            transport.close()

    return Handler


async def serve(options):
    board = ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [False] * RELAYS),
        co=Relays(options.reads),
        hr=ModbusSequentialDataBlock(0, [0]),
        ir=ModbusSequentialDataBlock(0, [0]),
        zero_mode=True,
    )
    server = ModbusTcpServer(
        ModbusServerContext(slaves={options.unit: board}, single=False),
        address=(options.host, options.port),
        handler=handler_that_closes_idle_connections(options.idle),
        allow_reuse_address=True,
    )
    serving = asyncio.ensure_future(server.serve_forever())
    done, _ = await asyncio.wait([server.serving, serving], return_when=asyncio.FIRST_COMPLETED)
    if serving in done:
        serving.result()
    tell("listening", port=server.server.sockets[0].getsockname()[1])
    await serving


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: the system chooses")
    parser.add_argument("--unit", type=int, default=1)
    parser.add_argument("--idle", type=float, default=2.3, help="closes a connection idle for so many seconds; 0: never")
    parser.add_argument("--reads", action="store_true", help="tell readings too")
    try:
        asyncio.run(serve(parser.parse_args()))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
