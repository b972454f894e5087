# SPDX-License-Identifier: GPL-3.0-or-later
"""What a technician asks of /metrics and of the log."""
import re
import time
import urllib.request

from conftest import eventually


def metrics(ward):
    with urllib.request.urlopen(ward.url + "/metrics", timeout=5) as answer:
        text = answer.read().decode()
    return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.M)}


def test_metrics_name_what_a_technician_asks(ward, content):
    ward.start_daemon()  # no board answers: the simulator does not run
    bus = next(name for name in metrics(ward) if name.startswith("wardcast_bus_errors_total") and 'kind="connect"' in name)
    eventually(lambda: metrics(ward)[bus] > 0, 10, "a bus that cannot be reached")
    for kind in ("timeout", "garbled", "exception"):
        assert bus.replace("connect", kind) in metrics(ward)
    eventually(lambda: metrics(ward).get('wardcast_faults_total{class="no_comm"}', 0) > 0, 10, "its fault counted")
    assert metrics(ward)['wardcast_faults_open{class="no_comm"}'] > 0
    for name in ("wardcast_journal_lag_seconds", "wardcast_journal_lost_total", "wardcast_late_starts_total", "wardcast_alerts_total",
                 "wardcast_zones_on_air", "wardcast_pacer_late_frames_total"):
        assert name in metrics(ward), name
    assert any(name.startswith("wardcast_amplifier_lost_packets{") for name in metrics(ward))
    assert metrics(ward)["wardcast_late_starts_total"] == 0

    _, start = ward.programme([ward.approved(content["long"])], ["zone-1"], in_seconds=2)
    assert ward.daemon_program.stop() == 0
    eventually(lambda: time.time() > start + 0.5, 20)
    ward.start_daemon()
    eventually(lambda: metrics(ward)["wardcast_zones_on_air"] == 1, 10, "the programme joined")
    eventually(lambda: metrics(ward)["wardcast_late_starts_total"] == 1, 5, "its late start counted")


def test_transitions_are_lines_with_the_journals_priorities(ward, content):
    log = ward.folder / "daemon.log"
    log.touch()
    where = log.stat()
    ward.start_daemon(env={"JOURNAL_STREAM": f"{where.st_dev}:{where.st_ino}"})
    operator = ward.station("operator")
    ward.programme([ward.approved(content["long"], title='Tin "nóng"')], ["zone-1"], in_seconds=2, title='Bản tin "A" event=x')

    def line(pattern):
        return eventually(lambda: re.search(pattern, log.read_text(), re.M), 20, pattern)

    line(r"^<4>event=bus_lost bus=\S+ detail=")
    line(r"^<4>event=relay_board_lost board=\S+ bus=\S+ detail=")
    line(r"^<4>event=fault_raised id=\d+ class=no_comm cause=\S+ detail=")
    line(r'^<6>event=zone_on_air zone=zone-1 airing=a\S+ source=programme title="Bản tin \\"A\\" event=x"$')
    operator.post("/stop", {"hold": True})
    line(r"^<4>event=stop who=test-operator#\d+ hold=true$")
    line(r"^<6>event=zone_off_air zone=zone-1 airing=a\S+$")
    line(r"^<6>event=hold$")
    operator.call("DELETE", "/stop")
    line(r"^<6>event=release who=test-operator#\d+$")
    line(r"^<6>event=hold_over$")
    ward.start_sim()
    line(r"^<6>event=bus_back bus=\S+$")
    line(r"^<6>event=relay_board_back board=\S+ bus=\S+$")
    # The set-up code of a station without accounts is for the person who reads it, no entry of the log.
    written = [line for line in log.read_text().splitlines() if not line.startswith("wardcastd: nobody has an account")]
    assert written and all(re.match(r"<[2-7]>", line) for line in written), written


def test_elsewhere_the_log_tells_the_time(ward):
    ward.start_daemon(env={"JOURNAL_STREAM": "1:2"})  # of a journal that does not read this standard error
    assert ward.daemon_program.stop() == 0
    written = (ward.folder / "daemon.log").read_text()
    assert re.search(r"^\[\d{4}-\S+ \S+\] \[wardcastd\] \[info\] ", written, re.M) and not re.search(r"^<\d>", written, re.M)
