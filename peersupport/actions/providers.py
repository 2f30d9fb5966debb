"""The line of providers, and the limits of pathways, kept by the wellness team."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import User
from peersupport.kinds import Language
from peersupport.models import Pathway, PathwayStep, Provider
from peersupport.models.pathways import LONGEST
from trust import access, audit
from trust.refusal import Refusal


def check_provider(row: Provider) -> None:
    """Refuses what can't be: no way to reach them, a day still to come, a language nobody knows."""
    if not row.phone and not row.email:
        message = _("Give a phone number or an e-mail address, so that they can be reached.")
        raise Refusal("phone", "no_way_to_reach", message)
    if row.verified_on is not None and row.verified_on > local_time.today():
        raise Refusal("verified_on", "not_yet", _("This day is still to come."))
    if set(row.languages) - set(Language.values):
        message = _("Choose languages from the list of codes: %(codes)s.")
        raise Refusal("languages", "unknown", message % {"codes": " ".join(Language.values)})
    twin = Provider.objects.filter(kind=row.kind, name=row.name).exclude(pk=row.pk)
    if twin.exists():
        raise Refusal("name", "there_already", _("There is a provider of this kind by this name."))


@transaction.atomic
def save_provider(*, by: User, row: Provider) -> Provider:
    """Add or change a provider. Raises ``Refusal``."""
    check_provider(row)
    with audit.acting(by):
        new = row._state.adding
        if not new:
            access.require(by, "change", row)
        row.save()
        return access.require(by, "add", row) if new else row


@transaction.atomic
def save_pathway(*, by: User, row: Pathway) -> Pathway:
    """Offer a pathway to officers, or no longer; what is under way goes on."""
    with audit.acting(by):
        access.require(by, "change", row)
        row.save(update_fields=["active"])
    return row


@transaction.atomic
def save_step(*, by: User, row: PathwayStep) -> PathwayStep:
    """Whose step it is, and for how long. Counts from the next move of each referral. ``Refusal``."""
    if not 1 <= row.hours <= LONGEST:
        message = _("Choose between 1 and %(most)d hours.") % {"most": LONGEST}
        raise Refusal("hours", "out_of_bounds", message)
    with audit.acting(by):
        access.require(by, "change", row)
        row.save(update_fields=["owner", "hours"])
    return row
