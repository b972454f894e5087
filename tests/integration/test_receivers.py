# SPDX-License-Identifier: GPL-3.0-or-later
"""Receivers that are not ours, each in place of one amplifier, given its SDP."""
import subprocess
import time

import pytest

from measure import RATE, compare, decode

AMPLIFIER = "amp-3"  # unicast, feeds zone-5 alone


# ffmpeg never sees the end of a stream whose sender reports go on, and loses what it holds when it is interrupted: it is told
# to stop by itself so long before the end.
FFMPEG_STOPS_EARLY = 0.5


def ffmpeg_command(sdp, wav, seconds):
    return ["ffmpeg", "-hide_banner", "-loglevel", "warning", "-protocol_whitelist", "file,udp,rtp", "-i", sdp, "-t", f"{seconds - FFMPEG_STOPS_EARLY:.2f}", "-ac", "1", "-ar", "48000", "-y", wav]


def gstreamer_command(sdp, wav, _seconds):
    return ["gst-launch-1.0", "-q", "-e", "filesrc", f"location={sdp}", "!", "sdpdemux", "latency=100", "!", "rtpopusdepay", "!", "opusdec", "plc=true", "!",
            "audioconvert", "!", "audioresample", "!", "audio/x-raw,format=S16LE,rate=48000,channels=1", "!", "wavenc", "!", "filesink",
            f"location={wav}"]


@pytest.mark.parametrize("receiver", [ffmpeg_command, gstreamer_command], ids=["ffmpeg", "gstreamer"])
def test_another_receiver_records_the_same(ward, content, receiver):
    ward.start_sim("--without-amplifier", AMPLIFIER)
    ward.start_daemon()
    operator = ward.station("operator")
    item = ward.approved(content["speech"])
    sdp = ward.folder / "amplifier.sdp"
    sdp.write_bytes(operator.get(f"/amplifiers/{AMPLIFIER}/sdp"))
    assert operator.get("/zones/zone-5/sdp") == sdp.read_bytes()
    wav = ward.folder / "received.wav"
    length = item["packets"] * 0.02
    _, start = ward.programme([item], ["zone-5"], in_seconds=5)
    recorder = subprocess.Popen(receiver(str(sdp), str(wav), length), stdin=subprocess.DEVNULL)
    try:
        time.sleep(max(0.0, start + item["packets"] * 0.02 + 1.5 - time.time()))
    finally:
        if recorder.poll() is None:
            recorder.send_signal(2)  # SIGINT: GStreamer finishes the file
        recorder.wait(15)
    recording = decode(wav.read_bytes())
    expected = decode(operator.get(f"/items/{item['id']}/audio"))
    if receiver is ffmpeg_command:
        expected = expected[: int((length - FFMPEG_STOPS_EARLY) * RATE)]
    found = compare(recording, expected)
    print(found)
    assert found["correlation"] > 0.9, found
    assert found["longest_hole_ms"] <= 20, found
    assert found["lufs"] == pytest.approx(-16, abs=1), found
    assert found["length"] == pytest.approx(found["expected_length"], abs=0.1), found
