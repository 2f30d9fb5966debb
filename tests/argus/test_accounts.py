"""Sign-in: closed, neutral, sealed, and over everywhere at once when the person says so."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from argus.accounts import MfaAdapter, end_all_sessions
from tests.factories import make_user, sign_in
from trust.vault import SealBroken

PASSWORD = "correct horse battery"


def log_in(client, username, password):
    return client.post("/accounts/login/", {"login": username, "password": password})


def test_signs_in_and_comes_home(client, alice):
    answer = log_in(client, "alice", PASSWORD)
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.get("/").status_code == 200


def test_says_the_same_whoever_is_unknown(client, alice):
    gone = make_user("gone", is_active=False)
    pages = [
        log_in(client, name, "another password").content.decode()
        for name in ("alice", "nobody-at-all", gone.username)
    ]
    for page, name in zip(pages, ("alice", "nobody-at-all", "gone"), strict=True):
        assert "Username and password do not match" in page
        assert page.count(name) <= 1


def test_a_person_who_left_gets_the_same_sentence(client):
    make_user("gone", is_active=False)
    log_in(client, "gone", PASSWORD)
    answer = client.get("/accounts/login/")
    assert "Username and password do not match" in answer.content.decode()


def test_nobody_signs_up(client):
    form = {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", form)
    assert not client.login(username="new", password=PASSWORD)


def test_signing_out_empties_the_browser(client, alice):
    sign_in(client, alice)
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/").status_code == 302


def test_codes_are_stored_sealed(alice):
    secret = generate_totp_secret()
    stored = TOTP.activate(alice, secret).instance.data["secret"]
    assert secret not in stored
    assert MfaAdapter().decrypt(stored) == secret


def test_a_changed_secret_does_not_open():
    sealed = MfaAdapter().encrypt("JBSWY3DPEHPK3PXP")
    changed = ("A" if sealed[20] != "A" else "B").join((sealed[:20], sealed[21:]))
    for odd in (changed, "JBSWY3DPEHPK3PXP", "", "ünicode"):
        with pytest.raises(SealBroken):
            MfaAdapter().decrypt(odd)


def test_a_code_is_asked_for_after_the_password(client, alice):
    TOTP.activate(alice, generate_totp_secret())
    answer = log_in(client, "alice", PASSWORD)
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/").status_code == 302


def test_ends_every_session(client, alice):
    other = type(client)()
    for each in (client, other):
        sign_in(each, alice)
    answer = client.post("/accounts/everywhere/", {"password": PASSWORD})
    assert answer["Location"] == "/accounts/login/"
    assert other.get("/").status_code == 302
    assert log_in(client, "alice", PASSWORD)["Location"] == "/"


def test_asks_the_password_before_that(client, alice):
    sign_in(client, alice)
    answer = client.post("/accounts/everywhere/", {"password": "another one"})
    assert "does not match" in answer.content.decode()
    assert client.get("/").status_code == 200


def test_ends_sessions_of_people_without_a_password(client, alice):
    alice.set_unusable_password()
    alice.save()
    sign_in(client, alice)
    before = alice.password
    end_all_sessions(by=alice, password="")
    alice.refresh_from_db()
    assert alice.password != before
    assert not alice.has_usable_password()


def test_mails_say_nothing_on_the_lock_screen(client, alice, mailoutbox):
    client.post("/accounts/password/reset/", {"email": alice.email})
    client.post("/accounts/password/reset/", {"email": "unknown@example.org"})
    for mail in mailoutbox:
        assert "127.0.0.1" not in mail.subject
        assert mail.subject.startswith("Argus: ")
