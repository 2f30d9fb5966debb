"""Only known services are asked; what they carry is encrypted for the browser and says nothing."""

import datetime as dt
import ipaddress
import ssl
import threading
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer

import http_ece
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from tests.trust.channels.people import FCM, add_device, browser_keys
from trust import channels, notify, outbox, vault
from trust.models import Delivery, OutboxJob, PushDevice
from trust.notify import push


@pytest.mark.parametrize(
    "endpoint",
    [FCM + "abc", "https://updates.push.services.mozilla.com/wpush/v2/x",
     "https://web.push.apple.com/Q", "https://wns2-ln2p.notify.windows.com/w/?t=1"],
)  # fmt: skip
def test_known_services(endpoint):
    assert push.is_service(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    ["http://fcm.googleapis.com/x", "https://127.0.0.1/x", "https://localhost/", "file:///etc/passwd",
     "https://fcm.googleapis.com.evil.example/x", "https://evil.example/fcm.googleapis.com",
     "https://fcm.googleapis.com@evil.example/x", "https://a@fcm.googleapis.com/x",
     "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com:x/", "https://evil.example#.notify.windows.com",
     "https://evil.example/.notify.windows.com", "https://.notify.windows.com/", "https://[::1/", "",
     "https://evil.example\\.notify.windows.com/x", "https://fcm.googleapis.com/\n",
     "https://fcm.googleapis.com/" + "x" * 1000,
     "https://169.254.169.254/latest/meta-data", "gopher://fcm.googleapis.com/x"],
)  # fmt: skip
def test_any_other_address_is_no_service(endpoint):
    assert not push.is_service(endpoint)


@given(st.text(max_size=60))
def test_nothing_typed_is_a_service_by_chance(text):
    assert not push.is_service(text)
    assert not push.is_service("https://" + text + "/.notify.windows.com")


@pytest.mark.parametrize(("p256dh", "auth"), [("", ""), ("A" * 87, "A" * 22), ("!!", "??")])
def test_keys_that_are_none(p256dh, auth):
    assert not push.are_keys(p256dh, auth)


def test_our_key_is_the_same_in_every_process_and_in_no_file_of_its_own():
    assert push.public_key() == push.public_key()
    push._private.cache_clear()
    assert len(push._decoded(push.public_key())) == 65


# --- a service of our own -------------------------------------------------------------------------


class Service(BaseHTTPRequestHandler):
    got: list[tuple[dict[str, str], bytes]] = []
    answers: list[int] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.answers.pop(0) if self.answers else 201)
        self.send_header("Location", "https://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """For this machine, signed by itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1)).add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    where = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    where.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return where


@pytest.fixture
def service(settings, certificate, monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), Service)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    settings.PUSH_HOSTS = [f"127.0.0.1:{server.server_port}"]
    Service.got.clear()
    Service.answers.clear()
    Service.where = f"https://127.0.0.1:{server.server_port}/send/canary-device"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Service
    server.shutdown()
    thread.join()
    server.server_close()


def tell(user):
    channels.choose(by=user, mail="off")
    mine = vault.participant(user, "support")
    return notify.tell(participant=mine, event=uuid.uuid4(), target="offers")


def test_the_browser_and_nobody_else_reads_the_one_sentence(alice, service):
    key, keys = browser_keys()
    channels.add_device(by=alice, endpoint=service.where, **keys)
    tell(alice)
    outbox.drain()
    head, body = service.got[0]
    secret = push._decoded(keys["auth"])
    plain = http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm")
    assert plain == b"There is something new for you."
    assert (head["ttl"], head["urgency"]) == ("43200", "normal")
    assert head["topic"] == push.coded(Delivery.objects.get().pk.bytes)
    assert "offers" not in str(head)


def test_the_signature_names_this_installation_and_the_service(alice, service):
    add_device(alice, service.where)
    tell(alice)
    outbox.drain()
    words = dict(
        part.strip().split("=", 1) for part in service.got[0][0]["authorization"][6:].split(",")
    )
    assert words["k"] == push.public_key()
    claims = jwt.decode(
        words["t"], push._key().public_key(), ["ES256"], audience=service.where[:-19]
    )
    assert claims["sub"] == "mailto:no-reply@localhost"
    assert alice.username not in str(claims)


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(alice, service, status):
    add_device(alice, service.where)
    service.answers.append(status)
    tell(alice)
    outbox.drain()
    assert not PushDevice.objects.exists()
    assert Delivery.objects.get().done_at


@pytest.mark.parametrize("status", [429, 500])
def test_a_service_that_is_busy_is_asked_again(alice, service, status):
    add_device(alice, service.where)
    service.answers.append(status)
    tell(alice)
    outbox.run_due()
    assert Delivery.objects.get().done_at is None
    assert OutboxJob.objects.get(name="trust.deliver").reason == "NotTaken"
    OutboxJob.objects.update(due_at=OutboxJob.objects.first().due_at)
    outbox.run_due()
    topics = {head["topic"] for head, _body in service.got}
    assert len(topics) == 1  # the copy takes the place of the first


def test_a_service_that_sends_elsewhere_is_not_followed(alice, service):
    add_device(alice, service.where)
    service.answers.append(302)
    tell(alice)
    outbox.run_due()
    assert OutboxJob.objects.get(name="trust.deliver").reason == "TooManyRedirects"


def test_a_service_taken_off_the_list_gets_nothing(alice, service, settings):
    add_device(alice, service.where)
    settings.PUSH_HOSTS = []
    tell(alice)
    outbox.drain()
    assert service.got == []
