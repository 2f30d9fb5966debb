"""The quiet face: nothing is stored about a visit, and nothing has to be alive for it."""

import copy
import os
import subprocess
import sys

import pytest
from django.conf import settings as house
from django.test import Client

from argus.settings import QUIET_MIDDLEWARE

PAGES = ("/", "/resources/", "/boundary/", "/boundary.json")
DEAD = "postgres://nobody@127.0.0.1:9/none"
VISIT = """
import django; django.setup()
from django.test import Client
for page in ("/", "/resources/", "/boundary/", "/boundary.json"):
    answer = Client().get(page)
    print(answer.status_code, len(answer.cookies), answer["Cache-Control"], answer["Referrer-Policy"])
"""


def quiet_templates(templates):
    """The template setting as the quiet face has it: no person, no messages, its own words."""
    found = copy.deepcopy(templates)
    request = "django.template.context_processors.request"
    found[0]["OPTIONS"]["context_processors"] = [request, "argus.quiet_context.house"]
    return found


@pytest.fixture
def quiet(settings):
    settings.TEMPLATES = quiet_templates(settings.TEMPLATES)
    settings.ROOT_URLCONF = "argus.quiet_urls"
    settings.MIDDLEWARE = QUIET_MIDDLEWARE
    settings.SECURE_REFERRER_POLICY = "no-referrer"
    return Client()


@pytest.mark.parametrize("where", PAGES)
def test_leaves_nothing_behind(quiet, where):
    answer = quiet.get(where)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("where", PAGES)
def test_asks_no_database(quiet, where, django_assert_num_queries):
    with django_assert_num_queries(0):
        quiet.get(where)


def test_answers_when_everything_else_is_dead(tmp_path):
    env = os.environ | {
        "ARGUS_FACE": "quiet", "DATABASE_URL": DEAD, "KEYS_DATABASE_URL": DEAD,
        "LEDGER_DATABASE_URL": DEAD, "REDIS_URL": "redis://127.0.0.1:9",
        "ARGUS_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "argus.settings",
    }  # fmt: skip
    command = [sys.executable, "-c", VISIT]
    done = subprocess.run(
        command, cwd=house.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["200 0 no-store no-referrer"] * 4, done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize("where", ["/", "/resources/"])
def test_says_the_numbers_in_the_browsers_language(quiet, where):
    answer = quiet.get(where, headers={"accept-language": "es-MX,es;q=0.9"})
    assert b'lang="es"' in answer.content
    assert b"tel:988" in answer.content
    assert b"tel:+18002675463" in answer.content


def test_has_no_form_and_no_sign_in(quiet):
    for page in PAGES[:3]:
        content = quiet.get(page).content
        assert b"<form" not in content
        assert b"csrf" not in content
        assert b"/accounts/" not in content


def test_has_no_portal_page(quiet):
    for page in ("/admin/", "/accounts/login/", "/graphql/", "/role/"):
        assert quiet.get(page).status_code == 404


def test_keeps_no_log(quiet, caplog):
    quiet.get("/resources/")
    assert not caplog.records


def test_the_portal_serves_the_directory_too(client):
    answer = client.get("/resources/")
    assert answer.status_code == 200
    assert not answer.cookies
