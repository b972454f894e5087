# SPDX-License-Identifier: GPL-3.0-or-later
"""An old programme log goes in beside a running daemon, and the figures that come out are the real quarter's."""
import datetime
import json
import subprocess
import sys

import pytest

from conftest import BIN, ROOT, Ward

sys.path.insert(0, str(ROOT / "scripts"))
import recount  # noqa: E402

COLUMNS = "date;planned_start;started_at;ended_at;programme;position;title;kind;theme;author;unit;origin;zones;result;reason"
DAYS_OFF = {datetime.date(2018, 1, 1)} | {datetime.date(2018, 2, day) for day in range(14, 21)}


def golden_rows():
    """59 working days, a programme of half an hour each: 51 of 4 items of 450 s, 8 of 5 of 360 s."""
    rows, item, edition = [], 0, 0
    day = datetime.date(2018, 1, 1)
    while day <= datetime.date(2018, 3, 31):
        if day.weekday() < 5 and day not in DAYS_OFF:
            length = 360 if edition % 7 == 3 and edition // 7 < 8 else 450
            for position in range(1800 // length):
                item += 1
                begun = datetime.datetime(2018, 1, 1, 17) + datetime.timedelta(seconds=position * length)
                ended = begun + datetime.timedelta(seconds=length)
                rows.append(f"{day:%d/%m/%Y};17:00;{begun:%H:%M:%S};{ended:%H:%M:%S};Chương trình phát thanh;{position + 1};"
                            f"Tin số {item};{'Bài chuyên sâu' if position == 0 else 'Tin hoạt động'};Chỉ đạo điều hành;BBT;"
                            f"UBND phường;own;zone-1;full;")
            edition += 1
        day += datetime.timedelta(days=1)
    return rows


@pytest.fixture
def ward(tmp_path):
    ward = Ward(tmp_path).start_daemon()
    yield ward
    ward.daemon_program.stop()


def wardcast(*arguments):
    return subprocess.run([str(BIN / "wardcast"), *map(str, arguments)], capture_output=True, text=True)


def statistics(ward):
    return ward.station("board").get("/statistics?from=2018-01-01&to=2018-03-31")


def test_the_golden_quarter_from_its_log(ward, tmp_path):
    log = tmp_path / "quý I.csv"
    rows = golden_rows()
    log.write_bytes("\r\n".join(["\ufeff" + COLUMNS, *rows, ""]).encode())
    first = wardcast("import", log, "--config", ward.config)
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("244 new rows in 59 programmes")

    figures = statistics(ward)
    assert (figures["programmes"], figures["programmes_partial"], figures["programmes_missed"]) == (59, 0, 0)
    assert (figures["on_air_seconds"], figures["items"], figures["item_airings"]) == (106200, 244, 244)
    assert [(row["key"], row["programmes"], row["on_air_seconds"]) for row in figures["by_month"]] == [
        ("2018-01", 22, 39600), ("2018-02", 15, 27000), ("2018-03", 22, 39600)]

    report = json.loads(ward.cli("report", "--config", ward.config, "--quarter", "2018Q1", "--format", "json"))
    assert (report["programmes"], report["on_air_text"], report["items"]) == (59, "29h30'", 244)
    assert [(month["programmes"], month["on_air_text"]) for month in report["months"]] == [
        (22, "11h00'"), (15, "7h30'"), (22, "11h00'")]
    paper = tmp_path / "report.csv"
    ward.cli("report", "--config", ward.config, "--from", "2018-01-01", "--to", "2018-03-31", "--format", "csv", "-o", paper)
    text = paper.read_text(encoding="utf-8-sig")
    assert "Quý I/2018;59;59;0;0;29h30';0h00';0h00';0h00';29h30'" in text

    journal = ward.station("board").get("/airings?from=2018-01-01&to=2018-03-31")["airings"]
    assert recount.differences(recount.recount(journal, "2018-01-01", "2018-03-31"), figures) == []

    again = wardcast("import", log, "--config", ward.config)
    assert again.returncode == 0 and again.stdout.startswith("0 new"), again.stderr
    assert statistics(ward) == figures

    rows[99] = rows[99].replace("Tin số 100;", "Tin số một trăm;")
    log.write_text("\n".join([COLUMNS, *rows, "30/03/2018;18:00;18:00;18:10;Khác;1;Tin mới;tin;;;;own;;full;"]))
    changed = wardcast("import", log, "--config", ward.config)
    assert changed.returncode == 3
    assert f"{log}:101:" in changed.stderr and "title" in changed.stderr
    assert statistics(ward) == figures
    assert ward.station("board").get("/airings?from=2018-01-01&to=2018-03-31")["airings"] == journal


def test_what_is_wrong_is_said_with_its_place(ward, tmp_path):
    log = tmp_path / "log.csv"
    log.write_text(f"{COLUMNS}\n32/01/2018;17:00;17:00;17:05;P;1;T;;;;;own;;full;\n02/01/2018;17:00;17:00;17:05;P;x;T;;;;;own;;ok;\n")
    told = wardcast("import", log, "--config", ward.config)
    assert told.returncode == 3
    assert [line.split(" ")[0] for line in told.stderr.splitlines()] == [f"{log}:2:1:", f"{log}:3:32:", f"{log}:3:45:"]
    assert wardcast("import", tmp_path / "none.csv", "--config", ward.config).returncode == 4
    for wrong in (["--quarter", "2018Q7"], ["--from", "2018-01-01"], ["--from", "2018-02-01", "--to", "2018-01-01"], [],
                  ["--quarter", "2018Q1", "--from", "2018-01-01"]):
        assert wardcast("report", "--config", ward.config, "--format", "json", *wrong).returncode == 2, wrong
    assert wardcast("report", "--config", tmp_path / "none.toml", "--quarter", "2018Q1", "--format", "json").returncode == 3
