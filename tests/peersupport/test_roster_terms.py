"""Who left, days that are over and old applications go after their term."""

import datetime as dt

from agency import clock
from peersupport import actions
from peersupport.models import Application, Ask, Away, PeerRequest, Supporter
from tests.peersupport.roster import DAY, supporter
from trust import retention, vault

LONG = 4_000 * DAY


def test_who_left_goes_once_no_record_names_them(cast):
    stays, goes, new = (supporter(user) for user in (cast.bob, cast.frank, cast.dan))
    for row in (stays, goes):
        row.move_to("left")
        row.save()
    Supporter.objects.filter(status="left").update(left_on=clock.today() - LONG)
    who = vault.participant(cast.alice, "support")
    request = PeerRequest.objects.create(participant=who, pseudonym="x", notice="us-1")
    Ask.objects.create(
        request=request, participant=who, supporter=stays, pseudonym="x", relation="outside",
        answer_by=clock.now(),
    )  # fmt: skip
    assert retention.clear("supporters", clock.today())
    assert set(Supporter.objects.all()) == {stays, new}


def test_days_that_are_over_go(cast):
    row, today = supporter(cast.bob), clock.today()
    for ago in (1, 400):
        Away.objects.create(supporter=row, first_day=today - ago * DAY, last_day=today - ago * DAY)
    assert retention.clear("supporter_days", today)
    assert Away.objects.get().first_day == today - DAY


def test_a_decided_application_goes_with_its_votes(cast):
    row = actions.apply_as_supporter(by=cast.alice, kind="peer")
    actions.withdraw_application(by=cast.alice, application=row.pk)
    Application.objects.update(decided_on=dt.date(2020, 1, 1))
    waiting = actions.apply_as_supporter(by=cast.frank, kind="peer")
    assert retention.clear("applications", clock.today())
    assert Application.objects.get() == waiting
