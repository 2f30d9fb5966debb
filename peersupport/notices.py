"""What a supporter keeps to themselves, and when not: the notice that comes before the first contact.

One notice per jurisdiction, with a version that is stored when an officer accepts it. 34 U.S.C. 50901
asks for it in writing before the first session; Cal. Gov. Code 8669.4 gives the officer the right to
keep a talk from being disclosed; in the United Kingdom it is the duty of confidence. The exceptions
are the codes of ``peersupport.exceptions``, said to the officer. Pure data; an agency has its own
lawyers read it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peersupport.exceptions import Code, grounds
from peersupport.kinds import Kind

Text = str | Promise

#: Each exception as the officer is told it, before anything was said.
TOLD: dict[str, Text] = {
    Code.DANGER_TO_SELF: _(
        "You say that you want to die by suicide, and you have a plan or the means. Thoughts alone "
        "stay between the two of you."
    ),
    Code.DANGER_TO_OTHERS: _("You make a clear threat to kill or badly hurt somebody, soon."),
    Code.CHILD_ABUSE: _("You say that a child is being abused or neglected."),
    Code.ELDER_ABUSE: _("You say that an older or dependent adult is being abused or neglected."),
    Code.CRIME_ADMISSION: _("You say that you committed a crime."),
    Code.CONSENT: _("You, and everybody who took part, agree to it in writing."),
    Code.COURT_ORDER: _("A court orders it."),
    Code.REQUIRED_BY_LAW: _("Another law says that it must be reported."),
}
_KEPT = _(
    "What you say stays with the person you talk to. They may not pass it on: not to your supervisor, "
    "not to command, not to internal affairs."
)
_NOTHING_WRITTEN = _(
    "Nobody writes down what you say. Argus has no place for it. A supporter notes a day, a length "
    "and whether you want to talk again."
)


@dataclass(frozen=True)
class Notice:
    """The notice of one jurisdiction. ``keeps`` first, then the exceptions, then the law behind it."""

    pack: str
    version: str
    source: Text
    keeps: tuple[Text, ...]
    besides: tuple[Text, ...] = ()

    @property
    def exceptions(self) -> list[tuple[str, Text]]:
        """(code, sentence) of every exception that this jurisdiction knows."""
        return [(each.code, TOLD[each.code]) for each in grounds(self.pack)]


NOTICES: dict[str, Notice] = {
    "US": Notice(
        pack="US",
        version="us-2026-1",
        source=_(
            "34 U.S.C. 50901 (peer support of federal officers); your state may protect you "
            "further, or less"
        ),
        keeps=(_KEPT, _NOTHING_WRITTEN),
    ),
    "CA": Notice(
        pack="CA",
        version="ca-2026-1",
        source=_("California Government Code 8669.4"),
        keeps=(
            _(
                "You can refuse to tell anybody what you said to a peer supporter, and can keep the "
                "supporter from telling. That also counts for group talks and crisis lines."
            ),
            _KEPT,
            _NOTHING_WRITTEN,
        ),
        besides=(
            _(
                "A supporter may ask one other supporter for advice, or bring you to crisis help. "
                "The law does not cover criminal and juvenile court."
            ),
        ),
    ),
    "UK": Notice(
        pack="UK",
        version="uk-2026-1",
        source=_("Common law duty of confidence; Data Protection Act 2018"),
        keeps=(_KEPT, _NOTHING_WRITTEN),
    ),
}
#: Some professions have a duty of their own, which is older and often stronger.
BY_KIND: dict[str, Text] = {
    Kind.CHAPLAIN: _("What you tell a chaplain as a confession has its own protection in law."),
    Kind.CLINICIAN: _("A counsellor also keeps the confidence of their profession."),
    Kind.EAP: _("A counsellor also keeps the confidence of their profession."),
}


def notice_for(pack: str) -> Notice:
    """The notice of a jurisdiction; an unknown one gets the notice of the federal law."""
    return NOTICES.get(pack, NOTICES["US"])
