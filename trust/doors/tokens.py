"""Access tokens: who signs them, what they say, and when they stop being true.

A token (JWT, RFC 7519, Ed25519) names a person and the roles that its session may use. It is an
upper bound and nothing more: posts and consent in the database decide at every request. It holds
no wellness fact and no unit. simplejwt is the one signer and the one reader.

The key pair is derived from the key file, so it lies outside every database; raising
``ARGUS_TOKEN_KEY`` starts a new pair, and the one before is still read for tokens under way.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from hashlib import sha256

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from oauth2_provider.models import get_access_token_model
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken

from agency.models import Post, User
from trust import roles
from trust.keyfile import key_file

STAMP = "stamp"
CLIENT = "client_id"
NEEDED = ("iss", "aud", "exp", "iat", "jti", "sub", "roles", STAMP)
NOT_OURS = "This token is not one of ours."


# --- keys ---------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _pair(root: bytes) -> tuple[str, str, str]:
    """(key id, private PEM, public PEM) of the pair that grows from 32 secret bytes."""
    private = Ed25519PrivateKey.from_private_bytes(root)
    raw = private.public_key().public_bytes_raw()
    kid = base64.urlsafe_b64encode(sha256(raw).digest()[:12]).decode()
    secret = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return kid, secret.decode(), public.decode()


def key_pair(number: int | None = None) -> tuple[str, str, str]:
    """(key id, private PEM, public PEM) of one token key; the current one when left out."""
    number = settings.ARGUS_TOKEN_KEY if number is None else number
    return _pair(key_file().domain_key(f"tokens-{number}"))


class Backend(TokenBackend):
    """simplejwt's backend with our keys. The key id picks from two known keys, never a place."""

    def encode(self, payload: dict[str, object]) -> str:
        kid, secret, _public = key_pair()
        claims = payload | {"aud": self.audience, "iss": self.issuer}
        return jwt.encode(claims, secret, algorithm=self.algorithm, headers={"kid": kid})

    def get_verifying_key(self, token: bytes) -> object:  # type: ignore[override]
        number = settings.ARGUS_TOKEN_KEY
        known = [key_pair(each) for each in (number, number - 1) if each > 0]
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError as broken:
            raise TokenBackendError(NOT_OURS) from broken
        for kid, _secret, public in known:
            if header.get("kid") == kid:
                return self._prepare_key(public)
        raise TokenBackendError(NOT_OURS)


@lru_cache(maxsize=1)
def backend() -> Backend:
    return Backend(
        api_settings.ALGORITHM,
        audience=api_settings.AUDIENCE,
        issuer=api_settings.ISSUER,
        leeway=api_settings.LEEWAY,
    )


class SessionToken(AccessToken):
    """An access token that also ends with the password it was made under."""

    def get_token_backend(self) -> Backend:
        return backend()

    def verify(self) -> None:
        super().verify()
        if any(claim not in self.payload for claim in NEEDED):
            raise TokenError(NOT_OURS)

    @property
    def roles(self) -> list[str]:
        claimed = self.payload["roles"]
        return [str(role) for role in claimed] if isinstance(claimed, list) else []


# --- minting ------------------------------------------------------------------------------------


def stamp(user: User, salt: str) -> str:
    """A keyed mark of the person's present password, different in every token."""
    return salted_hmac("trust.doors.tokens", f"{salt}|{user.password}").hexdigest()[:32]


def mint(user: User, *wanted: str, client: str = "") -> SessionToken:
    """A token for these roles, cut down to those the person holds today.

    Raises ``roles.SeparationOfDuty`` for two roles that may not share a session.
    """
    roles.open_session(user, *wanted)
    token = SessionToken.for_user(user)
    token["roles"] = sorted(roles.active(user))
    token[STAMP] = stamp(user, token["jti"])
    if client:
        token[CLIENT] = client
    return token


# --- reading ------------------------------------------------------------------------------------


def _person(token: SessionToken, raw: str) -> User | None:
    """The active person of a token whose password, posts and grant still stand, in one query."""
    held = Post.objects.on().filter(user__is_active=True)
    if token.get(CLIENT):
        held = held.filter(_still_issued(raw))
    try:
        user = roles.holder(held.filter(user=token["sub"]))
    except ValidationError:
        return None
    if user is None or not constant_time_compare(stamp(user, token["jti"]), token[STAMP]):
        return None
    return user


def _still_issued(raw: str) -> Exists:
    """A client's token stands as long as its row does: revoking deletes the row.

    The row of a machine's own token holds no person; there the client's service account counts.
    """
    checksum = sha256(raw.encode()).hexdigest()
    rows = get_access_token_model().objects.filter(token_checksum=checksum)
    mine = Q(user=OuterRef("user")) | Q(user=None, application__user=OuterRef("user"))
    return Exists(rows.filter(mine))


def read(raw: str) -> User | None:
    """The person behind a raw token, in a session with its roles; None when it is not good."""
    try:
        token = SessionToken(raw)  # type: ignore[arg-type]  # the library means the text here
        user = _person(token, raw)
        return roles.open_session(user, *token.roles) if user else None
    except (TokenError, roles.SeparationOfDuty):
        return None


def authenticate(request: HttpRequest) -> User | None:
    """The person who sent a Bearer token in the Authorization header. Cookies are never read."""
    kind, _space, raw = request.headers.get("Authorization", "").strip().partition(" ")
    return read(raw) if kind.lower() == "bearer" and raw and " " not in raw else None
