#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay board and four line meters that share no code with us: pymodbus serves them over TCP or on a pseudo terminal.

Unit 1: eight relays as coils 0-7. Units 2, 3 and 4: two channels of volts and amperes in input registers, as 32-bit floats with the
high word first, with the low word first, and as whole numbers of 0.1 V and 1 mA. Unit 5: the ohms of two channels, the second endless. Prints "ready PORT" or "ready PATH", then a line
for every write of coils. Ends when its standard input does.
"""
import asyncio
import os
import struct
import sys
import threading
import tty

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer

VALUES = [(10.25, 0.3125), (9.5, 1.5)]  # volts and amperes by channel, exact in every form


def floats(low_first):
    registers = []
    for value in (value for channel in VALUES for value in channel):
        high, low = struct.unpack(">HH", struct.pack(">f", value))
        registers += [low, high] if low_first else [high, low]
    return registers


def whole_numbers():
    return [raw & 0xFFFF for volts, amps in VALUES for raw in (round(-volts * 10), round(amps * 1000))]


def ohms():
    return [register for value in (312.5, float("inf")) for register in struct.unpack(">HH", struct.pack(">f", value))]


class Relays(ModbusSequentialDataBlock):
    def setValues(self, address, values):  # pylint: disable=invalid-name
        super().setValues(address, values)
        print("coils", address, *(int(value) for value in values), flush=True)


def unit(coils=None, registers=None):
    return ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [0]),
        co=coils or ModbusSequentialDataBlock(0, [0]),
        hr=ModbusSequentialDataBlock(0, [0]),
        ir=ModbusSequentialDataBlock(0, registers or [0]),
        zero_mode=True,
    )


def units():
    return ModbusServerContext(
        slaves={
            1: unit(Relays(0, [False] * 8)),
            2: unit(None, floats(False)),
            3: unit(None, floats(True)),
            4: unit(None, whole_numbers()),
            5: unit(None, ohms()),
        },
        single=False,
    )


def two_ended_pty():
    """Two pseudo terminals, each saying what the other hears: a wire with a serial port at both ends."""
    ends = [os.openpty() for _ in range(2)]
    for master, slave in ends:
        tty.setraw(master)
        tty.setraw(slave)

    def carry(source, target):
        while True:
            os.write(target, os.read(source, 256))

    for source, target in ((ends[0][0], ends[1][0]), (ends[1][0], ends[0][0])):
        threading.Thread(target=carry, args=(source, target), daemon=True).start()
    return [os.ttyname(slave) for _, slave in ends]


async def serve(kind):
    if kind == "tcp":
        server = ModbusTcpServer(units(), address=("127.0.0.1", 0))
        serving = asyncio.ensure_future(server.serve_forever())
        await server.serving
        print("ready", server.server.sockets[0].getsockname()[1], flush=True)
        await serving
    else:
        ours, theirs = two_ended_pty()
        server = ModbusSerialServer(units(), framer=ModbusRtuFramer, port=ours, baudrate=19200)
        await server.start()
        print("ready", theirs, flush=True)
        await server.serve_forever()


def end_with_input():
    while os.read(0, 256):
        pass
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_input, daemon=True).start()
    asyncio.run(serve(sys.argv[1]))
