"""What every template keeps to: nothing inline, nothing from other hosts, tokens in forms, words through gettext."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("agency", "argus", "intake", "peersupport", "resources", "trust", "wellness")

SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE)
DATA = re.compile(r"<script\b[^>]*type=\"application/json\".*?</script>", re.IGNORECASE | re.DOTALL)
STYLE = re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>{]*\son[a-z]+\s*=|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"<(?:script|link|img|source|iframe|use|image)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//",
    re.IGNORECASE,
)
POST_FORM = re.compile(r"<form\b[^>]*method=[\"']?post.*?</form>", re.IGNORECASE | re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|&\w+;", re.DOTALL)
SAID = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL
)
LETTERS = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
NEEDS_I18N = re.compile(r"\{%\s*(?:translate|trans|blocktrans(?:late)?|get_current_language)\b")
LOADS_I18N = re.compile(r"\{%\s*load\b[^%]*\bi18n\b")
# The product's own name is the same in every language.
NAMES = {"Argus"}


def templates() -> list[Path]:
    own = sorted((ROOT / "templates").rglob("*.html"))
    return own + [
        path for app in APPS for path in sorted((ROOT / app).rglob("templates/**/*.html"))
    ]


def untranslated(source: str) -> list[str]:
    """Words that stand in the markup itself and so never reach a translator."""
    bare = TAGS.sub(" ", SAID.sub(" ", DATA.sub(" ", COMMENT.sub(" ", source))))
    return [word for word in LETTERS.findall(bare) if word not in NAMES]


def unguarded(source: str) -> list[str]:
    return [form for form in POST_FORM.findall(source) if "csrf_token" not in form]


@pytest.fixture(params=templates(), ids=lambda path: str(path.relative_to(ROOT)))
def source(request: pytest.FixtureRequest) -> str:
    return request.param.read_text()


def test_no_inline_script(source: str) -> None:
    assert not SCRIPT.search(source)
    assert not HANDLER.search(source)


def test_no_inline_style(source: str) -> None:
    assert not STYLE.search(source)


def test_nothing_from_another_host(source: str) -> None:
    assert not ELSEWHERE.search(source)


def test_every_form_that_posts_carries_its_token(source: str) -> None:
    assert unguarded(source) == []


def test_words_go_through_gettext(source: str) -> None:
    assert untranslated(source) == []


def test_translating_templates_load_the_tags(source: str) -> None:
    assert not NEEDS_I18N.search(source) or LOADS_I18N.search(source)


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (SCRIPT, "<script>alert(1)</script>"),
        (STYLE, '<p class="a" style="color:red">'),
        (HANDLER, '<button onclick="go()">'),
        (ELSEWHERE, '<script src="https://cdn.example/x.js"></script>'),
        (ELSEWHERE, '<link rel="stylesheet" href="//fonts.example/css">'),
    ],
)
def test_each_rule_can_be_broken(rule: re.Pattern[str], bad: str) -> None:
    assert rule.search(bad)


def test_a_bare_word_and_a_bare_form_are_seen() -> None:
    assert untranslated("<p>Hello {{ name }}</p>") == ["Hello"]
    assert unguarded('<form method="post" action="/x"><button></button></form>')


@pytest.mark.parametrize(
    "sheet", sorted((ROOT / "static" / "css").glob("*.css")), ids=lambda p: p.name
)
def test_sheets_stay_at_home_and_keep_logical_sides(sheet: Path) -> None:
    css = sheet.read_text()
    assert "http" not in css
    assert "data:" not in css
    assert not re.search(
        r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)", css
    )


def test_every_page_starts_with_the_crisis_bar() -> None:
    base = (ROOT / "templates" / "base.html").read_text()
    body = base.split("<body", 1)[1]
    assert body.index("crisis_bar.html") < body.index("<header")
