"""What every request passes: headers, idle log-off, one active role, the walls."""

import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from argus.urls import urlpatterns as real
from tests.factories import sign_in
from trust import audit, ledger, roles, vault
from trust.refusal import Refusal


def no_ledger(request):
    raise ledger.LedgerUnavailable("canary-secret")


def broken_seal(request):
    raise vault.SealBroken("canary-secret")


def says_no(request):
    raise Refusal("field", "code", "Please join first.")


def who(request):
    vault.load_keys([], "wellness")
    ring = vault._ring.get() is not None
    actor = audit._actor.get()
    return HttpResponse(f"{sorted(roles.active(request.user))} {ring} {actor == request.user}")


@login_not_required  # a page of this test
def anyone(request):
    return HttpResponse(str(audit._actor.get()))


urlpatterns = [
    *real,
    path("no-ledger/", no_ledger),
    path("broken-seal/", broken_seal),
    path("says-no/", says_no),
    path("who/", who),
    path("anyone/", anyone),
]


@pytest.fixture(autouse=True)
def these_urls(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("where", ["/accounts/login/", "/boundary/", "/nothing-here/", "/healthz"])
def test_every_page_has_safe_headers(client, where):
    answer = client.get(where)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_opens_the_own_role_when_none_was_chosen(client, cast):
    client.force_login(cast.dan)
    assert client.get("/who/").content == b"['officer'] True True"


def test_opens_the_chosen_role_alone(client, cast):
    sign_in(client, cast.dan, "supervisor")
    assert client.get("/who/").content.startswith(b"['supervisor']")


def test_a_role_that_is_not_held_opens_nothing(client, cast):
    sign_in(client, cast.frank, "wellness_admin")
    assert client.get("/who/").content.startswith(b"['officer']")


def test_the_only_role_is_opened(client, cast):
    client.force_login(cast.carol)
    assert client.get("/who/").content.startswith(b"['wellness_coordinator']")


def test_other_roles_ask_for_a_second_step(client, cast, settings):
    settings.MFA_FOR_ROLES = True
    sign_in(client, cast.dan, "supervisor")
    assert client.get("/who/").content.startswith(b"['officer']")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()
    assert client.get("/who/").content.startswith(b"['supervisor']")


def test_a_person_who_left_is_signed_out(client, cast):
    client.force_login(cast.alice)
    cast.alice.is_active = False
    cast.alice.save()
    assert client.get("/who/").status_code == 302


def test_nobody_acts_for_a_visitor(client):
    assert client.get("/anyone/").content == b"None"


def test_signs_out_after_a_while(client, cast):
    sign_in(client, cast.alice)
    client.get("/who/")
    session = client.session
    session["last_seen"] -= 901
    session.save()
    answer = client.get("/who/?a=b")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Fwho%2F%3Fa%3Db"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_stays_signed_in_before_that(client, cast):
    sign_in(client, cast.alice)
    client.get("/who/")
    session = client.session
    session["last_seen"] -= 890
    session.save()
    assert client.get("/who/").status_code == 200
    assert client.session["last_seen"] > session["last_seen"]


@pytest.mark.parametrize("where", ["/no-ledger/", "/broken-seal/"])
def test_shows_nothing_when_a_wall_does_not_hold(client, cast, where, caplog):
    sign_in(client, cast.alice)
    with caplog.at_level(logging.INFO):
        answer = client.get(where)
    assert answer.status_code == 503
    assert b"canary" not in answer.content
    assert b"tel:988" in answer.content
    assert "canary" not in caplog.text


def test_refusals_offer_a_next_step_and_a_human(client, cast):
    sign_in(client, cast.frank)
    for page in ("/admin/", "/nothing-here/"):
        content = client.get(page).content.decode()
        assert 'class="btn" href="/"' in content
        assert "ask your wellness" in content


def test_a_refusal_that_no_page_caught_is_said_calmly(client, cast):
    sign_in(client, cast.alice)
    answer = client.get("/says-no/")
    assert answer.status_code == 409
    assert "Please join first." in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/", "/training/?words=a%00b", "/duty/statuses/?after=%00", "/accounts/login/?next=%00"],
)
def test_an_address_with_a_nul_is_a_calm_stop(client, cast, address):
    sign_in(client, cast.alice)
    page = client.get(address if "?" in address else f"{address}?a=%00")
    assert page.status_code == 400
    assert "We could not read that" in page.text
