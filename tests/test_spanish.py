"""Spanish is whole: every text has its own, the compiled file is the current one, pages show it."""

import html
import os
import re
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tests.catalogues import Entry, as_compiled, compiled, entries
from tests.factories import sign_in

ROOT = settings.BASE_DIR
CATALOGUE = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
REWORDED = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SPANISH = entries(CATALOGUE.read_text())
MARKS = re.compile(r"%\(\w+\)[sdf]|%[sdf%]|\{\w*\}|<[^>]+>")
UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:title|alt|placeholder|aria-label)="([^"]*)\"""")


def marks(text: str) -> Counter[str]:
    """What a translation must keep: placeholders, tags, and the blanks at both ends."""
    return Counter([*MARKS.findall(text), *re.findall(r"^\s+|\s+$", text)])


def forms(each: Entry) -> list[tuple[str, str]]:
    """Each Spanish form beside the English one it stands for."""
    first, *others = each.spanish
    return [(each.english, first), *((each.plural, other) for other in others)]


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not on this machine")
def test_every_text_of_the_source_has_its_spanish():
    gathered = subprocess.run(
        [ROOT / "bin" / "messages", "--template"],
        env=os.environ | {"PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    sources = {each.key for each in entries(gathered)}
    assert len(sources) > 500
    assert sources - {each.key for each in SPANISH} == set()


def test_no_entry_is_empty_or_a_guess():
    assert len(SPANISH) > 500
    assert [e.english for e in SPANISH if e.fuzzy or not all(e.spanish)] == []


def test_plurals_have_all_their_forms():
    wrong = [e.english for e in SPANISH if len(e.spanish) != (3 if e.plural else 1)]
    assert wrong == []


@pytest.mark.parametrize("path", [CATALOGUE, REWORDED], ids=["es", "en"])
def test_the_compiled_file_is_the_current_one(path):
    pairs = compiled(path.with_suffix(".mo").read_bytes())
    assert "Plural-Forms" in pairs.pop("")
    assert pairs == dict(map(as_compiled, entries(path.read_text()))), "run bin/messages"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_libraries_speak_our_words(language):
    hard = "Please correct the error below.", "Please correct the errors below."
    with translation.override(language):
        said = [translation.ngettext(*hard, n) for n in (1, 2)]
    assert said[0] != said[1]
    assert not [each for each in said if "error" in each]


def test_translations_keep_placeholders_and_tags():
    changed = [e.english for e in SPANISH if any(marks(a) != marks(b) for a, b in forms(e))]
    assert changed == []


def test_nobody_is_addressed_as_tu():
    familiar = re.compile(r"\b(?:tú|tu|tus|te|ti|contigo|vos|puedes|tienes|quieres|eres)\b", re.I)
    assert [s for e in SPANISH for s in e.spanish if familiar.search(s)] == []


def test_the_crisis_words_are_exact():
    said = {e.english: e.spanish[0] for e in SPANISH}
    assert said["Call 988"] == "Llame al 988"
    press = said["Call or text, day and night. Press 2 for Spanish."]
    assert "Llame al 988 y oprima 2 para español" in press


# Texts of one or two words may be the same in both languages, or part of a Spanish word.
SENTENCES = [
    e.english
    for e in SPANISH
    if e.english.count(" ") >= 2 and "%" not in e.english and e.english not in e.spanish
]


def english_in(page: str) -> list[str]:
    seen = " ".join([UNSEEN.sub(" ", page), *SPOKEN.findall(page)])
    seen = re.sub(r"\s+", " ", html.unescape(seen))
    return [each for each in SENTENCES if each in seen]


def spanish_page(client, where: str) -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    answer = client.get(where, headers={"accept-language": "es"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["account_login", "boundary", "resources"])
def test_public_pages_hold_no_english(client, name):
    page = spanish_page(client, reverse(name))
    assert '<html lang="es"' in page
    assert "Llame al 988" in page
    assert english_in(page) == []


@pytest.mark.parametrize("where", ["/", "/resources/", "/boundary/"])
def test_the_quiet_face_holds_no_english(client, settings, where):
    settings.ROOT_URLCONF = "argus.quiet_urls"
    page = spanish_page(client, where)
    assert "Llame al 988" in page
    assert english_in(page) == []


@pytest.mark.parametrize("name", ["home", "talk", "offers", "privacy", "account_logout"])
def test_an_officers_pages_hold_no_english(client, alice, name):
    alice.language = "es"
    alice.save()
    sign_in(client, alice)
    assert english_in(spanish_page(client, reverse(name))) == []


def test_the_scan_sees_english():
    assert english_in("<p>Nobody has opened\n your record.</p>") == [
        "Nobody has opened your record."
    ]
