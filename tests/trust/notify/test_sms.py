"""Numbers as people write them, and a real gateway on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.notify import sms


@pytest.mark.parametrize(
    "written",
    ["555-234-0142", "(555) 234 0142", "+1 555.234.0142", "1 555 234 0142", "001 555 234 0142"],
)
def test_one_number_however_it_is_written(written):
    assert sms.number(written) == "+15552340142"


def test_another_country(settings):
    assert sms.number("+44 7700 900123") == "+447700900123"
    settings.PHONE_COUNTRY = "49"
    assert sms.number("0151 2345678") == "+491512345678"


@pytest.mark.parametrize(
    "written",
    ["", "call me", "911", "555-0142", "155-234-0142", "+1 555 134 0142", "+0123456789",
     "+44", "1" * 40, "555-234-0142 ext 9", "٥٥٥٢٣٤٠١٤٢"],
)  # fmt: skip
def test_what_is_no_number(written):
    with pytest.raises(ValueError, match="no telephone number"):
        sms.number(written)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_or_is_not(written):
    try:
        found = sms.number(written)
    except ValueError:
        return
    assert sms.number(found) == found
    assert found.isascii()


class Gateway(BaseHTTPRequestHandler):
    """Keeps what it is sent and answers with the next status."""

    got: list[tuple[dict[str, str], dict[str, str]]] = []
    answers: list[int] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.got.append((dict(self.headers), body))
        self.send_response(self.answers.pop(0) if self.answers else 202)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def gateway(settings):
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Gateway.got.clear()
    settings.SMS_BACKEND = "trust.notify.sms.over_http"
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/", "let-me-in"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Gateway
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_gateway_gets_number_sentence_and_a_key_against_repeats(gateway):
    sms.hand_over("+15552340142", "Hello", "k1")
    head, body = gateway.got[0]
    assert body == {"to": "+15552340142", "text": "Hello", "id": "k1"}
    assert (head["Authorization"], head["Idempotency-Key"]) == ("Bearer let-me-in", "k1")


@pytest.mark.parametrize("status", [302, 400, 500])
def test_what_the_gateway_does_not_take_is_tried_again(gateway, status):
    gateway.answers.append(status)
    with pytest.raises(sms.NotTaken):
        sms.hand_over("+15552340142", "Hello", "k1")
    assert len(gateway.got) == 1  # and never followed elsewhere


def test_for_development_into_a_file(settings, tmp_path):
    settings.ARGUS_DATA_DIR = tmp_path
    sms.to_file("+15552340142", "Hello", "k1")
    assert json.loads((tmp_path / "sms" / "k1.json").read_text())["text"] == "Hello"
