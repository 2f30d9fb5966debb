"""Anyone may ask: for themselves in private, or for everybody by number."""

import pytest
from auditlog.models import LogEntry

from agency import clock
from agency.models import Incident
from peersupport import actions
from peersupport.models import Case, Offer, Place
from tests.factories import make_attendance, make_incident
from tests.peersupport.conftest import DAY, offer_of, plain
from trust import access, audit, vault
from trust.models import Notice
from trust.refusal import Refusal


def codes(call, **given):
    with pytest.raises(Refusal) as refusal:
        call(**given)
    return refusal.value.field, refusal.value.code


def test_an_officer_asks_alone_and_command_never_learns(cast):
    case = actions.raise_case(by=cast.alice, source="self")
    assert (case.private, case.sources) == (True, ["self"])
    assert Place.objects.get().participant_id == vault.handle(cast.alice.pk, "support")
    assert offer_of(cast.alice, "one_to_one").is_open
    for leader in (cast.dan, cast.erin):
        assert not access.visible(leader, Case).exists()
    assert access.can(cast.carol, "view", case)


def test_asking_names_nobody_in_the_log_or_the_incident(cast):
    case = actions.raise_case(by=cast.alice, source="self")
    written = LogEntry.objects.filter(object_pk__in=[str(case.pk), str(case.incident_id)])
    assert written.exists()
    assert not written.filter(actor__isnull=False).exists()
    assert all(not entry.additional_data for entry in written)
    assert not case.incident.attendances.exists()


def test_the_team_learns_that_somebody_asked_and_the_asker_is_not_mailed(cast):
    actions.raise_case(by=cast.alice, source="self")
    assert [n.recipient_id for n in Notice.objects.all()] == [vault.handle(cast.carol.pk, "portal")]


def test_a_second_press_is_the_same_question(cast):
    first = actions.raise_case(by=cast.alice, source="self")
    assert actions.raise_case(by=cast.alice, source="self") == first
    assert actions.raise_case(by=cast.frank, source="self") != first


def test_an_officer_names_only_an_incident_they_attended(cast, incident):
    given = {"by": cast.bob, "source": "self", "number": incident.number}
    assert codes(actions.raise_case, **given) == ("number", "unknown_incident")
    assert actions.raise_case(**(given | {"by": cast.alice})).places.count() == 1


def test_asking_about_a_case_for_everybody_leaves_no_trace_in_it(cast, case, incident):
    before = plain(Case, Place, Offer, Notice)
    actions.raise_case(by=cast.alice, source="self", number=incident.number)
    assert before == plain(Case, Place, Offer, Notice)


def test_a_private_case_that_becomes_everybodys_forgets_who_asked_first(cast, incident):
    with clock.at(clock.now() - DAY):
        private = actions.raise_case(by=cast.alice, source="self", number=incident.number)
    case = actions.consider(incident=incident.pk)
    assert case.pk == private.pk
    assert (case.private, case.sources) == (False, ["event_type"])
    assert case.opened_at > private.opened_at
    assert case.places.count() == 2


@pytest.mark.parametrize(
    ("who", "source"), [("bob", "peer"), ("dan", "supervisor"), ("carol", "dispatch")]
)
def test_others_ask_for_everybody(cast, who, source):
    event = make_incident("2026-5")
    make_attendance(event, cast.alice)
    make_attendance(event, cast.frank)
    case = actions.raise_case(by=getattr(cast, who), source=source, number=" 2026-5 ")
    assert (case.private, case.sources, case.places.count()) == (False, [source], 2)


def test_who_asked_for_everybody_stands_in_the_log_as_a_handle(cast, incident):
    case = actions.raise_case(by=cast.bob, source="peer", number=incident.number)
    entry = LogEntry.objects.get(object_pk=str(case.pk), action=LogEntry.Action.CREATE)
    assert entry.actor is None
    assert entry.additional_data == {"by": str(vault.handle(cast.bob.pk, audit.AT_WORK))}


@pytest.mark.parametrize(
    ("who", "given", "answer"),
    [
        ("alice", {"source": "peer"}, ("source", "not_for_your_role")),
        ("erin", {"source": "supervisor"}, ("source", "not_for_your_role")),
        ("dan", {"source": "peer"}, ("source", "not_for_your_role")),
        ("bob", {"source": "news2"}, ("source", "not_for_your_role")),
        ("bob", {"source": "peer", "number": ""}, ("number", "unknown_incident")),
        ("bob", {"source": "peer", "number": "2026-404"}, ("number", "unknown_incident")),
        (
            "alice",
            {"source": "self", "number": "", "category": "x"},
            ("category", "unknown_category"),
        ),
    ],
)
def test_a_clear_answer_when_it_can_not_be(cast, incident, who, given, answer):
    given = {"number": incident.number} | given
    assert codes(actions.raise_case, by=getattr(cast, who), **given) == answer
    assert not Case.objects.exists()
    assert Incident.objects.count() == 1


def test_somebody_may_ask_long_after(cast):
    event = make_incident("2019-1", occurred_at=clock.now() - 2000 * DAY)
    make_attendance(event, cast.alice)
    case = actions.raise_case(by=cast.bob, source="peer", number="2019-1")
    assert {o.service for o in Offer.objects.open()} == {
        "one_to_one", "family", "pastoral", "follow_up",
    }  # fmt: skip
    assert offer_of(cast.alice, "one_to_one").closes_at == case.opened_at + 90 * DAY
