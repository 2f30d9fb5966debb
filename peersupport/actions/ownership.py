"""Which coordinator looks after a referral: whoever carries least, and nobody tied to the officer.

Works on pseudonyms alone. A coordinator's own handle and those of everybody they led, or who led them,
in the last twelve months are worked out; the officer's sealed link stays shut.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agency.models import Role, User
from peersupport.actions.second_presses import nothing_left
from peersupport.models import Handoff, Referral
from trust import access, roles, vault
from trust.refusal import Refusal

COORDINATOR = (Role.WELLNESS_COORDINATOR,)
GIVEN_AWAY = _(
    "This has moved on to somebody else, or was taken back. Nothing is left to do. Thank you."
)


@dataclass
class Desk:
    """The coordinators of today, how much each carries, and whose referrals each keeps away from."""

    people: list[User]
    _load: dict[uuid.UUID, int] = field(default_factory=dict)
    _apart: dict[uuid.UUID, frozenset[uuid.UUID]] = field(default_factory=dict)

    def pick(self, officer: uuid.UUID, *, but: Collection[uuid.UUID | None] = ()) -> User | None:
        """The least busy coordinator for the officer behind this handle; counted as busier from now on."""
        fit = [p for p in self.people if p.pk not in but and officer not in self.apart(p)]
        if not fit:
            return None
        load = self.load()
        chosen = min(fit, key=lambda p: (load[p.pk], p.pk))
        load[chosen.pk] += 1
        return chosen

    def load(self) -> dict[uuid.UUID, int]:
        """How many open referrals each carries; counted when it is first asked for."""
        if not self._load:
            busy = Referral.objects.open().filter(owner__in=self.people).order_by()
            counts = dict(busy.values_list("owner").annotate(n=Count("pk")))
            self._load = {each.pk: counts.get(each.pk, 0) for each in self.people}
        return self._load

    def others(self, than: uuid.UUID | None) -> bool:
        """Whether there is a coordinator besides this one."""
        return any(person.pk != than for person in self.people)

    def apart(self, person: User) -> frozenset[uuid.UUID]:
        """The support handles of the person and of everybody tied to them by command."""
        known = self._apart.get(person.pk)
        if known is None:
            tied = {person.pk, *roles.linked_by_command(person)}
            known = self._apart[person.pk] = frozenset(vault.handle(u, "support") for u in tied)
        return known


def entrusted(by: User, action: str, referral: uuid.UUID | str) -> Referral:
    """A referral that this coordinator looks after, or the officer's own, held; asked for ``action``.

    Refuses ``moved_on`` for what they gave away, or what ended in other hands.
    """
    given = Exists(Handoff.objects.filter(referral=OuterRef("pk"), from_owner=by))
    done = Referral.objects.exclude(owner=by).filter(given | ~Q(state__in=Referral.OPEN))
    own = vault.handle(by.pk, "support")
    if nothing_left(by, COORDINATOR, done.exclude(participant=own), referral):
        raise Refusal("referral", "moved_on", GIVEN_AWAY)
    row = access.hold(by, action, Referral, pk=referral)
    if row.owner_id != by.pk and row.participant_id != own:  # given away while we stood in line
        raise Refusal("referral", "moved_on", GIVEN_AWAY)
    return row


def open_elsewhere(by: User, referral: uuid.UUID | str) -> Referral:
    """A referral that this coordinator may take over, held. Refuses ``moved_on`` for what has ended."""
    ended = Referral.objects.exclude(state__in=Referral.OPEN)
    if nothing_left(by, COORDINATOR, ended, referral):
        raise Refusal("referral", "moved_on", GIVEN_AWAY)
    row = access.hold(by, "take_over", Referral, pk=referral)
    if not row.is_open:
        raise Refusal("referral", "moved_on", GIVEN_AWAY)
    return row


def desk() -> Desk:
    """The coordinators of today: one query, one for what they carry, three per coordinator considered."""
    return Desk(list(roles.assigned_users(Role.WELLNESS_COORDINATOR).order_by("pk")))
