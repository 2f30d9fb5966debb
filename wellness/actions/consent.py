"""Opt in, change it, stop. Each decision is a version that is added and never changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust import audit, vault
from trust.models import Category, Consent, DeletionReceipt, Level, Participant
from trust.refusal import Refusal
from wellness import consent_texts
from wellness.actions.fatigue_bands import refresh_band_of
from wellness.actions.leaving import destroy_record
from wellness.actions.own import DOMAIN, own
from wellness.actions.scores import refresh_scores
from wellness.models import AssessmentGrant, CheckInGrant, Invitation

COLUMNS = (
    "level", "check_ins_level", "exposure_level", "fatigue_level", "wellness_team", "count_me",
)  # fmt: skip
NOTHING = dict.fromkeys(COLUMNS[:4], Level.NOT_JOINED) | {"wellness_team": False, "count_me": False}
NOT_OFFERED = _("Your agency does not offer this level. Choose one of the levels on the page.")


def allowed_levels() -> list[Level]:
    """The levels that this agency offers, lowest first."""
    return sorted(Level[name] for name in settings.ALLOWED_LEVELS)


def level_named(name: str, field: str = "level") -> Level:
    """``"SUPERVISOR"`` as a level; refuses a name that does not exist."""
    if name not in Level.names or name == Level.NOT_JOINED.name:
        raise Refusal(field, "unknown_level", _("Choose one of the levels on the page."))
    return Level[name]


def set_opt_in(
    *,
    by: User,
    text_version: str,
    language: str = "en",
    level: Level | None = None,
    lowered: Mapping[str, Level] | None = None,
    wellness_team: bool | None = None,
    count_me: bool | None = None,
) -> Consent:
    """Join, or change any of the three decisions; what is left out stays as it stands.

    ``lowered``: a lower level for single categories (``trust.models.Category`` values); a category
    that is left out follows ``level``. Refuses ``unknown_text``, ``level_not_offered``,
    ``unknown_category``, ``not_joined``. The same decision again adds no version.
    """
    shown = _text(text_version, language)
    with transaction.atomic(), audit.acting(by):
        mine = _locked(by)
        decided = _decided(mine, level, lowered, wellness_team, count_me)
        newest = mine.consents.first()
        if newest and newest.text_digest == shown.digest and _same(newest, decided):
            return newest
        return _add_version(mine, decided, text_version, shown.digest, language)


def _text(version: str, language: str) -> consent_texts.Texts:
    try:
        return consent_texts.find(version, language)
    except consent_texts.UnknownText:
        raise Refusal(
            "textVersion",
            "unknown_text",
            _("The text has changed in the meantime. Please read the new one and decide again."),
        ) from None


def _locked(by: User) -> Participant:
    own(by)
    mine = vault.begin_again(by, DOMAIN)
    return Participant.objects.select_for_update().get(pk=mine.pk)


def _decided(
    mine: Participant,
    level: Level | None,
    lowered: Mapping[str, Level] | None,
    wellness_team: bool | None,
    count_me: bool | None,
) -> dict[str, object]:
    kept = Level(mine.level) if level is None else Level(level)
    if kept == Level.NOT_JOINED:
        raise Refusal("level", "not_joined", _("Say yes to a private record first."))
    if level is not None and kept not in allowed_levels():
        raise Refusal("level", "level_not_offered", NOT_OFFERED)
    return {
        "level": kept,
        **_categories(mine, kept, level is not None, lowered),
        "wellness_team": mine.wellness_team if wellness_team is None else wellness_team,
        "count_me": mine.count_me if count_me is None else count_me,
    }


def _categories(
    mine: Participant, kept: Level, follow: bool, lowered: Mapping[str, Level] | None
) -> dict[str, int]:
    lowered = lowered or {}
    if set(lowered) - set(Category.values):
        raise Refusal("categories", "unknown_category", _("Choose one of the kinds on the page."))
    if set(lowered.values()) - {*allowed_levels()}:
        raise Refusal("categories", "level_not_offered", NOT_OFFERED)
    stands = {each: kept if follow else getattr(mine, f"{each}_level") for each in Category.values}
    return {f"{each}_level": min(kept, (stands | dict(lowered))[each]) for each in Category.values}


def _same(newest: Consent, decided: Mapping[str, object]) -> bool:
    return all(getattr(newest, name) == value for name, value in decided.items())


def _add_version(
    mine: Participant, decided: Mapping[str, object], text: str, digest: str, language: str
) -> Consent:
    """The new version and its mirror on the participant, which the rules read: both or none."""
    newest = mine.consents.first()
    added = Consent.objects.create(
        participant=mine,
        version=newest.version + 1 if newest else 1,
        decided_at=clock.now(),
        text_version=text,
        text_digest=digest,
        language=language,
        **decided,
    )
    for name, value in decided.items():
        setattr(mine, name, value)
    mine.save(update_fields=COLUMNS)
    refresh_scores(mine)
    refresh_band_of(mine)
    return added


def withdraw(*, by: User, destroy: bool = False) -> Consent | None:
    """Stop: nothing is collected, shared or counted from now on. The newest version.

    With ``destroy`` everything the officer wrote is deleted and the key that sealed it destroyed;
    refuses ``held`` while a legal hold keeps the record. Consent versions and the log of looks stay
    for their term, under the pseudonym.
    """
    with transaction.atomic(), audit.acting(by):
        mine = _stop(by)
        if destroy:
            destroy_record(mine)
    return mine.consents.first()


def destroy_my_record(*, by: User) -> DeletionReceipt:
    """Stop, delete everything, destroy the key. The receipt. Refuses ``held``."""
    with transaction.atomic(), audit.acting(by):
        return destroy_record(_stop(by))


def _stop(by: User) -> Participant:
    mine = Participant.objects.select_for_update().get(pk=own(by).pk)
    last = mine.consents.first() or Consent(text_version="", text_digest="", language="en")
    if mine.level:
        _add_version(mine, NOTHING, last.text_version, last.text_digest, last.language)
    _end_sharing(mine)
    return mine


def _end_sharing(mine: Participant) -> None:
    CheckInGrant.objects.filter(content_object__participant=mine).delete()
    AssessmentGrant.objects.filter(content_object__participant=mine).delete()
    mine.grants.all().delete()
    Invitation.objects.filter(participant=mine).open().delete()
