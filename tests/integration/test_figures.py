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


def planted(rows):
    """The log of a quarter in which two programmes were missed, one was cut, one repeated, and one relayed."""
    of_day = {day: [row.split(";") for row in rows if row.startswith(day)] for day in ("10/01/2018", "11/01/2018", "06/02/2018", "07/02/2018")}
    assert {len(programme) for programme in of_day.values()} == {4}
    kept = [row for row in rows if row[:10] not in of_day]
    kept.append("10/01/2018;17:00;;;Chương trình phát thanh;;;;;;;own;zone-1;missed;không có người trực")
    changed = []
    for row in of_day["11/01/2018"]:  # the items are known, none was aired
        changed.append([*row[:2], "", "", *row[4:13], "missed", "mất điện"])
    cut = of_day["06/02/2018"]
    begun = datetime.datetime.strptime(cut[1][2], "%H:%M:%S")
    cut[1][3:4] = [f"{begun + datetime.timedelta(seconds=200):%H:%M:%S}"]
    cut[1][13:] = ["partial", "sét đánh"]
    changed += cut + of_day["07/02/2018"]
    for row in of_day["07/02/2018"]:
        changed.append([row[0], "19:00", row[2].replace("17:", "19:"), row[3].replace("17:", "19:").replace("18:", "19:"), "Phát lại", *row[5:11],
                        "repeat", *row[12:]])
    kept += [";".join(row) for row in changed]
    kept.append("05/03/2018;06:00;06:00:00;06:30:00;Đài thành phố;1;Thời sự;;;;;relay;zone-2;full;")
    return kept


def test_what_is_planted_in_a_log_counts_by_the_rules(ward, tmp_path):
    """The same figures as where it is rehearsed: test_golden_quarter.py."""
    log = tmp_path / "log.csv"
    log.write_text("\n".join([COLUMNS, *planted(golden_rows())]) + "\n", encoding="utf-8")
    told = wardcast("import", log, "--config", ward.config)
    assert told.returncode == 0, told.stderr
    figures = statistics(ward)
    assert (figures["programmes"], figures["programmes_partial"], figures["programmes_missed"]) == (57, 1, 2)
    assert figures["on_air_seconds"] == figures["unconfirmed_seconds"] == 106_200 - 2 * 1800 - 250 + 1800
    assert (figures["items"], figures["item_airings"]) == (244 - 8 - 1, 244 - 8 - 1 + 4)
    assert [(row["key"], row["programmes"], row["on_air_seconds"], row["items"]) for row in figures["by_month"]] == [
        ("2018-01", 20, 36_000, sum(row[3:10] == "01/2018" for row in golden_rows()) - 8),
        ("2018-02", 15, 27_000 - 250 + 1800, sum(row[3:10] == "02/2018" for row in golden_rows()) - 1),
        ("2018-03", 22, 39_600, sum(row[3:10] == "03/2018" for row in golden_rows()))]
    assert {row["key"]: (row["programmes"], row["on_air_seconds"], row["items"]) for row in figures["by_origin"]} == {
        "own": (57, figures["on_air_seconds"], 235), "relay": (1, 1800, 1)}

    drill = tmp_path / "drill.csv"
    drill.write_text(f"{COLUMNS}\n06/03/2018;18:00;18:00:00;18:07:33;Diễn tập;1;Sơ tán;;;;;emergency drill;zone-1;full;\n", encoding="utf-8")
    assert wardcast("import", drill, "--config", ward.config).stdout.startswith("1 new row")
    journal = ward.station("board").get("/airings?from=2018-01-01&to=2018-03-31")["airings"]
    assert sum(airing["drill"] for airing in journal) == 1
    assert statistics(ward) == figures
    assert recount.differences(recount.recount(journal, "2018-01-01", "2018-03-31"), figures) == []


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
