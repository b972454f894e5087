# SPDX-License-Identifier: GPL-3.0-or-later
"""Listening by measurement: what was heard on a line, against what should have been. Uses numpy and ffmpeg (Debian)."""
import io
import json
import re
import subprocess
import urllib.request
import wave
from datetime import datetime, timezone

import numpy as np

RATE = 48000


def around(start, seconds):
    """What to ask heard_on_line for: from two seconds before `start` (Unix time) to two after the end. However long the listening
    takes on a busy machine, the piece stays the same; without it the last 60 s are heard."""
    return {"from": datetime.fromtimestamp(start - 2, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), "seconds": round(seconds + 4, 2)}


def heard_on_line(sim, line, **query):
    """The line's recording: samples in −1…1 at 48 kHz, and the Unix time of the first."""
    url = f"{sim}/lines/{line}/recording.wav"
    if query:
        url += "?" + "&".join(f"{key}={value}" for key, value in query.items())
    with urllib.request.urlopen(url, timeout=60) as response:
        start = datetime.fromisoformat(response.headers["X-Start-Time"].replace("Z", "+00:00")).timestamp()
        return read_wav(response.read()), start


def read_wav(data):
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float32) / 32768


def decode(data):
    """Any sound file's bytes → mono samples at 48 kHz, by ffmpeg."""
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-i", "pipe:0", "-f", "f32le", "-ac", "1", "-ar", str(RATE), "pipe:1"]
    return np.frombuffer(subprocess.run(command, input=data, capture_output=True, check=True).stdout, dtype="<f4")


def loudness(samples):
    """Integrated loudness by EBU R128, in LUFS, as ffmpeg measures it."""
    command = ["ffmpeg", "-hide_banner", "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-i", "pipe:0", "-af", "ebur128", "-f", "null", "-"]
    run = subprocess.run(command, input=samples.astype("<f4").tobytes(), capture_output=True, check=True)
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", run.stderr.decode())[-1])


def rundown(recordings):
    """Recordings one after another as they air: each fills whole packets of 960 samples."""
    padded = [np.pad(samples, (0, -len(samples) % 960)) for samples in recordings]
    return np.concatenate(padded)


def sounding(samples):
    """Seconds from the first to the last sample above −60 dBFS."""
    loud = np.nonzero(np.abs(samples) > 1e-3)[0]
    return (loud[-1] - loud[0] + 1) / RATE if len(loud) else 0.0


def rms_windows(samples, milliseconds=20):
    size = RATE * milliseconds // 1000
    count = len(samples) // size
    return np.sqrt(np.mean(samples[: count * size].reshape(count, size) ** 2, axis=1) + 1e-12)


def locate(recording, expected):
    """Sample of the recording where `expected` begins, by cross-correlation of the whole."""
    size = 1 << int(np.ceil(np.log2(len(recording) + len(expected))))
    product = np.fft.irfft(np.fft.rfft(recording, size) * np.conj(np.fft.rfft(expected, size)), size)
    return int(np.argmax(product[: len(recording)]))


def compare(recording, expected):
    """Where `expected` was heard and what is wrong with it: begins (sample), length (s), holes (ms, the longest), lufs."""
    begins = locate(recording, expected)
    heard = recording[begins : begins + len(expected)]
    should = rms_windows(expected[: len(heard)], 5) > 10 ** (-45 / 20)
    silent = rms_windows(heard, 5) < 10 ** (-65 / 20)
    longest = current = 0
    for hole in should & silent:
        current = current + 1 if hole else 0
        longest = max(longest, current)
    return {
        "begins": begins,
        "length": round(sounding(recording), 3),
        "expected_length": round(sounding(expected), 3),
        "longest_hole_ms": longest * 5,
        "lufs": round(loudness(heard), 2),
        "correlation": round(float(np.corrcoef(heard, expected[: len(heard)])[0, 1]), 4),
    }


if __name__ == "__main__":
    import sys

    samples, start = heard_on_line(sys.argv[1], sys.argv[2])
    print(json.dumps({"start": start, "seconds": len(samples) / RATE, "lufs": loudness(samples)}))
