"""Every address of the portal refuses a visitor, or stands here with its reason."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import sign_in

UUID = "00000000-0000-4000-8000-000000000000"
FILL = {"uuid": UUID, "slug": "something", "int": "1", "str": "something", "path": "something"}

OPEN: dict[str, str] = {
    "account_login": "signing in",
    "account_logout": "does nothing for a visitor but lead to the start",
    "account_inactive": "says that an account is closed, the same for everyone",
    "account_signup": "closed; says so",
    "account_reauthenticate": "sends a visitor to sign in",
    "account_reset_password": "whoever lost the password can't sign in",
    "account_reset_password_done": "the same page for every address",
    "account_reset_password_from_key": "asks for a key from the person's mailbox",
    "account_reset_password_from_key_done": "follows the page before",
    "account_confirm_email": "asks for a key from the person's mailbox",
    "account_email_verification_sent": "the same page for everyone",
    "account_confirm_login_code": "leads to sign in without a begun sign-in",
    "mfa_authenticate": "the second half of signing in",
    "mfa_login_webauthn": "signing in with a passkey",
    "mfa_reauthenticate": "sends a visitor to sign in",
    "set_theme": "light or dark is nobody's secret",
    "set_language": "whoever can't read the sign-in page must be able to change it",
    "boundary": "the promise is public",
    "boundary_json": "the promise is public",
    "boundary_keys": "whoever was handed a document must be able to check it",
    "safety_now": "on the worst night nobody is asked who they are; the page reads no record",
    "calendar_feed": "a calendar program can't sign in; the long secret in the address is the key",
    "provider_page": "a provider has no account; the long secret in the address is the key",
    "resources": "help must not ask who you are",
    "healthz": "a load balancer has no account",
    "readyz": "a load balancer has no account; numbers only",
    "graphql": "asks for its own bearer token",
    "intake": "asks for its own bearer token",
    "oauth-server-metadata": "RFC 8414: clients read it before they have anything",
    "token": "the client proves itself in the request",
    "revoke-token": "the client proves itself in the request",
    "introspect": "the client proves itself in the request",
}


def addresses(patterns=None, before=""):
    """Each pattern's name and one address that it matches."""
    for each in patterns or get_resolver("argus.urls").url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, here)
        elif isinstance(each, URLPattern):
            yield each.name or here, filled(here)


def filled(route):
    route = re.sub(r"\(\?P<[^>]+>\(?[^)]*\)?\+?\)", "1-a", route)
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda found: FILL[found[1] or "str"], route)
    return "/" + route.replace("^", "").replace("$", "").replace("\\Z", "")


ALL = sorted(set(addresses()))
CLOSED = [(name, where) for name, where in ALL if name not in OPEN]


def test_the_sweep_sees_the_whole_house():
    names = {name for name, _where in ALL}
    assert {"home", "check_in", "offers", "index", "programme_report", "graphql"} <= names
    assert len(ALL) > 70


def test_no_exception_is_left_over():
    assert OPEN.keys() <= {name for name, _where in ALL}


@pytest.mark.parametrize(("name", "where"), CLOSED, ids=lambda each: each)
@pytest.mark.parametrize("method", ["get", "post"])
def test_sends_a_visitor_to_sign_in(name, where, method):
    answer = getattr(Client(), method)(where)
    assert answer.status_code == 302, name
    ways_in = (settings.STATIC_URL, "/accounts/login/", "/admin/login/")
    assert answer["Location"].startswith(ways_in[1:]), name


WORK = [
    ("incidents", "/incidents/"), ("incident_detail", f"/incidents/{UUID}/"),
    ("referrals", "/referrals/"), ("programme_report", "/reports/programme/"),
    ("programme_report_csv", "/reports/programme.csv"), ("my_unit", "/reports/unit/"),
    ("ledger_heads", "/ledger/"), ("offers_in_time", "/offers/in-time/"), ("admin", "/admin/"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "where"), WORK, ids=lambda each: each)
def test_a_stranger_is_stopped_at_every_page_of_work(client, cast, name, where):
    sign_in(client, cast.frank)
    assert client.get(where).status_code in {403, 404}, name


BY_ID = [(name, where) for name, where in CLOSED if UUID in where]


@pytest.mark.parametrize(("name", "where"), BY_ID, ids=lambda each: each)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_id_of_nobody_opens_nothing(client, cast, name, where, method):
    sign_in(client, cast.frank)
    answer = getattr(client, method)(where)
    assert answer.status_code in {302, 403, 404, 405, 409}, name
    if answer.status_code == 302:
        assert UUID not in client.get(answer["Location"], follow=True).content.decode()
