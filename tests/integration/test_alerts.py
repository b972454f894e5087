# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults reach people who are not in front of the page: by mail, by webhook, by a lamp and a buzzer on a relay board."""
import hashlib
import hmac
import re

import pytest

from alert_receivers import MailServer, Webhook, alerts_table
from conftest import eventually
from station_client import Refused


@pytest.fixture
def told(ward):
    """The demo ward with a mail server, a webhook and alarm contacts on a board of its own."""
    ward.mail, ward.webhook = MailServer(), Webhook()
    (ward.folder / "webhook-key").write_text("chìa khóa\n")
    last = re.findall(r'\[\[relay_board\]\]\s+id = "([^"]+)"\s+bus = "([^"]+)"\s+unit = (\d+)', ward.text)[-1]
    ward.alarm_board = last[0]
    used = {int(channel) for channel in re.findall(rf'"{last[0]}:(\d+)"', ward.text)}
    ward.lamp, ward.buzzer = [channel for channel in range(8, 0, -1) if channel not in used][:2]
    ward.text += alerts_table(ward.mail, ward.webhook, 'webhook_key_file = "webhook-key"') + f"""
[[alerts.recipient]]
id = "truc-dai"
to = "mailto:operator@example.vn"
role = "operator"

[alarm]
lamp = "{last[0]}:{ward.lamp}"
buzzer = "{last[0]}:{ward.buzzer}"
"""
    ward.config.write_text(ward.text)
    ward.start_sim()
    ward.start_daemon()
    yield ward
    ward.mail.stop()
    ward.webhook.stop()


def contacts(ward):
    """Lamp and buzzer as the simulated board has them."""
    states = {relay["id"]: relay["value"] for relay in ward.sim_get("/state")["relays"]}
    return tuple(states[f"{ward.alarm_board}:{channel}"] == "closed" for channel in (ward.lamp, ward.buzzer))


def test_one_fault_from_find_to_close_is_told_shown_and_put_away(told):
    ward = told
    technician = ward.station("technician")
    board, bus, unit = re.search(r'\[\[relay_board\]\]\s+id = "([^"]+)"\s+bus = "([^"]+)"\s+unit = (\d+)', ward.text).groups()
    assert board != ward.alarm_board
    assert contacts(ward) == (False, False)
    ward.sim_put(f"/units/{bus}/{unit}/fault", {"kind": "offline"})
    mail = eventually(lambda: ward.mail.mails, 30, "the mail")[0]
    post = eventually(lambda: ward.webhook.posts, 30, "the webhook")[0]

    assert (mail["from"], mail["to"]) == ("tram@phuong.example.vn", ["tu@example.vn"])
    assert "SỰ CỐ MỚI: Thiết bị không trả lời" in mail["subject"] and board in mail["subject"], mail["subject"]
    for words in (f"Vị trí: {board}", "Mức độ: nặng", "Nên làm: Kiểm tra nguồn", "no reply within"):
        assert words in mail["text"], mail["text"]
    assert mail["message"].get_content_type() == "text/plain" and mail["message"]["Auto-Submitted"] == "auto-generated"

    expected = "sha256=" + hmac.new("chìa khóa".encode(), post["body"], hashlib.sha256).hexdigest()
    assert post["headers"]["X-Wardcast-Signature"] == expected
    json = post["json"]
    fault = json["fault"]
    assert (json["type"], json["what"], json["urgent"], json["recipient"]) == ("fault", "opened", False, "bridge")
    assert (fault["class"], fault["place"]["board"], fault["state"]) == ("no_comm", board, "new")
    assert "NEW FAULT: A device does not answer" in json["subject"] and "What to do: Check" in json["text"]

    address = f"/faults/{fault['id']}"
    eventually(lambda: contacts(ward) == (True, True), 10, "lamp and buzzer")
    technician.post(address + "/acknowledge")
    eventually(lambda: contacts(ward) == (True, False), 10, "the buzzer to stop")
    with pytest.raises(Refused) as refused:
        technician.post(address + "/resolve")
    assert refused.value.status == 409
    ward.sim_delete(f"/units/{bus}/{unit}/fault")
    eventually(lambda: technician.get(address)["state"] == "resolved", 30, "it answers again")
    assert technician.post(address + "/resolve", {"note": "Đã thay cầu chì"})["state"] == "resolved"
    assert contacts(ward) == (True, False), "somebody has still to put it away"
    technician.post(address + "/close")
    eventually(lambda: contacts(ward) == (False, False), 10, "the lamp to go out")

    cleared = eventually(lambda: len(ward.mail.mails) > 1 and ward.mail.mails[1], 10, "the all-clear")
    assert "ĐÃ HẾT" in cleared["subject"]
    eventually(lambda: len(ward.webhook.posts) > 1, 10, "the webhook's")
    assert ward.webhook.posts[1]["json"]["what"] == "resolved"
    assert not [mail for mail in ward.mail.mails if mail["to"] == ["operator@example.vn"]], "a board is nothing to an operator"
    story = [event["what"] for event in technician.get(address)["events"]]
    assert story == ["opened", "acknowledged", "retest_failed", "resolved", "closed"]
    eventually(lambda: "wardcast_alerts_sent_total 4" in technician.get("/metrics").decode(), 10, "all four counted as sent")


def test_what_cannot_be_delivered_is_sent_again_and_a_redirect_is_not_followed(told):
    ward = told
    ward.mail.refuse, ward.webhook.status = True, 302
    _, bus, unit = re.search(r'\[\[relay_board\]\]\s+id = "([^"]+)"\s+bus = "([^"]+)"\s+unit = (\d+)', ward.text).groups()
    ward.sim_put(f"/units/{bus}/{unit}/fault", {"kind": "offline"})
    log = ward.folder / "daemon.log"
    eventually(lambda: log.read_text().count("event=alert_not_sent") >= 2, 30, "both to fail")
    assert "answered 302 instead of 2xx" in log.read_text() and "451" in log.read_text()
    ward.mail.refuse, ward.webhook.status = False, 200
    eventually(lambda: ward.mail.mails and ward.webhook.posts, 30, "the second try")
    assert len(ward.mail.mails) == len(ward.webhook.posts) == 1
