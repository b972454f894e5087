# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings for the demo and the tests: Vietnamese speech by espeak-ng, a tune and music by sox."""
import pathlib
import subprocess

NEWS = [
    ("Lịch tiêm chủng tháng này", "Thông báo về lịch tiêm chủng. Trạm y tế phường tổ chức tiêm chủng cho trẻ em vào sáng thứ ba, "
     "từ bảy giờ ba mươi. Kính mời bà con đưa trẻ đến đúng giờ."),
    ("Phòng chống bão", "Tin thời tiết. Bão số chín đang di chuyển về phía tây. Đề nghị bà con chằng chống nhà cửa, "
     "cắt tỉa cành cây và chuẩn bị đèn pin, nước uống."),
    ("Gương người tốt, việc tốt", "Gương người tốt, việc tốt. Bác Nguyễn Văn Ba, tổ dân phố số bốn, đã nhặt được của rơi và trả lại "
     "người mất. Ủy ban nhân dân phường biểu dương tinh thần của bác."),
]


def speech(folder, name, text, speed=150):
    path = pathlib.Path(folder) / f"{name}.wav"
    subprocess.run(["espeak-ng", "-v", "vi", "-s", str(speed), "-w", str(path), text], check=True)
    return path


def tune(folder, name="tune", seconds=4):
    """A signature tune: a rising chord, plucked."""
    path = pathlib.Path(folder) / f"{name}.wav"
    notes = ["pl", "G3", "pl", "B3", "pl", "D4", "pl", "G4", "pl", "B4"]
    delays = ["0", "0.3", "0.6", "0.9", "1.2"]
    subprocess.run(["sox", "-q", "-n", "-r", "44100", "-c", "2", str(path), "synth", str(seconds), *notes, "delay", *delays, "remix", "-", "fade",
                    "0", str(seconds), "0.5", "norm", "-3"], check=True)
    return path


def music(folder, name="music", seconds=12):
    """Music as a phone would have it: compressed, stereo."""
    wav = pathlib.Path(folder) / f"{name}.wav"
    voices = ["sine", "220", "sine", "277.2", "sine", "329.6", "triangle", "110"]
    subprocess.run(["sox", "-q", "-n", "-r", "44100", "-c", "2", str(wav), "synth", str(seconds), *voices, "tremolo", "3", "60", "remix", "-",
                    "fade", "0.2", str(seconds), "1", "norm", "-6"], check=True)
    m4a = wav.with_suffix(".m4a")
    subprocess.run(["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-i", str(wav), "-b:a", "128k", str(m4a)], check=True)
    return m4a
