# SPDX-License-Identifier: GPL-3.0-or-later
"""How late this machine wakes what is ready to run. A virtual machine whose host is busy stands still now and then, and nothing
on it can be on time meanwhile: a test of pacing forgives no more than what is measured here at the same time.

One process for each processor, with the right to run first where that is given, which wakes every 20 ms as the pacer does."""
import math
import os
import select
import subprocess
import sys
import time

FRAME, LATE, SKIPPED = 0.02, 0.005, 0.2  # seconds; the last two as the pacer counts them


class MachineWatch:
    """`with MachineWatch() as machine:` … then machine.late, machine.skipped: frames that could not be on time."""

    def __enter__(self):
        self.watchers = [subprocess.Popen([sys.executable, __file__, str(processor)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                          text=True) for processor in sorted(os.sched_getaffinity(0))]
        for watcher in self.watchers:
            watcher.stdout.readline()  # it watches
        return self

    def __exit__(self, *_):
        said = [watcher.communicate("")[0] for watcher in self.watchers]
        # A frame is on one processor: no more frames were late than all processors together were late.
        self.late, self.skipped = (sum(figures) for figures in zip(*(map(int, line.split()) for line in said)))


def watch(processor):
    os.sched_setaffinity(0, {processor})
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except PermissionError:
        pass  # then the pacer is not allowed to either
    late = skipped = 0
    print("watching", flush=True)
    due = time.monotonic() + FRAME
    while not select.select([sys.stdin], [], [], max(0.0, due - time.monotonic()))[0]:
        missed = time.monotonic() - due
        # Of a stall of a second all frames but the last are late; those older than SKIPPED are not sent at all.
        late += math.ceil((missed - LATE) / FRAME) if missed > LATE else 0
        skipped += math.ceil((missed - SKIPPED) / FRAME) if missed > SKIPPED else 0
        due += FRAME * (1 + int(max(0.0, missed) / FRAME))
    print(late, skipped)


if __name__ == "__main__":
    watch(int(sys.argv[1]))
