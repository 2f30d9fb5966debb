"""The OAuth server, driven by Authlib and by people who mean no good."""

import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.db import connections
from django.test import Client
from django.urls import reverse
from oauth2_provider.models import Application, Grant, RefreshToken

from agency.models import Role, User
from tests.factories import make_post, make_user
from tests.trust.doors.oauth_client import (
    ASK,
    CALLBACK,
    SECRET,
    VERIFIER,
    code_of,
    consent,
    machine_token,
    me,
    refresh,
    token_post,
    tokens_for,
)
from trust import roles
from trust.doors import tokens


@pytest.fixture
def machine(units) -> Application:
    service = make_user("cad")
    make_post(service, Role.INTEGRATION, units.agency)
    return Application.objects.create(
        name="CAD",
        client_id="machine",
        client_secret=SECRET,
        user=service,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )


# --- a real client ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_authlib_obtains_refreshes_and_revokes(live_server, alice, client_app) -> None:
    base = live_server.url
    session = OAuth2Session(
        "our-client",
        SECRET,
        scope="officer",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        revocation_endpoint_auth_method="client_secret_basic",
    )
    url, state = session.create_authorization_url(
        f"{base}/oauth/authorize/", code_verifier=VERIFIER
    )
    back = consent(alice, **{k: v[0] for k, v in parse_qs(urlsplit(url).query).items()})
    first = session.fetch_token(
        f"{base}/oauth/token/",
        authorization_response=back["Location"],
        code_verifier=VERIFIER,
        state=state,
    )
    assert me(base, first["access_token"]) == "alice"
    second = session.refresh_token(f"{base}/oauth/token/")
    assert second["refresh_token"] != first["refresh_token"]
    assert me(base, first["access_token"]) is None
    assert me(base, second["access_token"]) == "alice"
    session.revoke_token(f"{base}/oauth/revoke/", token=second["refresh_token"])
    assert me(base, second["access_token"]) is None
    with pytest.raises(OAuthError):
        session.refresh_token(f"{base}/oauth/token/", refresh_token=second["refresh_token"])


# --- rotation and families ----------------------------------------------------------------------


def test_a_reused_refresh_token_ends_its_family(alice, client_app) -> None:
    first = tokens_for(alice)
    second = refresh(first["refresh_token"]).json()
    assert refresh(first["refresh_token"]).status_code == 400
    assert tokens.read(second["access_token"]) is None
    assert refresh(second["refresh_token"]).status_code == 400


def test_a_new_password_ends_the_family(alice, client_app) -> None:
    first = tokens_for(alice)
    alice.set_password("another battery horse")
    alice.save()
    assert tokens.read(first["access_token"]) is None
    assert refresh(first["refresh_token"]).status_code == 400
    assert not RefreshToken.objects.filter(revoked=None).exists()


@pytest.mark.parametrize("how", ["disabled", "post"])
def test_a_disabled_account_and_an_ended_post_stop_the_refresh(alice, client_app, how) -> None:
    first = tokens_for(alice)
    if how == "post":
        roles.deassign(post=alice.posts.get())
    else:
        User.objects.filter(pk=alice.pk).update(is_active=False)
    assert tokens.read(first["access_token"]) is None
    assert refresh(first["refresh_token"]).status_code == 400


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_of_two_parallel_refreshes_one_wins_and_the_family_ends(alice, client_app) -> None:
    first = tokens_for(alice)
    answers = []

    def go() -> None:
        answers.append(refresh(first["refresh_token"]))
        connections.close_all()

    both = [threading.Thread(target=go) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    won = [a.json() for a in answers if a.status_code == 200]
    assert len(won) == 1
    assert refresh(won[0]["refresh_token"]).status_code == 400
    assert tokens.read(won[0]["access_token"]) is None


# --- the code -----------------------------------------------------------------------------------


def test_a_code_works_once(alice, client_app) -> None:
    code = code_of(consent(alice))
    data = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    assert token_post(**data, code_verifier=VERIFIER).status_code == 200
    assert token_post(**data, code_verifier=VERIFIER).status_code == 400


def test_a_stolen_code_is_worth_nothing_without_the_verifier(alice, client_app) -> None:
    code = code_of(consent(alice))
    data = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    assert token_post(**data).status_code == 400
    assert token_post(**data, code_verifier="w" * 64).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"code_challenge_method": "plain"},
        {"code_challenge": "", "code_challenge_method": ""},
        {"response_type": "token"},
        {"scope": "integration"},
        {"scope": "chief everything"},
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": CALLBACK + "/../x"},
    ],
)
def test_no_code_for_a_request_that_breaks_a_rule(alice, client_app, change) -> None:
    response = consent(alice, **change)
    assert "code=" not in response.get("Location", "")
    assert "token=" not in response.get("Location", "")
    assert not Grant.objects.exists()


def test_the_answer_names_its_issuer(alice, client_app, settings) -> None:
    back = parse_qs(urlsplit(consent(alice)["Location"]).query)
    assert back["iss"] == [settings.BASE_URL]
    assert back["state"] == ["xyz"]


def test_roles_that_are_not_held_are_not_given(cast, client_app) -> None:
    given = tokens_for(cast.alice, scope="officer supervisor")
    assert given["scope"] == "officer"
    assert roles.active(tokens.read(given["access_token"])) == {Role.OFFICER}
    refused = consent(cast.alice, scope="chief")
    assert "error=access_denied" in refused["Location"]


def test_the_consent_page_says_who_asks_and_lets_the_browser_go_back_there(
    alice, client_app
) -> None:
    browser = Client()
    browser.force_login(alice)
    page = browser.get(reverse("oauth2_provider:authorize"), ASK)
    assert b"Notebook" in page.content
    assert "form-action 'self' https://client.example" in page["Content-Security-Policy"]


def test_a_stranger_signs_in_first(client_app) -> None:
    response = Client().get(reverse("oauth2_provider:authorize"), ASK)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


# --- machines -----------------------------------------------------------------------------------


def test_a_machine_acts_as_its_service_account(machine) -> None:
    given = machine_token().json()
    user = tokens.read(given["access_token"])
    assert user == machine.user
    assert roles.active(user) == {Role.INTEGRATION}
    assert "refresh_token" not in given


def test_a_machine_gets_no_role_of_people_and_no_other_grant(machine) -> None:
    assert machine_token(scope="wellness_admin").status_code == 400
    for grant in ("password", "urn:ietf:params:oauth:grant-type:device_code", "refresh_token"):
        assert machine_token(grant_type=grant, username="cad", password="x").status_code in (
            400,
            404,
        )


def test_a_machine_stops_with_its_account(machine) -> None:
    raw = machine_token().json()["access_token"]
    Client().post(
        reverse("oauth2_provider:revoke-token"),
        {"client_id": "machine", "client_secret": SECRET, "token": raw},
    )
    assert tokens.read(raw) is None
    machine.user.posts.all().delete()
    assert machine_token().status_code == 400
    Application.objects.update(user=None)
    assert machine_token().status_code == 400


def test_a_machine_needs_its_secret(machine) -> None:
    assert machine_token(client_secret="guess").status_code == 401


# --- metadata ---------------------------------------------------------------------------------------


def test_metadata_at_the_root(settings) -> None:
    told = Client().get("/.well-known/oauth-authorization-server").json()
    assert told["issuer"] == settings.BASE_URL
    assert told["response_types_supported"] == ["code"]
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert "password" not in told["grant_types_supported"]
    assert told["authorization_response_iss_parameter_supported"] is True
    for name in ("authorization", "token", "revocation", "introspection"):
        assert told[f"{name}_endpoint"].startswith(settings.BASE_URL)


@pytest.mark.parametrize("path", ["/oauth/applications/", "/o/applications/", "/oauth/device/"])
def test_nobody_registers_a_client_here(alice, path) -> None:
    browser = Client()
    browser.force_login(alice)
    assert browser.get(path).status_code == 404
