"""Referrals: Alice has one with a provider outside, booked, without her name for the coordinator.

By the boundary page a referral is for the officer, the provider who was named and the coordinator of the
pathway; states only. What the provider may see of her opens for her, and behind the link; for no role.
"""

import datetime as dt
from types import SimpleNamespace

from django.db.models import Model
from django.test import Client

from agency import clock
from peersupport import actions as support
from peersupport.models import Handoff, Provider, ProviderLink, Referral, ReferralDetails, Slot
from tests.adversary.scenes import NOBODY_ELSE, Scene, always

PHONE, MAIL = "555-canary-plover-2209", "canary-dunlin-6164@example.net"
OUTSIDE, DETAILS = "Referral to a provider", "Referral: what a provider may see"
HANDOFF, LINK, BOOKED = "Referral: handoff", "Referral: link", "Referral: time booked"
COORDINATOR = always("wellness coordinator")


def live(stage: SimpleNamespace) -> None:
    provider = Provider.objects.create(
        name="Harbor Counselling", kind="eap", email="harbor@example.com", phone="555-0120"
    )
    shown = {"name": True, "phone": PHONE, "email": MAIL, "times": ["evenings"]}
    row = support.create_referral(by=stage.alice, kind="eap", named=False, shown=shown)
    starts = clock.now() + dt.timedelta(days=2)
    slot = support.offer_slot(by=stage.carol, provider=provider.pk, starts=starts)
    support.book_slot(by=stage.alice, referral=row.pk, slot=slot.pk)  # type: ignore[union-attr]


def rows(stage: SimpleNamespace) -> dict[str, Model]:
    return {
        OUTSIDE: Referral.objects.get(kind="eap"),
        DETAILS: ReferralDetails.objects.get(),
        HANDOFF: Handoff.objects.get(referral__kind="eap"),
        LINK: ProviderLink.objects.get(),
        BOOKED: Slot.objects.get(),
    }


def by_graphql(data: dict, text: str, stage: SimpleNamespace) -> dict[str, object]:
    mine = {each["node"]["id"] for each in data["myReferrals"]["edges"]}
    met = [each["node"]["appointmentAt"] for each in data["myReferrals"]["edges"]]
    return {
        "Referral": str(stage.rows["Referral"].pk) in mine,
        OUTSIDE: str(stage.rows[OUTSIDE].pk) in mine,
        DETAILS: PHONE in text or MAIL in text,
        BOOKED: any(met),
    }


def by_portal(page: object, client: Client, stage: SimpleNamespace) -> dict[str, object]:
    own = page("my_referrals")  # type: ignore[operator]
    kept = page("referrals").content.decode()  # type: ignore[operator]
    detail = page("referral_detail", OUTSIDE).status_code == 200  # type: ignore[operator]
    mine = {each.row.pk: each for each in own.context["referrals"]}
    row, chaplain = stage.rows[OUTSIDE], stage.rows["Referral"]
    assert "Alice: Employee" not in kept  # the coordinator was not given the name
    return {
        "Referral": chaplain.pk in mine or chaplain.reference in kept,
        OUTSIDE: row.pk in mine or row.reference in kept,
        DETAILS: PHONE in own.content.decode() + kept,
        HANDOFF: detail or (row.pk in mine and mine[row.pk].steps),
        BOOKED: detail or (row.pk in mine and mine[row.pk].is_booked),
    }


SCENE = Scene(
    live=live,
    rows=rows,
    expected={
        OUTSIDE: COORDINATOR,
        DETAILS: NOBODY_ELSE,
        HANDOFF: COORDINATOR,
        LINK: COORDINATOR,
        BOOKED: COORDINATOR,
    },
    graphql="myReferrals(first: 9) { edges { node { id appointmentAt } } }",
    by_graphql=by_graphql,
    by_portal=by_portal,
    canaries=(PHONE, MAIL),
    routes={
        **dict.fromkeys(
            (
                "referral_detail",
                "referral_take_back",
                "referral_take_over",
                "referral_book",
                "referral_call_off",
            ),
            OUTSIDE,
        ),
        "provider_time": None,
    },
    mutations=(
        ('advanceReferral(referral: "%s", state: CLOSED)', OUTSIDE),
        ('takeBackReferral(referral: "%s")', OUTSIDE),
    ),
    own=(('takeBackReferral(referral: "%s")', OUTSIDE),),
)
