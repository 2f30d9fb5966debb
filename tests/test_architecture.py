"""The house as it is built, read from its own files: sizes, names, where rows come from, what is printed."""

import ast
import inspect
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import ForeignKey, Model

from agency.models import User
from trust.audit import HOUSE
from trust.checks import house_models

ROOT = Path(settings.BASE_DIR)
ROOMS = ("wellness", "peersupport", "resources", "intake", "agency")
PACKAGES = (*ROOMS, "trust", "argus")
#: The words that every app uses (ADR 3), and the ones that Django itself looks for.
WORDS = set("models actions reports forms schema views urls admin tasks apps management".split())
BANNED = set(
    "utils util helpers helper services service managers manager common core misc base".split()
)
MOST_LINES = 300


def house(*packages: str) -> list[Path]:
    found = [path for name in packages for path in sorted((ROOT / name).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def short(path: object) -> str:
    return str(path.relative_to(ROOT)) if isinstance(path, Path) else str(path)


# --- sizes and names --------------------------------------------------------------------------------


def test_no_module_is_longer_than_a_reader_can_hold():
    lines = {short(path): len(path.read_text().splitlines()) for path in house(*PACKAGES, "bench")}
    assert {path: n for path, n in lines.items() if n > MOST_LINES} == {}


def decided() -> set[str]:
    """The names that ADR 3 lists, as ``room/module``."""
    text = (ROOT / "docs/adr/0003-names-of-domain-modules.md").read_text()
    return {name.removesuffix(".py").rstrip("/") for name in re.findall(r"\| `([\w/.]+)` \|", text)}


def test_rooms_use_the_agreed_words_or_a_word_that_was_decided():
    names = {
        f"{room}/{path.stem}"
        for room in ROOMS
        for path in (ROOT / room).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists())
        and path.stem not in {*WORDS, "__init__", "migrations", "__pycache__"}
    }
    assert names - decided() == set()


def test_every_decided_name_exists():
    there = {short(path).removesuffix(".py") for path in house(*PACKAGES)}
    there |= {short(path.parent) for path in house(*PACKAGES) if path.name == "__init__.py"}
    assert decided() - there == set()


def test_no_module_is_a_drawer():
    names = {part for path in house(*PACKAGES) for part in Path(short(path)).with_suffix("").parts}
    assert names & BANNED == set()


# --- where rows come from ---------------------------------------------------------------------------


def doors() -> list[Path]:
    parts = ("views", "schema", "admin")
    return [p for p in house(*PACKAGES) if p.stem in parts or {*p.parts} & {*parts}]


@pytest.mark.parametrize("path", doors(), ids=short)
def test_doors_never_ask_a_table_past_the_policy(path):
    text = path.read_text()
    assert not re.search(r"\b[A-Z]\w+\.(objects|_default_manager|_base_manager)\b", text)
    assert not re.search(r"\b(raw|extra)\(\s*[\"']|connection\.cursor|get_object_or_404", text)


@pytest.mark.parametrize("model", house_models(), ids=lambda model: model._meta.label)
def test_every_field_is_classed_once(model):
    columns = {field.name for field in model._meta.concrete_fields}
    assert model.Privacy.sensitive | model.Privacy.plain == columns
    assert not model.Privacy.sensitive & model.Privacy.plain


def pseudonymous() -> list[type[Model]]:
    return [model for model in house_models() if hasattr(model.Privacy, "pseudonymous")]


@pytest.mark.parametrize("model", pseudonymous(), ids=lambda model: model._meta.label)
def test_text_of_a_pseudonymous_row_is_a_word_and_a_number(model):
    source = inspect.getsource(model.__str__)
    told = re.findall(r"self\.(\w+)", source)
    assert set(told) <= {"pk", "seq", "version"}, source


#: Plain links to a person in pseudonymous tables: who was *named*, and who looks after a referral.
LINKS = {
    "wellness.CheckInGrant.user", "wellness.AssessmentGrant.user", "trust.ParticipantGrant.user",
    "peersupport.Referral.owner", "peersupport.Handoff.from_owner", "peersupport.Handoff.to_owner",
    "peersupport.ReturnPlanGrant.user", "trust.LegalHold.asked_by", "trust.LegalHold.approved_by",
    "trust.LegalHold.released_by", "peersupport.ConfidentialityException.opened_by",
    "peersupport.ConfidentialityException.consulted", "trust.BreakGlass.asked_by",
    "trust.BreakGlass.decided_by", "trust.BreakGlass.reviewed_by",
}  # fmt: skip


def test_no_pseudonymous_table_links_to_a_person():
    links = {
        f"{model._meta.label}.{field.name}"
        for model in pseudonymous()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is User
    }
    assert links == LINKS


def test_the_scan_saw_every_room():
    assert {model._meta.app_label for model in pseudonymous()} == {
        "wellness",
        "peersupport",
        "resources",
        "trust",
    }
    assert {"wellness", "trust"} <= {config.label for config in apps.get_app_configs()} & set(HOUSE)


# --- documents that the code prints ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "where"), [("show_policy", "access.md"), ("show_states", "states.md")]
)
def test_printed_documents_are_the_ones_in_docs(command, where):
    out = io.StringIO()
    call_command(command, stdout=out)
    assert out.getvalue().strip() == (ROOT / "docs" / where).read_text().strip()


# --- what must not be in the repository ----------------------------------------------------------------


ENDINGS = {
    ".py",
    ".md",
    ".html",
    ".txt",
    ".toml",
    ".css",
    ".js",
    ".yml",
    ".po",
    ".graphql",
    ".json",
    "",
}
#: Hosts of package mirrors and folders of the machines on which this was built.
FOREIGN = re.compile(
    r"(?<![\w.])/(?:work|tmp|root|home|Users|mnt|private)/[\w.]|[\w.-]*(?:artifactory|nexus|devpi|mirror)[\w-]*\."
    r"|\b(?:pypi|registry|proxy)\.[\w-]+\.(?:internal|local|corp|lan)\b|index-url"
)
SKIPPED = {".git", "var", "node_modules", ".venv", "static", "__pycache__", "pictures", "media"}


def texts() -> Iterator[Path]:
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts)
        if path.is_file() and path.suffix in ENDINGS and not hidden and not SKIPPED & {*parts}:
            yield path


def test_no_trace_of_a_build_machine():
    found = {
        f"{short(path)}: {match.group()}"
        for path in texts()
        if path != Path(__file__)
        for match in FOREIGN.finditer(path.read_text(errors="replace"))
    }
    assert found == set()


# --- tests about tests ---------------------------------------------------------------------------------


FROM_OUTSIDE = {"adversary", "browser", "faults"}
#: Tests named for a story of several modules instead of one module.
STORIES = {
    "intake/test_commands", "intake/test_take_in", "peersupport/test_at_once",
    "peersupport/test_roster_at_once", "peersupport/test_raise",
    "peersupport/test_policy", "peersupport/test_requests_at_once",
    "peersupport/test_never_in_the_chain", "resources/test_quiet_face", "trust/test_commands",
    "trust/test_release",
    "wellness/test_policy_matrix", "wellness/test_walls",
}  # fmt: skip


def every_test() -> list[Path]:
    return sorted((ROOT / "tests").rglob("test_*.py"))


def mirrors(path: Path) -> bool:
    parts = path.relative_to(ROOT / "tests").with_suffix("").parts
    name, rooms = parts[-1].removeprefix("test_"), parts[:-1]
    if len(parts) == 1 or rooms[0] in FROM_OUTSIDE or "/".join(parts) in STORIES:
        return True
    here, above = ROOT.joinpath(*rooms), ROOT.joinpath(*rooms[:-1])
    # A folder of tests is about one module, and its files about what that does.
    names = {each.stem for each in above.rglob("*")} if len(rooms) > 1 else set()
    return rooms[-1] in names or any(name in (each.stem, each.name) for each in here.rglob("*"))


def test_every_test_mirrors_a_module():
    assert [short(path) for path in every_test() if not mirrors(path)] == []


def calls(path: Path) -> Iterator[ast.Call]:
    return (each for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.Call))


def told(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def test_no_test_is_left_out_without_a_reason():
    silent = [
        f"{short(path)}:{call.lineno}"
        for path in every_test()
        for call in calls(path)
        if ast.unparse(call.func)
        in {"pytest.skip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.xfail"}
        and not any(isinstance(part, ast.Constant | ast.JoinedStr) for part in told(call))
    ]
    assert silent == []


TIMED = re.compile(r"assert[^\n]*(perf_counter|process_time|monotonic|time\.time)\(")


def test_no_test_asserts_how_long_something_took():
    """Two processes that fight for a processor make such a test a liar. ``make bench`` measures."""
    found = {short(path) for path in every_test() if TIMED.search(path.read_text())}
    assert found - {"tests/faults/test_outbox.py"} == set()  # recovery after a crash has a deadline
