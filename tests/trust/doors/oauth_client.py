"""A program that asks for tokens: how a person consents, and what it sends to the OAuth server."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse
from oauth2_provider.models import Application

CALLBACK = "https://client.example/callback"
SECRET = "a-secret-of-the-client"
VERIFIER = "v" * 64
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)
ASK = {
    "response_type": "code",
    "client_id": "our-client",
    "redirect_uri": CALLBACK,
    "scope": "officer",
    "state": "xyz",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


def consent(user, **changes):
    """The person opens the consent page and says yes; the answer of the server."""
    browser = Client()
    browser.force_login(user)
    asked = ASK | changes
    page = browser.get(reverse("oauth2_provider:authorize"), asked)
    if page.status_code != 200:
        return page
    return browser.post(reverse("oauth2_provider:authorize"), asked | {"allow": "on"})


def code_of(response) -> str:
    return parse_qs(urlsplit(response["Location"]).query)["code"][0]


def token_post(**data):
    known = {"client_id": "our-client", "client_secret": SECRET}
    return Client().post(reverse("oauth2_provider:token"), known | data)


def tokens_for(user, **changes) -> dict:
    code = code_of(consent(user, **changes))
    response = token_post(
        grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier=VERIFIER
    )
    assert response.status_code == 200, response.content
    return response.json()


def refresh(raw: str):
    return token_post(grant_type="refresh_token", refresh_token=raw)


def machine_token(**changes):
    asked = {"client_id": "machine", "client_secret": SECRET, "grant_type": "client_credentials"}
    return Client().post(reverse("oauth2_provider:token"), asked | changes)


def introspect(raw: str, method: str = "post", **changes):
    basic = base64.b64encode(f"our-client:{SECRET}".encode()).decode()
    headers = {"HTTP_AUTHORIZATION": f"Basic {basic}"} | changes
    return getattr(Client(), method)(
        reverse("oauth2_provider:introspect"), {"token": raw}, **headers
    )


def me(base: str, token: str) -> str | None:
    answer = requests.post(
        f"{base}/graphql/",
        json={"query": "{ me { username } }"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=20,
    )
    return answer.json()["data"]["me"]["username"] if answer.status_code == 200 else None


# --- for conftest -----------------------------------------------------------------------------------


@pytest.fixture
def client_app(db) -> Application:
    return Application.objects.create(
        name="Notebook",
        client_id="our-client",
        client_secret=SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=CALLBACK,
    )
