# SPDX-License-Identifier: GPL-3.0-or-later
"""A ward with a TCP bus and a serial bus, each with two boards and a meter, and a third bus that nothing is done to."""
from conftest import Ward, free_rtp_port, free_tcp_port
from line_ward import meter_profile, seconds_of

BUSES = {"tcp": ("t1", "t2", "tm"), "rtu": ("r1", "r2", "rm")}  # the board under test, its neighbour, the meter


def boards_of(bus, first, second, meter):
    text = "".join(f'[[relay_board]]\nid = "{board}"\nbus = "{bus}"\nunit = {unit}\nprofile = "waveshare-8ch"\n'
                   for unit, board in enumerate((first, second), 1))
    return text + f'[[line_meter]]\nid = "{meter}"\nbus = "{bus}"\nunit = 9\nprofile = "eight-lines"\n'


def zone_of(board, meter="", first_channel=1):
    text = f'[[zone]]\nid = "zone-{board}"\nname = "{board}"\namplifier = "amp-{board}"\n'
    for channel in (1, 2):
        text += f'[[zone.line]]\nid = "{board}-{channel}"\nname = "{board} {channel}"\nrelay = "{board}:{channel}"\n'
        if meter:
            text += f'meter = "{meter}:{first_channel + channel - 1}"\nlength_m = 300\nwire_mm2 = 2.5\n'
            text += "".join(f'[[zone.line.speaker]]\nid = "loa-{board}-{channel}-{s}"\ntap_watts = 15\n' for s in range(4))
    return text


class BusWard(Ward):
    def __init__(self, folder, baud=19200):
        super().__init__(folder)
        (self.folder / "profiles").mkdir()
        (self.folder / "profiles/eight-lines.toml").write_text(meter_profile(8, 100, 300))
        text = f"""[station]
name = "Bus"
data = "{self.folder}/data"
allowed_hours = ["00:00-24:00"]
[[bus]]
id = "tcp"
tcp = "127.0.0.1:{free_tcp_port()}"
[[bus]]
id = "rtu"
serial = "{self.folder}/ttyRS485"
baud = {baud}
[[bus]]
id = "calm"
tcp = "127.0.0.1:{free_tcp_port()}"
[[relay_board]]
id = "h1"
bus = "calm"
unit = 1
profile = "waveshare-8ch"
"""
        text += "".join(boards_of(bus, *devices) for bus, devices in BUSES.items())
        boards = ["h1"] + [board for devices in BUSES.values() for board in devices[:2]]
        text += "".join(f'[[amplifier]]\nid = "amp-{board}"\nrtp = "127.0.0.1:{free_rtp_port()}"\n' for board in boards)
        text += zone_of("h1")
        for first, second, meter in BUSES.values():
            text += zone_of(first, meter) + zone_of(second, meter, 3)
        self.text = text + """[sweep]
rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"
window = "00:00-24:00"
confirm_after = "1s"
retry_after = "1s"
"""
        self.config.write_text(self.text)

    def contacts(self):
        """What the relays really are, by channel."""
        return {relay["id"]: relay["value"] for relay in self.sim_get("/state")["relays"]}

    def switched(self, since):
        """Every contact that moved since, oldest first: (Unix time, channel, closed or open)."""
        moved = [(seconds_of(entry["t"]), entry["id"], entry["value"]) for entry in self.sim_get("/journal?kind=relay")["entries"]]
        return [entry for entry in moved if entry[0] >= since]

    def pacing(self):
        text = self.station("board").get("/metrics").decode()
        value = lambda name: next(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name + " "))
        return {"frames": value("wardcast_pacer_frames_total"), "late": value("wardcast_pacer_late_frames_total"),
                "skipped": value("wardcast_pacer_skipped_frames_total"),
                "p99_ms": value('wardcast_pacer_lateness_seconds{quantile="0.99"}') * 1000}
