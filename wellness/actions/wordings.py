"""Bring a licensed wording along, and put the newest ones into their instruments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency.models import User
from trust import access, audit
from trust.refusal import Refusal
from wellness.instruments import Instrument, UnknownInstrument, codes, instrument
from wellness.instruments.wording import Unfit, Words, check, worded
from wellness.models import Wording


def upload_wording(
    *,
    by: User,
    instrument: str,
    language: str,
    version: str,
    texts: Mapping[str, object],
    terms: str,
) -> Wording:
    """Store one version of a wording. It is never edited: a correction is the next version.

    ``texts``: ``title``, ``stem``, ``items``, ``options``. Refuses what ``checked`` refuses.
    """
    with transaction.atomic(), audit.acting(by):
        tidy = checked(instrument, language, version, texts, terms)
        row = Wording.objects.create(
            instrument=instrument,
            language=language,
            version=version.strip(),
            texts=tidy,
            terms=terms.strip(),
            uploaded_by=by,
        )
        return access.require(by, "add", row)


def checked(
    code: str, language: str, version: str, texts: Mapping[str, object], terms: str
) -> Words:
    """The texts, tidied.

    Refuses ``unknown_instrument``, ``unknown_language``, ``version_missing``, ``version_used``,
    ``terms_missing``, and what does not fit the instrument (``item_count``, ``option_count``, ...).
    """
    found = _known(code)
    if language not in dict(settings.LANGUAGES):
        raise Refusal("language", "unknown_language", _("Choose one of the languages here."))
    if not 0 < len(version.strip()) <= 20:
        raise Refusal("version", "version_missing", _("Give the version a short name."))
    if not terms.strip():
        raise Refusal("terms", "terms_missing", _("Say who holds the licence, and its terms."))
    rows = Wording.objects.filter(instrument=code, language=language, version=version.strip())
    if rows.exists():
        message = _("This version is already here and stays as it is. Use the next number.")
        raise Refusal("version", "version_used", message)
    try:
        return check(found, texts)
    except Unfit as unfit:
        raise Refusal("texts", unfit.code, unfit.message) from unfit


def _known(code: str) -> Instrument:
    try:
        found = instrument(code)
    except UnknownInstrument as unknown:
        message = _("There is no such questionnaire.")
        raise Refusal("instrument", "unknown_instrument", message) from unknown
    return found


def for_upload() -> list[Instrument]:
    """The instruments of which only the scoring is here."""
    return [each for each in map(instrument, codes()) if each.wording == "agency"]


def newest(by: User) -> dict[str, dict[str, Wording]]:
    """The newest wording of each instrument in each language: instrument -> language -> row."""
    found: dict[str, dict[str, Wording]] = {}
    for row in access.visible(by, Wording).order_by("uploaded_at", "pk"):
        found.setdefault(row.instrument, {})[row.language] = row
    return found


def with_wordings(by: User, wanted: Iterable[Instrument]) -> dict[str, Instrument]:
    """These instruments as they can be asked: one whose wording nobody brought is left out."""
    wanted = list(wanted)
    asked = {each.code: each for each in wanted if each.wording == "shipped"}
    if len(asked) < len(wanted):
        rows = newest(by)
        for each in wanted:
            if each.wording == "agency" and each.code in rows:
                asked[each.code] = _worded(each, rows[each.code])
    return asked


def _worded(of: Instrument, rows: Mapping[str, Wording]) -> Instrument:
    for language, row in rows.items():
        of = worded(of, row.texts, language)
    return of
