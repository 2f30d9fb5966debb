"""Words that a person who is having a hard time must not meet here; read from the sources themselves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("agency", "argus", "intake", "peersupport", "resources", "trust", "wellness")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

NEVER = re.compile(
    r"\b(?:fail(?:s|ed|ing|ures?)?|invalid(?:ate[sd]?)?|errors?|illegal(?:ly)?|denie[sd]|deny|denial"
    r"|forbid(?:s|den)?|violat(?:e[sd]?|ions?)|overdue|non-?complian(?:t|ce)|unsuccessful(?:ly)?"
    r"|attempt(?:s|ed|ing)?|suspect(?:s|ed)?|commit(?:s|ted|ting)?\s+suicide)\b",
    re.IGNORECASE,
)
NEVER_IN_SPANISH = re.compile(
    r"\b(?:fall(?:as?|os?|ó|id[oa]s?|aron|ar)|inv[aá]lid[oa]s?|error(?:es)?|ileg(?:al(?:es)?|ítim[oa]s?)"
    r"|den(?:egad[oa]s?|iega|egar|egación)|prohib(?:id[oa]s?|e|ir|ición)|viola(?:ción|ciones|r|do|da)"
    r"|infracci(?:ó|o)n(?:es)?|atrasad[oa]s?|vencid[oa]s?|incumpl(?:imientos?|ió|e|ir)|sin éxito"
    r"|intent(?:os?|ó|ar|aron)|sospech(?:os[oa]s?|as?)|cometi(?:ó|do|eron) suicidio)\b",
    re.IGNORECASE,
)

MARKUP = re.compile(
    r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<script.*?</script>|<style.*?</style>|<!--.*?-->",
    re.DOTALL,
)
TRANSLATED = re.compile(r"""\{%\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')""")
READ_ALOUD = re.compile(
    r"""\b(?:title|alt|placeholder|aria-label|aria-description)="([^"{]*)\"""", re.IGNORECASE
)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)


def template_texts(source: str) -> Iterator[str]:
    """What a template shows or has read out: text between tags, translated strings, speaking attributes."""
    source = MARKUP.sub(" ", source)
    yield from ("".join(pair) for pair in TRANSLATED.findall(source))
    yield from READ_ALOUD.findall(TAGS_OF_DJANGO.sub("", source))
    yield TAGS.sub(" ", source)


TAGS_OF_DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def python_texts(source: str) -> Iterator[str]:
    """The literals given to gettext in any of its forms."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            for argument in node.args:
                yield from literals(argument)


def literals(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def catalogue_texts(source: str) -> Iterator[str]:
    """Translations; the English side of ours is read from the sources."""
    for entry in re.split(r"\n\s*\n", source):
        after = re.split(r"\nmsgstr(?:\[\d\])?", entry)[1:]
        yield from (" ".join(re.findall(r'"(.*)"', text)) for text in after)


def templates() -> list[Path]:
    own = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
    return own + [
        path for app in APPS for path in sorted((ROOT / app).rglob("templates/**/*.html"))
    ]


def modules() -> list[Path]:
    return [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]


def catalogues() -> list[Path]:
    everywhere = [ROOT / "locale", *(ROOT / app for app in APPS)]
    return [path for folder in everywhere for path in sorted(folder.rglob("*.po"))]


def found(texts: Iterator[str], words: re.Pattern[str] = NEVER) -> list[str]:
    return [match.group() for text in texts for match in words.finditer(text)]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", templates(), ids=relative)
def test_templates_say_it_kindly(path: Path) -> None:
    assert found(template_texts(path.read_text())) == []


def test_python_messages_say_it_kindly() -> None:
    hard = {relative(path): found(python_texts(path.read_text())) for path in modules()}
    assert {path: words for path, words in hard.items() if words} == {}


def test_translations_say_it_kindly() -> None:
    hard = {
        relative(p): found(
            catalogue_texts(p.read_text()), NEVER if "en" in p.parts else NEVER_IN_SPANISH
        )
        for p in catalogues()
    }
    assert {path: words for path, words in hard.items() if words} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<p>Your check-in failed.</p>",
        '{% translate "Access denied" %}',
        "{% translate 'Overdue follow-ups' %}",
        '<a aria-label="Invalid date"></a>',
        "{% blocktranslate %}One attempt by {{ name }}{% endblocktranslate %}",
        "<p>who committed\n suicide</p>",
    ],
)
def test_the_scan_sees_a_hard_word_in_a_template(source: str) -> None:
    assert found(template_texts(source))


@pytest.mark.parametrize("source", ['_("Forbidden")', 'ngettext("%d error", "%d errors", n)'])
def test_the_scan_sees_a_hard_word_in_python(source: str) -> None:
    assert found(python_texts(source))


def test_the_scan_sees_a_hard_word_in_a_translation() -> None:
    entry = 'msgid "Still to do"\nmsgstr ""\n"Un dato "\n"inválido"\n'
    assert found(catalogue_texts(entry), NEVER_IN_SPANISH) == ["inválido"]


@pytest.mark.parametrize(
    "said",
    ["Acceso denegado", "Está prohibido", "Un fallo", "Intento de suicidio", "Una violación"],
)
def test_the_scan_knows_the_hard_words_of_spanish(said: str) -> None:
    assert found(iter([said]), NEVER_IN_SPANISH)


@pytest.mark.parametrize(
    "source",
    [
        '<ul class="errorlist">{{ form.errors }}</ul>',
        '{% include "components/error_summary.html" %}',
        "{# never say failed #}<p>A terror of numbers; the attempter</p>",
    ],
)
def test_the_scan_reads_words_not_code(source: str) -> None:
    assert found(template_texts(source)) == []


def test_there_is_something_to_scan() -> None:
    assert len(templates()) > 20
