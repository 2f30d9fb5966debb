"""When a confidence may be, or must be, opened: the closed list of each jurisdiction. Pure data.

Sources: 34 U.S.C. 50901 (federal peer support), Cal. Gov. Code 8669.4, and for the United Kingdom the
Data Protection Act 2018 with the common law of confidence. A thought of suicide alone is on no list:
it takes an intent, and a plan or means. An agency has its own lawyers read its list; ``duty`` tells a
*must* from a *may*.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Code(TextChoices):
    DANGER_TO_SELF = "danger_to_self", _("Intent to die by suicide, with a plan or the means")
    DANGER_TO_OTHERS = "danger_to_others", _("Serious harm to another person, about to happen")
    CHILD_ABUSE = "child_abuse", _("A child is abused or neglected")
    ELDER_ABUSE = "elder_abuse", _("An older or dependent adult is abused or neglected")
    CRIME_ADMISSION = "crime_admission", _("Somebody says that they committed a crime")
    CONSENT = "consent", _("Everybody who was part of it agreed in writing")
    COURT_ORDER = "court_order", _("A court ordered it")
    REQUIRED_BY_LAW = "required_by_law", _("Another law asks for it")


#: These can't wait: they alone can break the glass (``trust.models.BreakGlass.Reason``).
IMMINENT = (Code.DANGER_TO_SELF, Code.DANGER_TO_OTHERS)


@dataclass(frozen=True)
class Ground:
    """One exception of one jurisdiction: what the law says in plain words, and where it says so."""

    code: str
    words: str | Promise
    source: str
    duty: bool = False

    @property
    def label(self) -> str:
        return str(Code(self.code).label)


_SELF = _(
    "They say that they want to die by suicide, and they have a plan or the means. Thoughts alone "
    "stay between the two of you: help with them needs no exception."
)
_OTHERS = _("They make a clear threat to kill or badly hurt somebody, soon.")
_CHILD = _("You learn that a child is being abused or neglected.")
_ELDER = _("You learn that an older or dependent adult is being abused or neglected.")
_COURT = _("A court orders you to say it. Speak with the coordinator first.")
_CONSENT = _("Everybody who took part has agreed in writing.")

EXCEPTIONS: dict[str, tuple[Ground, ...]] = {
    "US": (
        Ground(Code.DANGER_TO_SELF, _SELF, "34 U.S.C. 50901(c)"),
        Ground(Code.DANGER_TO_OTHERS, _OTHERS, "34 U.S.C. 50901(c)"),
        Ground(Code.CHILD_ABUSE, _CHILD, "34 U.S.C. 50901(c); 34 U.S.C. 20341", duty=True),
        Ground(Code.ELDER_ABUSE, _ELDER, "34 U.S.C. 50901(c); state law", duty=True),
        Ground(
            Code.CRIME_ADMISSION,
            _("They admit a crime. The law allows you to say so; it does not ask you to."),
            "34 U.S.C. 50901(c)",
        ),
        Ground(Code.CONSENT, _CONSENT, "34 U.S.C. 50901(c)"),
        Ground(Code.COURT_ORDER, _COURT, "34 U.S.C. 50901(c)", duty=True),
        Ground(
            Code.REQUIRED_BY_LAW,
            _("Another law says that you must report it."),
            "34 U.S.C. 50901(c)",
            duty=True,
        ),
    ),
    "CA": (
        Ground(Code.DANGER_TO_SELF, _SELF, "Cal. Gov. Code 8669.4"),
        Ground(Code.DANGER_TO_OTHERS, _OTHERS, "Cal. Gov. Code 8669.4"),
        Ground(Code.CHILD_ABUSE, _CHILD, "Cal. Penal Code 11166", duty=True),
        Ground(Code.ELDER_ABUSE, _ELDER, "Cal. Welf. & Inst. Code 15630", duty=True),
        Ground(Code.CONSENT, _CONSENT, "Cal. Gov. Code 8669.4"),
        Ground(Code.COURT_ORDER, _COURT, "Cal. Gov. Code 8669.4", duty=True),
        Ground(
            Code.REQUIRED_BY_LAW,
            _("Another law says that you must report it."),
            "Cal. Gov. Code 8669.4",
            duty=True,
        ),
    ),
    "UK": (
        Ground(
            Code.DANGER_TO_SELF,
            _SELF,
            "UK GDPR art. 9(2)(c); common law of confidence, public interest",
        ),
        Ground(
            Code.DANGER_TO_OTHERS,
            _OTHERS,
            "Data Protection Act 2018, sch. 1 para. 18; common law of confidence",
        ),
        Ground(Code.CHILD_ABUSE, _CHILD, "Children Act 2004 s. 11", duty=True),
        Ground(Code.ELDER_ABUSE, _ELDER, "Care Act 2014 s. 42", duty=True),
        Ground(Code.CONSENT, _CONSENT, "UK GDPR art. 6(1)(a), 9(2)(a)"),
        Ground(Code.COURT_ORDER, _COURT, "order of a court", duty=True),
        Ground(
            Code.REQUIRED_BY_LAW,
            _("Another law says that you must report it."),
            "Terrorism Act 2000 s. 38B",
            duty=True,
        ),
    ),
}


def grounds(pack: str) -> tuple[Ground, ...]:
    """The list of a jurisdiction; an unknown one gets the list of the federal law."""
    return EXCEPTIONS.get(pack, EXCEPTIONS["US"])


def ground(pack: str, code: str) -> Ground | None:
    return next((each for each in grounds(pack) if each.code == code), None)


def opens(code: str, *, intent: bool | None, means: bool | None) -> bool:
    """Whether the answers meet the exception. For suicide both: the wish to die, and a plan or means."""
    return code != Code.DANGER_TO_SELF or bool(intent and means)
