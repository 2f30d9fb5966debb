"""Who is told about a session, and who is taken off it."""

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.actions import session_news
from peersupport.models import DebriefSeat
from tests.factories import make_attendance, make_post
from tests.notices import told
from tests.peersupport.conftest import HOUR
from tests.peersupport.sessions import ask, move, plan
from trust import outbox, vault


def test_everybody_who_asked_for_a_time_has_a_seat_and_a_neutral_notice(cast, case, crew, lead):
    ask(*crew[:3])
    ask(crew[3], answer="accept")
    before = [told(each, "offers", "support") for each in crew]
    row = plan(cast.carol, case, lead)
    outbox.drain()
    assert row.seats.count() == 3
    after = [told(each, "offers", "support") for each in crew]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 0]
    assert told(lead.user, "debriefs", "portal") == 1


def test_another_room_tells_everyone_and_another_time_asks_anew(cast, crew, session, lead):
    seat = session.seats.get(participant=vault.handle(cast.alice.pk, "support"))
    actions.answer_seat(by=cast.alice, seat=seat.pk, answer="come")
    before = told(cast.alice, "offers", "support")
    assert move(cast.carol, session, lead).revision == 1
    assert move(cast.carol, session, lead, room="Pier 4").revision == 2
    seat.refresh_from_db()
    assert seat.coming
    moved = move(cast.carol, session, lead, starts_at=session.starts_at + HOUR)
    outbox.drain()
    seat.refresh_from_db()
    assert not seat.coming
    assert moved.revision == 3
    # The change in between was never told: only the newest stands on the page.
    assert told(cast.alice, "offers", "support") == before + 1


def test_a_promotion_takes_somebody_off_a_planned_session_and_tells_the_team(
    cast, case, crew, lead, units
):
    ask(*crew)
    row = plan(cast.carol, case, lead)
    assert session_news.step_back() == 0
    make_post(lead.user, Role.SUPERVISOR, units.squad, clock.today())
    for left in (1, 0):
        assert session_news.step_back() == left
    assert not row.facilitators.exists()
    assert told(cast.carol, "debriefs", "portal") == 1
    assert DebriefSeat.objects.count() == 4


def test_nobody_leads_and_attends_the_same_session(cast, case, lead):
    """Lea leads; then the agency says that she was there as well."""
    row = plan(cast.carol, case, lead, for_everyone=True)
    make_attendance(case.incident, lead.user)
    actions.consider(incident=case.incident_id)
    ask(lead.user, answer="accept")
    assert not row.seats.filter(participant=vault.handle(lead.user_id, "support")).exists()
    assert session_news.step_back() == 1
    assert not row.facilitators.exists()
