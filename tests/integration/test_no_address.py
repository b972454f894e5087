# SPDX-License-Identifier: GPL-3.0-or-later
"""An amplifier or a bus whose host cannot be found keeps neither the station from starting nor the others from airing."""
import re
import time

from conftest import eventually


def host_of(text, key, number, host):
    """The text with another host in the number-th unicast address of that key."""
    found = re.findall(rf'^{key} = "127\.0\.0\.1:\d+"', text, re.MULTILINE)[number]
    return text.replace(found, found.replace("127.0.0.1", host))


def test_the_station_airs_without_what_has_no_address(ward, content):
    ward.start_sim()
    # amp-2 and the third bus are nowhere; amp-3 is known by a name.
    text = host_of(ward.text, "rtp", 0, "khong-co.invalid")
    text = host_of(text, "rtp", 0, "localhost")
    ward.config.write_text(host_of(text, "tcp", 2, "khong-co.invalid"))
    begun = time.monotonic()
    ward.start_daemon()
    assert time.monotonic() - begun < 5
    technician = ward.station("technician")

    def fault():
        faults = technician.get("/faults?state=open")["faults"]
        return next((fault for fault in faults if fault["class"] == "stream_lost"), None)

    told = eventually(fault, 20, "a fault of the amplifier without an address")
    assert "amp-2" in told["detail"] and "khong-co.invalid" in told["detail"], told

    item = ward.approved(content["speech"])
    programme, start = ward.programme([item], ["zone-3", "zone-5"])
    end = start + item["packets"] * 0.02
    time.sleep(end + 1.5 - time.time())
    assert ward.sim_get("/amplifiers/amp-3")["packets"] == item["packets"]
    assert ward.sim_get("/amplifiers/amp-2")["packets"] == 0
    airing = next(entry for entry in ward.airings() if entry["edition_id"].startswith(f"{programme['id']}-"))
    assert airing["result"] == "full"
    assert ward.daemon_program.stop(15) == 0
