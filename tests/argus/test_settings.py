"""The portal on a phone's home screen: on an iPhone messages on the device need it (iOS 16.4 and later)."""

import json
import struct
from contextlib import closing

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

MANIFEST = "/static/manifest.webmanifest"


@pytest.fixture
def manifest(client):
    with closing(client.get(MANIFEST)) as answer:
        assert answer["Content-Type"].startswith("application/manifest+json")
        return json.loads(b"".join(answer.streaming_content))


def test_every_page_leads_to_it(client):
    page = client.get("/accounts/login/").text
    assert f'rel="manifest" href="{MANIFEST}"' in page
    assert 'rel="apple-touch-icon" href="/static/icon-180.png"' in page
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["manifest-src"] == ["'self'"]


def test_the_quiet_face_offers_nothing_to_keep():
    """Whoever reads it on a shared computer leaves no trace, and is asked to leave none."""
    page = render_to_string("base.html", {"quiet": True})
    assert "<main" in page
    assert "manifest" not in page


def test_it_opens_the_whole_portal_by_itself_under_a_name_that_says_nothing(manifest):
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "/", "/", "standalone",
    )  # fmt: skip
    assert {manifest["name"], manifest["short_name"]} == {"Argus"}


def test_its_pictures_are_as_large_as_it_says(manifest):
    for icon in manifest["icons"]:
        path = finders.find(icon["src"])
        if icon["type"] == "image/png":
            with open(path, "rb") as file:  # noqa: PTH123 - a finder gives text
                width, height = struct.unpack(">II", file.read(24)[16:])
            assert icon["sizes"] == f"{width}x{height}"
        else:
            assert path
