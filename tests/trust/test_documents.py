"""Signed documents: what holds, and that nothing that was changed holds."""

import json
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from trust import documents, keyfile

SCRIPT = Path(settings.BASE_DIR) / "docs/trust/verify_my_document.py"
BODY = {"format": "test-1", "name": "Ana Núñez", "counts": {"2026-11": {"a": 12}}, "of": [1, 2]}
PAGE = (
    '<html lang="en"><head><title>Calls</title>%s</head><body><h1>Calls: 4711</h1>%s</body></html>'
)


def pango() -> bool:
    try:
        import weasyprint
    except (OSError, DeprecationWarning):
        return False
    return bool(weasyprint)


needs_pango = pytest.mark.skipif(not pango(), reason="this machine can't draw a PDF")


@pytest.fixture
def template(tmp_path, settings):
    """Writes a page and names it; the template loader reads it from the test's own folder."""
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [first | {"DIRS": [*first["DIRS"], tmp_path]}]

    def write(inside: str = "", head: str = "") -> str:
        (tmp_path / "calls.html").write_text(PAGE % (head, inside))
        return "calls.html"

    return write


@pytest.fixture
def pdf(template) -> bytes:
    return documents.sign_pdf(documents.render_pdf(template(), {}))


@pytest.fixture
def another_house(tmp_path, settings):
    """From here on another installation checks."""

    def move() -> None:
        settings.ARGUS_KEY_FILE = tmp_path / "another.key"

    return move


def digits(content: bytes, *, every: int) -> list[int]:
    places = [i for i, byte in enumerate(content) if chr(byte).isdigit()]
    return places[::every]


def with_other_digit(content: bytes, at: int) -> bytes:
    other = b"%d" % ((content[at] - 48 + 1) % 10)
    return content[:at] + other + content[at + 1 :]


# --- JSON -------------------------------------------------------------------------------------


def test_a_signed_body_holds_in_any_order_of_its_names():
    signed = documents.sign_json(BODY)
    assert documents.verify_json(signed)
    assert documents.verify_json(dict(reversed(signed.items())))
    assert {name: signed[name] for name in BODY} == BODY


def test_signing_says_the_same_twice():
    assert documents.sign_json(BODY) == documents.sign_json(dict(reversed(BODY.items())))


def test_no_digit_can_be_changed():
    text = json.dumps(documents.sign_json(BODY)).encode()
    for at in digits(text, every=1):
        try:
            changed = documents.read_json(with_other_digit(text, at))
        except ValueError:
            continue
        assert not documents.verify_json(changed), at


def test_nothing_can_be_added_or_left_out():
    signed = documents.sign_json(BODY)
    assert not documents.verify_json(signed | {"more": 1})
    for name in signed:
        assert not documents.verify_json({key: signed[key] for key in signed if key != name})


def test_a_name_can_not_stand_twice():
    text = json.dumps(documents.sign_json(BODY))
    with pytest.raises(ValueError, match="twice"):
        documents.read_json(text.replace("{", '{"name": "Somebody else", ', 1))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_any_json_survives_the_way_through_a_file(value):
    text = json.dumps(documents.sign_json({"value": value}), indent=1)
    assert documents.verify_json(documents.read_json(text))


def test_another_installation_says_no_until_it_has_our_key(another_house):
    signed, ours = documents.sign_json(BODY), documents.public_key()
    another_house()
    assert not documents.verify_json(signed)
    assert documents.verify_json(signed, ours)


def test_a_ledger_head_is_no_document():
    """One key signs both, so neither may pass for the other."""
    signature = keyfile.key_file().signing_key().sign(documents.canonical(BODY)[17:])
    body = BODY | {"public_key": documents.public_key(), "signature": signature.hex()}
    assert not documents.verify_json(body)


# --- PDF --------------------------------------------------------------------------------------


@needs_pango
def test_a_pdf_holds_and_is_tagged(pdf):
    assert documents.verify_pdf(pdf)
    root = PdfFileReader(BytesIO(pdf)).root
    assert root["/StructTreeRoot"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "en"
    assert b"pdfuaid:part" in root["/Metadata"].data


@needs_pango
def test_a_pdf_is_set_in_our_own_font(template):
    sheet = '<link rel="stylesheet" href="/static/css/document.css">'
    drawn = documents.render_pdf(template(head=sheet), {})
    (page,) = PdfFileReader(BytesIO(drawn)).root["/Pages"]["/Kids"]
    fonts = page.get_object()["/Resources"]["/Font"]
    assert {"Source" in str(fonts[name]["/BaseFont"]) for name in fonts} == {True}


@needs_pango
def test_no_digit_of_a_pdf_can_be_changed(pdf):
    gap = range(pdf.index(b"/Contents <"), pdf.index(b"/Contents <") + 2_200)
    for at in {*digits(pdf, every=23), *(i for i in digits(pdf, every=5) if i in gap)}:
        assert not documents.verify_pdf(with_other_digit(pdf, at)), at


@needs_pango
def test_nothing_can_follow_a_signed_pdf(pdf):
    writer, out = IncrementalPdfFileWriter(BytesIO(pdf)), BytesIO()
    writer.set_info(writer.add_object(writer.root))
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    assert not documents.verify_pdf(out.getvalue())
    assert not documents.verify_pdf(pdf + b"\n% more")


@needs_pango
def test_an_unsigned_pdf_or_one_of_another_house_does_not_hold(pdf, template, another_house):
    ours = documents.public_keys()["certificate"]
    assert not documents.verify_pdf(documents.render_pdf(template(), {}))
    another_house()
    assert not documents.verify_pdf(pdf)
    assert documents.verify_pdf(pdf, ours)


@needs_pango
@pytest.mark.parametrize(
    "address",
    ["file:///etc/hostname", "http://127.0.0.1/x.png", "https://documents.localhost/etc/x.png"],
)
def test_a_document_reads_no_address_but_our_static_files(template, address):
    with pytest.raises(BaseException, match="Error fetching"):
        documents.render_pdf(template(f'<img alt="x" src="{address}">'), {})


@pytest.mark.parametrize("path", ["static/../argus/settings.py", "static/css/absent.css", "etc"])
def test_no_way_leads_out_of_the_static_files(path):
    with pytest.raises((ValueError, SuspiciousFileOperation)):
        documents.static_file(documents.STATIC_HOST + path)


def test_our_style_sheet_is_found():
    assert documents.static_file(documents.STATIC_HOST + "static/css/document.css")


def test_the_certificate_is_the_same_whenever_it_is_made():
    first = documents.public_keys()
    documents._identity.cache_clear()
    assert documents.public_keys() == first


# --- checking from outside --------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    """A document, one with another number in it, and the public keys."""
    signed = documents.sign_json(BODY)
    for name, content in (
        ("good.json", signed),
        ("bad.json", signed | {"counts": {"2026-11": {"a": 13}}}),
        ("keys.json", documents.public_keys()),
    ):
        (tmp_path / name).write_text(json.dumps(content))
    return tmp_path


def command(*arguments: object) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_document", *map(str, arguments), stdout=out, stderr=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db(databases=[])
def test_the_command_needs_no_database(files, another_house):
    assert command(files / "good.json") == (
        0,
        "good.json holds: signed by this installation, and not changed since.\n",
    )
    assert command(files / "bad.json")[0] == 1
    assert command(files / "absent.json")[0] == 2
    assert command(SCRIPT)[0] == 1
    another_house()
    assert command(files / "good.json")[0] == 1
    assert command(files / "good.json", "--keys", files / "keys.json")[0] == 0


@needs_pango
@pytest.mark.django_db(databases=[])
def test_the_command_reads_a_pdf(files, pdf, another_house):
    (files / "good.pdf").write_bytes(pdf)
    (files / "bad.pdf").write_bytes(with_other_digit(pdf, digits(pdf, every=1)[40]))
    assert (command(files / "good.pdf")[0], command(files / "bad.pdf")[0]) == (0, 1)
    another_house()
    assert command(files / "good.pdf", "--keys", files / "keys.json")[0] == 0


@pytest.mark.parametrize(("name", "code"), [("good.json", 0), ("bad.json", 1)])
def test_the_script_for_officers_agrees(files, name, code):
    told = subprocess.run(
        [sys.executable, "-I", SCRIPT, files / name, files / "keys.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == code, told.stderr
    assert told.stdout.startswith("Signed" if code == 0 else "Changed")
    assert len(SCRIPT.read_text().splitlines()) <= 60


def test_anyone_can_fetch_the_keys():
    answer = Client().get("/boundary/keys.json")
    assert answer.json() == documents.public_keys()
    assert not answer.cookies
