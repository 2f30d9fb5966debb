"""Every way to bring a token that is not good ends in *nobody*."""

import base64
import datetime as dt
import hashlib
import hmac
import json
from io import StringIO

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from oauth2_provider.models import AccessToken, Application, RefreshToken
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import RefreshToken as SimpleRefresh

from agency.models import Post, Role
from tests.factories import act, make_post
from tests.trust.doors.oauth_client import SECRET, introspect, refresh, tokens_for
from trust import roles
from trust.doors import tokens


def claims(user, **other):
    return (
        tokens.mint(user, Role.OFFICER).payload
        | {
            "iss": api_settings.ISSUER,
            "aud": api_settings.AUDIENCE,
        }
        | other
    )


def signed(payload, key=None, algorithm="EdDSA", **headers):
    kid, secret, _public = tokens.key_pair()
    return jwt.encode(payload, key or secret, algorithm, headers={"kid": kid} | headers)


def unsigned(payload, **header):
    parts = [{"typ": "JWT", "alg": "none", "kid": tokens.key_pair()[0]} | header, payload]
    coded = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts]
    return ".".join([*coded, ""])


def test_a_good_token_names_the_person_and_the_roles(alice) -> None:
    user = tokens.read(str(tokens.mint(alice, Role.OFFICER)))
    assert user == alice
    assert roles.active(user) == {Role.OFFICER}


def test_claims_are_these_and_no_others(alice) -> None:
    raw = str(tokens.mint(alice, Role.OFFICER))
    payload = jwt.decode(raw, options={"verify_signature": False})
    assert set(payload) == {
        "iss", "aud", "exp", "iat", "jti", "sub", "roles", "stamp", "token_use",
    }  # fmt: skip
    assert payload["exp"] - payload["iat"] == 300
    assert payload["token_use"] == "access"


def test_signature_is_not_optional(alice) -> None:
    assert tokens.read(unsigned(claims(alice))) is None
    assert tokens.read(unsigned(claims(alice), alg="None")) is None


def test_our_public_key_is_no_shared_secret(alice) -> None:
    kid, _secret, public = tokens.key_pair()
    body = unsigned(claims(alice), alg="HS256", kid=kid).rstrip(".")
    mark = hmac.digest(public.encode(), body.encode(), "sha256")
    forged = f"{body}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"
    assert tokens.read(forged) is None


def test_another_algorithm_is_another_token(alice) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert tokens.read(signed(claims(alice), key, "RS256")) is None


@pytest.mark.parametrize(
    "kid", ["../../../../dev/null", "/dev/null", "", "' OR 1=1 --", "\x00", "nobody"]
)
def test_key_id_is_looked_up_never_opened(alice, kid) -> None:
    assert tokens.read(signed(claims(alice), kid=kid)) is None


def test_other_headers_name_no_key(alice, settings) -> None:
    raw = signed(claims(alice), kid="x", jku="https://evil.example/keys.json")
    assert tokens.read(raw) is None


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "https://other.example/graphql/"},
        {"iss": "https://other.example"},
        {"token_use": "refresh"},
        {"exp": 1_700_000_000},
        {"sub": "1"},
        {"sub": "00000000-0000-0000-0000-000000000000"},
        {"stamp": ""},
        {"roles": "officer", "stamp": "x"},
    ],
)
def test_every_claim_is_read(alice, change) -> None:
    assert tokens.read(signed(claims(alice, **change))) is None


@pytest.mark.parametrize("claim", ["iss", "aud", "exp", "iat", "jti", "sub", "roles", "stamp"])
def test_every_claim_is_needed(alice, claim) -> None:
    payload = claims(alice)
    del payload[claim]
    assert tokens.read(signed(payload)) is None


def test_stock_refresh_token_is_no_access_token(alice) -> None:
    refresh = SimpleRefresh()
    payload = refresh.payload | {"sub": str(alice.pk), "roles": ["officer"], "stamp": "x"}
    assert tokens.read(signed(claims(alice) | payload)) is None


def test_five_minutes(alice) -> None:
    raw = str(tokens.mint(alice, Role.OFFICER))
    later = dt.datetime.now(dt.UTC)
    with time_machine.travel(later + dt.timedelta(seconds=290)):
        assert tokens.read(raw) == alice
    with time_machine.travel(later + dt.timedelta(seconds=301)):
        assert tokens.read(raw) is None


def test_ended_post_ends_the_role_at_once(cast, units) -> None:
    make_post(cast.alice, Role.DISPATCHER, units.agency)
    act(cast.alice)
    raw = str(tokens.mint(cast.alice, Role.OFFICER, Role.DISPATCHER))
    assert roles.active(tokens.read(raw)) == {Role.OFFICER, Role.DISPATCHER}
    roles.deassign(post=Post.objects.get(user=cast.alice, role=Role.DISPATCHER))
    assert roles.active(tokens.read(raw)) == {Role.OFFICER}


def test_a_token_never_gives_a_role_that_is_not_held(alice) -> None:
    raw = signed(claims(alice, roles=["chief", "wellness_admin", "officer"]))
    assert roles.active(tokens.read(raw)) == {Role.OFFICER}


def test_last_post_disabled_account_new_password(alice) -> None:
    raw = str(tokens.mint(alice, Role.OFFICER))
    alice.set_password("another battery horse")
    alice.save()
    assert tokens.read(raw) is None
    raw = str(tokens.mint(alice, Role.OFFICER))
    alice.is_active = False
    alice.save()
    assert tokens.read(raw) is None


def test_nobody_without_a_post(alice) -> None:
    raw = str(tokens.mint(alice, Role.OFFICER))
    Post.objects.filter(user=alice).delete()
    assert tokens.read(raw) is None


def test_roles_kept_apart_share_no_token(cast, units) -> None:
    make_post(cast.bob, Role.SUPERVISOR, units.other)
    with pytest.raises(roles.SeparationOfDuty):
        tokens.mint(act(cast.bob), Role.PEER_SUPPORT, Role.SUPERVISOR)


def test_new_key_pair_keeps_the_one_before(alice, settings) -> None:
    raw = str(tokens.mint(alice, Role.OFFICER))
    settings.ARGUS_TOKEN_KEY = 2
    assert tokens.read(raw) == alice
    settings.ARGUS_TOKEN_KEY = 3
    assert tokens.read(raw) is None


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer a b", "Basic eDp5", "Bearer abc", "bearer"]
)
def test_other_headers_are_nobody(header) -> None:
    request = RequestFactory().post("/", headers={"Authorization": header})
    assert tokens.authenticate(request) is None


def test_reading_is_one_query(alice, django_assert_num_queries) -> None:
    raw = str(tokens.mint(alice, Role.OFFICER))
    with django_assert_num_queries(1):
        roles.active(tokens.read(raw))


def test_command_prints_a_token(alice) -> None:
    out = StringIO()
    call_command("token", "alice", role=["officer"], stdout=out)
    assert tokens.read(out.getvalue().strip()) == alice


def test_command_refuses_foreign_roles_and_production(alice, settings) -> None:
    for arguments in (("alice", ["chief"]), ("nobody", ["officer"])):
        with pytest.raises(CommandError):
            call_command("token", arguments[0], role=arguments[1])
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("token", "alice", role=["officer"])


# --- what the OAuth server gave out -----------------------------------------------------------------


def test_refresh_and_access_tokens_are_not_each_other(alice, client_app) -> None:
    first = tokens_for(alice)
    assert tokens.read(first["refresh_token"]) is None
    assert refresh(first["access_token"]).status_code == 400


def test_tables_hold_checksums_only(alice, client_app) -> None:
    first = tokens_for(alice)
    access, kept = AccessToken.objects.get(), RefreshToken.objects.get()
    assert (access.token, kept.token) == ("", "")
    assert kept.token_checksum == hashlib.sha256(first["refresh_token"].encode()).hexdigest()
    assert SECRET not in Application.objects.get().client_secret


def test_introspection_follows_the_person(alice, client_app) -> None:
    raw = tokens_for(alice)["access_token"]
    assert introspect(raw).json()["active"] is True
    alice.is_active = False
    alice.save()
    assert introspect(raw).json() == {"active": False}


def test_introspection_is_for_clients_and_never_by_address(alice, client_app) -> None:
    raw = tokens_for(alice)["access_token"]
    assert introspect(raw, HTTP_AUTHORIZATION="").status_code == 403
    assert introspect(raw, "get").status_code == 405
