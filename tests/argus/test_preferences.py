"""Role, light or dark, language: small switches that must not open anything."""

import pytest
from auditlog.models import LogEntry

from tests.factories import sign_in


def test_switches_to_a_role_that_is_held(client, cast):
    sign_in(client, cast.dan)
    before = client.session.session_key
    answer = client.post("/role/", {"role": "supervisor"})
    assert answer["Location"] == "/"
    assert client.session["role"] == "supervisor"
    assert client.session.session_key != before


@pytest.mark.parametrize("role", ["wellness_admin", "chief", "", "nonsense"])
def test_no_other_role_can_be_taken(client, cast, role):
    sign_in(client, cast.dan)
    client.post("/role/", {"role": role})
    assert client.session["role"] == "officer"


def test_a_role_that_needs_a_second_step_leads_there(client, cast, settings):
    settings.MFA_FOR_ROLES = True
    sign_in(client, cast.dan)
    assert client.post("/role/", {"role": "supervisor"})["Location"] == "/accounts/2fa/"
    assert client.session["role"] == "officer"


def test_a_link_can_not_switch_a_role(client, cast):
    sign_in(client, cast.dan)
    assert client.get("/role/?role=supervisor").status_code == 405


def test_the_page_says_in_which_role_one_works(client, cast):
    sign_in(client, cast.dan, "supervisor")
    assert "You are working as: Supervisor" in client.get("/").content.decode()


@pytest.mark.parametrize(("sent", "kept"), [("dark", "dark"), ("pink", None)])
def test_keeps_a_known_theme(client, sent, kept):
    answer = client.post("/theme/", {"theme": sent, "next": "/boundary/"})
    assert answer["Location"] == "/boundary/"
    assert (answer.cookies["theme"].value if "theme" in answer.cookies else None) == kept


def test_leads_to_no_other_site(client):
    for where in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        assert client.post("/theme/", {"theme": "dark", "next": where})["Location"] == "/"


def test_the_language_goes_with_the_person(client, alice):
    sign_in(client, alice)
    client.post("/language/", {"language": "es", "next": "/"})
    alice.refresh_from_db()
    assert alice.language == "es"
    assert b'<html lang="es"' in client.get("/").content
    assert LogEntry.objects.get_for_object(alice).first().actor == alice


def test_signing_in_brings_the_language_back(client, alice):
    alice.language = "es"
    alice.save()
    client.post("/accounts/login/", {"login": "alice", "password": "correct horse battery"})
    assert b'<html lang="es"' in client.get("/").content


def test_an_unknown_language_changes_nothing(client, alice):
    sign_in(client, alice)
    answer = client.post("/language/", {"language": "xx"})
    assert "django_language" not in answer.cookies
    alice.refresh_from_db()
    assert alice.language == "en"
