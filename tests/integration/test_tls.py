# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS as people meet it: a phone on the LAN name that trusts the station's own authority, one that does not, plain HTTP refused beyond
this machine, given files exchanged while the daemon runs."""
import http.client
import os
import socket
import ssl
import stat
import subprocess

import pytest

from conftest import BIN, eventually

NAME = "dai.phuong.lan"


def serve_with(ward, lines):
    """The ward's site file with these lines for [http]."""
    before, rest = ward.text.split("[http]\n", 1)
    _, after = rest.split("\n\n", 1)
    ward.config.write_text(f"{before}[http]\n{lines}\n\n{after}")


def trusting(anchor=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if anchor:
        context.load_verify_locations(cafile=anchor)
    return context


class Connection(http.client.HTTPConnection):
    """To this machine, under whatever name the certificate must show."""

    def __init__(self, port, context, name=NAME):
        super().__init__("127.0.0.1", port, timeout=10)
        self.context, self.name = context, name

    def connect(self):
        self.sock = self.context.wrap_socket(socket.create_connection((self.host, self.port), 10), server_hostname=self.name)

    def ask(self, path):
        self.request("GET", path)
        answer = self.getresponse()
        return answer, answer.read().decode()


def port_of(ward):
    assert ward.url.startswith("https://"), ward.url
    return int(ward.url.rsplit(":", 1)[1])


@pytest.fixture
def outside(ward):
    serve_with(ward, f'listen = "0.0.0.0:0"\nnames = ["{NAME}"]')
    return ward.start_daemon(listen=False)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_a_phone_that_trusts_the_authority_gets_in_and_another_does_not(outside):
    port, anchor = port_of(outside), outside.folder / "data/tls/ca.crt"
    answer, page = Connection(port, trusting(anchor)).ask("/")
    assert answer.status == 200 and "<title>Wardcast</title>" in page
    # A browser told to insist on TLS lets nobody past its warning, so that no new phone could fetch ca.crt.
    assert answer.getheader("Strict-Transport-Security") is None
    for name in ("localhost", "127.0.0.1", socket.gethostname()):
        assert Connection(port, trusting(anchor), name).ask("/healthz")[0].status == 200
    with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer certificate"):
        Connection(port, trusting()).ask("/")
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for 'ngan-hang.vn'"):
        Connection(port, trusting(anchor), "ngan-hang.vn").ask("/")
    old = trusting(anchor)
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("DEFAULT:@SECLEVEL=0")
    with pytest.raises(ssl.SSLError):
        Connection(port, old).ask("/")
    with pytest.raises((http.client.HTTPException, OSError)):
        plain = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        plain.request("GET", "/")
        plain.getresponse()


def test_who_clicks_past_the_warning_once_can_fetch_and_compare_the_authority(outside):
    anything = trusting()
    anything.check_hostname, anything.verify_mode = False, ssl.CERT_NONE
    anchor = outside.folder / "data/tls/ca.crt"
    answer, fetched = Connection(port_of(outside), anything).ask("/ca.crt")
    assert answer.getheader("Content-Type") == "application/x-x509-ca-cert"
    assert fetched == anchor.read_text()
    printed = subprocess.run(["openssl", "x509", "-in", anchor, "-noout", "-fingerprint", "-sha256"], capture_output=True, text=True, check=True)
    fingerprint = printed.stdout.strip().split("=")[1]
    answer, page = Connection(port_of(outside), anything).ask("/install-ca")
    assert fingerprint in page and "Android" in page and page.index("Cài chứng thư") < page.index("Trust this station</h2>")
    assert fingerprint in (outside.folder / "daemon.log").read_text()
    for secret in ("ca.pem", "server.pem"):
        assert stat.S_IMODE(os.stat(anchor.with_name(secret)).st_mode) == 0o600


def test_the_authority_is_made_once(outside):
    anchor = (outside.folder / "data/tls/ca.crt").read_bytes()
    assert outside.daemon_program.stop() == 0
    outside.start_daemon(listen=False)
    assert (outside.folder / "data/tls/ca.crt").read_bytes() == anchor
    assert Connection(port_of(outside), trusting(outside.folder / "data/tls/ca.crt")).ask("/healthz")[0].status == 200


def test_plain_http_beyond_this_machine_is_refused(ward):
    serve_with(ward, 'listen = "0.0.0.0:0"\ntls = false')
    for command in ([BIN / "wardcastd", "--config", ward.config], [BIN / "wardcast", "check", ward.config]):
        run = subprocess.run(command, capture_output=True, text=True, timeout=20)
        assert run.returncode == 3, run
        assert "[http] listen: '0.0.0.0' is reachable from outside and passwords would travel in clear" in run.stdout + run.stderr
        assert "leave out tls = false" in run.stdout + run.stderr
    assert not (ward.folder / "data").exists()


def make_certificate(folder, word):
    """Signs itself. Returns certificate and key."""
    certificate, key = folder / f"{word}.crt", folder / f"{word}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", f"/CN={word}",
                    "-addext", f"subjectAltName=DNS:{NAME}", "-out", certificate, "-keyout", key], check=True, capture_output=True)
    return certificate, key


def test_given_files_are_exchanged_while_the_daemon_runs(ward):
    certificate, key = make_certificate(ward.folder, "served")
    serve_with(ward, 'listen = "0.0.0.0:0"\ntls_certificate = "served.crt"\ntls_key = "served.key"')
    ward.start_daemon(listen=False)
    log = ward.folder / "daemon.log"
    early = Connection(port_of(ward), trusting(certificate))
    answer, _ = early.ask("/healthz")
    assert answer.status == 200 and answer.getheader("Strict-Transport-Security") == "max-age=86400"
    assert early.ask("/ca.crt")[0].status == 404  # there is no authority of the station's own

    def shown():
        return ssl.get_server_certificate(("127.0.0.1", port_of(ward)))

    first = certificate.read_text()
    assert shown() == first
    other, other_key = make_certificate(ward.folder, "other")
    certificate.write_text(other.read_text())  # without its key: cannot serve
    eventually(lambda: "does not belong to the certificate" in log.read_text(), 15, "the refusal in the log")
    assert shown() == first
    key.write_text(other_key.read_text())
    eventually(lambda: shown() == other.read_text(), 15, "the new certificate")
    assert early.ask("/healthz")[0].status == 200  # goes on over the old one
    assert Connection(port_of(ward), trusting(other)).ask("/healthz")[0].status == 200
