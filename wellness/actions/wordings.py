"""Bring a licensed wording along, and put the newest ones into their instruments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agency.models import User
from trust import access, audit
from trust.refusal import Refusal
from wellness.instruments import Instrument, UnknownInstrument, codes, instrument
from wellness.instruments.wording import Unfit, Words, check, fits, named, worded, wordings_in
from wellness.models import Wording

NOT_HERE = _("Your agency has not brought the words of these questions yet. All others are here.")


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


@dataclass(frozen=True)
class Brought:
    """The wordings of some instruments, each instrument's in the order in which they came."""

    rows: Mapping[str, Sequence[Wording]]

    def version_now(self, of: Instrument) -> str:
        """The version that a new run names: the newest wording of each language; "" if none."""
        if of.wording == "shipped":
            return of.version
        newest = {row.language: row.version for row in self._of(of) if fits(of, row.texts)}
        return named(of.version, newest) if newest else ""

    def version(self, of: Instrument, shown: str = "") -> str:
        """The same, or the one that the sender had ``shown``. Refuses ``no_wording``."""
        wanted = wordings_in(shown)
        here = {(row.language, row.version) for row in self._of(of)}
        if wanted and here.issuperset(wanted.items()) and shown == named(of.version, wanted):
            return shown
        if now := self.version_now(of):
            return now
        raise Refusal("kind", "no_wording", NOT_HERE)

    def asked(self, of: Instrument, version: str) -> Instrument:
        """The instrument in the words that this version names; a newer wording changes nothing."""
        wanted = wordings_in(version)
        for row in self._of(of):
            if wanted.get(row.language) == row.version:
                of = worded(of, row.texts, row.language)
        return replace(of, version=version) if wanted else of

    def _of(self, of: Instrument) -> Sequence[Wording]:
        return self.rows.get(of.code, ())


def brought(wanted: Iterable[Instrument]) -> Brought:
    """What was brought for these instruments: one query, none where every wording is shipped."""
    return _gathered(Wording.objects.all(), wanted)


def _gathered(rows: QuerySet[Wording], wanted: Iterable[Instrument]) -> Brought:
    found: dict[str, list[Wording]] = {each.code: [] for each in wanted if each.wording == "agency"}
    if found:
        for row in rows.filter(instrument__in=found).order_by("uploaded_at", "pk"):
            found[row.instrument].append(row)
    return Brought(found)


def with_wordings(by: User, wanted: Iterable[Instrument]) -> dict[str, Instrument]:
    """These instruments as a new run asks them: one whose wording nobody brought is left out."""
    wanted = list(wanted)
    found = _gathered(access.visible(by, Wording), wanted)
    return {
        each.code: found.asked(each, version)
        for each in wanted
        if (version := found.version_now(each))
    }
