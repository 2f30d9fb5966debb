"""Sleep and hours at every door: kept, changed, refused kindly, and opened for nobody else."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agency import clock, local_time
from agency.models import Shift
from tests.api import ask, data
from tests.factories import make_user
from tests.wellness.conftest import CANARY, browser, check_in, join
from trust import access, outbox
from trust.models import Disclosure, Level
from trust.refusal import Refusal
from wellness import actions
from wellness.actions import hours as diary
from wellness.models import Diary, FatigueSummary

NOON = dt.datetime(2026, 3, 19, 16, tzinfo=dt.UTC)  # noon in New York
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LAST_NIGHT = dt.date(2026, 3, 18)


@pytest.fixture(autouse=True)
def noon():
    with clock.at(NOON):
        yield


@pytest.fixture
def ann(cast):
    """Alice, who joined and sees everything alone."""
    join(cast.alice)
    return cast.alice


def shift(user, back: float, length: float = 12, **more) -> Shift:
    starts = NOON - back * HOUR
    known = {"source": "shifts", "external": str(uuid.uuid4())} | more
    return Shift.objects.create(user=user, starts=starts, ends=starts + length * HOUR, **known)


def slept(user, hours: float = 6.5, night: dt.date = LAST_NIGHT, **more):
    return actions.log_sleep(by=user, night=night, hours=hours, **more)


def worked(user, back: float = 20, length: float = 4, **more):
    starts = NOON - back * HOUR
    given = {"kind": "second_job", "starts": starts, "ends": starts + length * HOUR} | more
    return actions.log_work(by=user, **given)


# --- the diary ----------------------------------------------------------------------------------------


def test_a_night_is_kept_and_a_later_entry_takes_its_place(ann):
    slept(ann, quality=2, note="late call")
    slept(ann, 7)
    slept(ann, 5, night=LAST_NIGHT - DAY)
    assert [(n.night, n.hours) for n in actions.my_sleep(ann, LAST_NIGHT - DAY)] == [
        (LAST_NIGHT - DAY, 5), (LAST_NIGHT, 7),
    ]  # fmt: skip
    assert actions.my_sleep(ann, LAST_NIGHT + DAY) == []


def test_a_night_is_moved_to_another_day(ann):
    entry = slept(ann)
    slept(ann, 6, night=LAST_NIGHT - DAY, entry=entry.id)
    assert [n.night for n in actions.my_sleep(ann, LAST_NIGHT - 9 * DAY)] == [LAST_NIGHT - DAY]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"hours": 30}, "too_many_hours"),
        ({"hours": -1}, "too_many_hours"),
        ({"hours": float("nan")}, "too_many_hours"),
        ({"quality": 6}, "out_of_range"),
        ({"note": "x" * 501}, "note_too_long"),
        ({"night": dt.date(2026, 3, 20)}, "in_the_future"),
        ({"night": dt.date(2025, 3, 1)}, "too_long_ago"),
    ],
)
def test_what_can_not_be_a_night_is_refused_with_its_reason(ann, more, code):
    with pytest.raises(Refusal) as no:
        slept(ann, **more)
    assert no.value.code == code
    assert not Diary.objects.exists()


@pytest.mark.parametrize("hours", [0, 24])
def test_no_sleep_and_a_whole_day_of_it_are_nights_too(ann, hours):
    assert slept(ann, hours).hours == hours


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "holiday"}, "unknown_kind"),
        ({"length": 0}, "ends_first"),
        ({"length": 36.1}, "too_long"),
        ({"starts": NOON.replace(tzinfo=None)}, "no_zone"),
        ({"back": 24 * 400}, "too_long_ago"),
        ({"back": -24 * 400}, "in_the_future"),
    ],
)
def test_hours_that_can_not_be_are_refused_with_their_reason(ann, more, code):
    with pytest.raises(Refusal) as no:
        worked(ann, **more)
    assert no.value.code == code


def test_hours_are_kept_changed_and_deleted(ann):
    entry = worked(ann)
    worked(ann, length=5, kind="court", entry=entry.id)
    (kept,) = diary.my_book(ann).work
    assert (kept.kind, kept.ends - kept.starts) == ("court", 5 * HOUR)
    actions.delete_work(by=ann, entry=kept.id)
    assert diary.my_book(ann).work == []


def test_the_same_hours_twice_count_once(ann):
    shift(ann, 20, 8)
    worked(ann, 18, 8)
    assert actions.my_fatigue(ann).windows.hours_24 == 10


def test_nothing_is_written_before_joining(cast):
    for write in (slept, worked):
        with pytest.raises(Refusal) as no:
            write(cast.frank)
        assert no.value.code == "not_joined"
    assert actions.my_fatigue(cast.frank).band == "fine"


def test_nobody_deletes_or_changes_anothers_entry(ann, cast):
    night, work = slept(ann), worked(ann)
    join(cast.frank)
    for act in (
        lambda: actions.delete_sleep(by=cast.frank, entry=night.id),
        lambda: actions.delete_work(by=cast.frank, entry=work.id),
        lambda: slept(cast.frank, entry=night.id),
    ):
        with pytest.raises(Http404):
            act()
    assert (len(diary.my_book(ann).sleep), len(diary.my_book(ann).work)) == (1, 1)


@pytest.mark.usefixtures("new_york")
def test_the_spring_night_by_hand(ann):
    form = {"kind": "other", "day": "2026-03-07", "starts": "19:00", "ends": "07:00"}
    browser(ann).post(reverse("work_add"), form)
    (kept,) = diary.my_book(ann).work
    assert (kept.ends - kept.starts) / HOUR == 11
    page = browser(ann).get(reverse("work_list")).content.decode()
    assert "11 h" in page


# --- the word that the top level opens -----------------------------------------------------------------


def tire(user):
    """Twenty hours on the roster in the last twenty-four."""
    shift(user, 22, 20)


def band_seen_by(viewer) -> str | None:
    row = access.visible(viewer, FatigueSummary).first()
    return access.reveal(viewer, row).content["state"]["band"] if row else None


def test_the_team_sees_one_word_at_the_top_level_and_it_is_logged(cast):
    join(cast.alice, Level.FULL)
    tire(cast.alice)
    assert actions.refresh_fatigue() == 1
    assert actions.refresh_fatigue() == 0
    row = access.visible(cast.carol, FatigueSummary).get()
    assert access.reveal(cast.carol, row).content["state"] == {
        "band": "raised", "since": "2026-03-19", "rule_version": "fatigue-1",
    }  # fmt: skip
    assert Disclosure.objects.filter(kind="wellness.fatiguesummary", outcome="shown").count() == 1
    for other in (cast.bob, cast.dan, cast.erin, cast.frank):
        assert band_seen_by(other) is None


def test_below_the_top_level_the_word_does_not_exist(cast):
    join(cast.alice, Level.FULL, lowered={"fatigue": Level.COMMAND})
    tire(cast.alice)
    actions.refresh_fatigue()
    assert not FatigueSummary.objects.exists()
    join(cast.alice, Level.FULL)
    assert band_seen_by(cast.carol) == "raised"
    join(cast.alice, Level.COMMAND)
    assert not FatigueSummary.objects.exists()


def test_the_diary_never_moves_what_others_see(cast):
    join(cast.alice, Level.FULL)
    shift(cast.alice, 30, 8)
    actions.refresh_fatigue()
    slept(cast.alice, 1)
    worked(cast.alice, 20, 20)
    actions.refresh_fatigue()
    assert band_seen_by(cast.carol) == "fine"
    assert actions.my_fatigue(cast.alice).band == "high"


def test_the_word_follows_shifts_that_arrive_and_fades_with_time(cast):
    join(cast.alice, Level.FULL)
    tire(cast.alice)
    Shift.objects.update(received_at=NOON)
    for _twice in range(2):
        outbox.announce("shifts.arrived", key="x", received=NOON.isoformat())
        outbox.drain()
    assert band_seen_by(cast.carol) == "raised"
    with clock.at(NOON + 30 * DAY):
        actions.refresh_fatigue()
    assert band_seen_by(cast.carol) == "fine"


def test_of_whom_no_hours_are_known_nothing_is_said(cast):
    join(cast.alice, Level.FULL)
    assert band_seen_by(cast.carol) is None
    shift(cast.alice, 30, 8)
    actions.refresh_fatigue()
    assert band_seen_by(cast.carol) == "fine"
    with clock.at(NOON + 121 * DAY):
        actions.refresh_fatigue()
    assert band_seen_by(cast.carol) is None


def test_the_word_says_since_when(cast):
    join(cast.alice, Level.FULL)
    tire(cast.alice)
    actions.refresh_fatigue()
    with clock.at(NOON + HOUR * 1):
        shift(cast.alice, 3, 2)
        actions.refresh_fatigue()
    row = access.visible(cast.carol, FatigueSummary).get()
    assert access.reveal(cast.carol, row).content["state"]["since"] == "2026-03-19"


def test_many_people_take_no_more_questions(cast, django_assert_num_queries):
    def crowd(names: str) -> None:
        for name in names:
            user = make_user(f"crowd{name}")
            join(user, Level.FULL)
            shift(user, 30, 8)

    crowd("ab")
    actions.refresh_fatigue()
    with CaptureQueriesContext(connection) as few:
        actions.refresh_fatigue()
    crowd("cdefgh")
    actions.refresh_fatigue()
    with django_assert_num_queries(len(few)):
        actions.refresh_fatigue()


# --- pages ---------------------------------------------------------------------------------------------

PAGES = ("hours", "sleep_list", "sleep_add", "work_list", "work_add")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_answers_before_and_after_joining(cast, name):
    client = browser(cast.alice)
    assert client.get(reverse(name)).status_code == 200
    join(cast.alice)
    slept(cast.alice)
    worked(cast.alice)
    shift(cast.alice, 30, 12)
    assert client.get(reverse(name)).status_code == 200


def test_thirty_hours_are_refused_kindly_and_stay_in_the_form(ann):
    sent = {"night": "2026-03-18", "hours": "30", "quality": "2", "note": CANARY}
    text = browser(ann).post(reverse("sleep_add"), sent).content.decode()
    assert "A day and its night have 24 hours." in text
    assert CANARY in text
    assert 'value="30"' in text
    assert not Diary.objects.exists()


def test_a_night_in_one_form(ann):
    sent = {"night": "2026-03-18", "hours": "6.5", "quality": "", "note": ""}
    page = browser(ann).post(reverse("sleep_add"), sent, follow=True)
    assert "Your night is written down." in page.content.decode()
    assert [(n.hours, n.quality) for n in actions.my_sleep(ann, LAST_NIGHT)] == [(6.5, None)]


def test_a_night_is_changed_and_deleted_on_its_page(ann):
    entry, client = slept(ann, note="one"), browser(ann)
    assert "one" in client.get(reverse("sleep_edit", args=[entry.id])).content.decode()
    sent = {"night": "2026-03-18", "hours": "8", "quality": "5", "note": "two"}
    client.post(reverse("sleep_edit", args=[entry.id]), sent)
    (kept,) = diary.my_book(ann).sleep
    assert (kept.hours, kept.quality, kept.note) == (8, 5, "two")
    client.post(reverse("sleep_delete", args=[kept.id]))
    assert diary.my_book(ann).sleep == []


def test_writing_before_joining_offers_the_next_step(cast):
    sent = {"night": "2026-03-18", "hours": "6"}
    text = browser(cast.frank).post(reverse("sleep_add"), sent).content.decode()
    assert "Say yes to a private record first." in text


def test_page_shows_the_band_why_and_the_numbers_with_their_source(ann):
    shift(ann, 22, 20)
    text = browser(ann).get(reverse("hours")).content.decode()
    assert "One thing to look after" in text
    assert "20 hours of work in the last 24; the number is 16." in text
    assert "Your agency’s number: 64 h" in text
    assert "29 CFR 553.230" in text


def test_another_pack_shows_other_numbers(ann, settings):
    settings.POLICY_PACK = "EU"
    text = browser(ann).get(reverse("hours")).content.decode()
    assert "2003/88/EC" in text
    assert "Your agency’s number: 11 h" in text


def strangers(cast):
    return (
        (cast.frank, "officer"), (cast.dan, "supervisor"), (cast.carol, "wellness_coordinator"),
    )  # fmt: skip


def test_anothers_entry_is_not_there(ann, cast):
    night, work = slept(ann), worked(ann)
    for stranger, role in strangers(cast):
        client = browser(stranger, role)
        for name, entry in (("sleep_edit", night), ("work_edit", work)):
            assert client.get(reverse(name, args=[entry.id])).status_code == 404
        for name, entry in (("sleep_delete", night), ("work_delete", work)):
            client.post(reverse(name, args=[entry.id]))
    assert (len(diary.my_book(ann).sleep), len(diary.my_book(ann).work)) == (1, 1)


def test_anothers_book_opens_at_no_door(ann, cast):
    slept(ann, note=CANARY)
    shift(ann, 30, 12)
    for stranger, role in strangers(cast):
        assert not access.visible(stranger, Diary).exists()
        for name in PAGES:
            assert CANARY not in browser(stranger, role).get(reverse(name)).content.decode()
        assert actions.my_fatigue(stranger).windows.hours_7d == 0


def test_lists_come_in_pages_and_ask_the_same_however_long(ann, django_assert_num_queries):
    for n in range(3):
        slept(ann, night=LAST_NIGHT - n * DAY)
        shift(ann, 30 + 24 * n, 12)
    client = browser(ann)
    few = {}
    for name in ("hours", "sleep_list", "work_list"):
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name))
        few[name] = len(asked)
    for n in range(3, 45):
        slept(ann, night=LAST_NIGHT - n * DAY)
        shift(ann, 30 + 24 * n, 12)
    for name, most in few.items():
        with django_assert_num_queries(most):
            client.get(reverse(name))
    for name in ("sleep_list", "work_list"):
        assert every_page(client, reverse(name)) == 45


def every_page(client, url: str) -> int:
    seen = 0
    while url:
        context = client.get(url).context
        seen += len(context["rows"])
        url = context["next_url"]
    return seen


def test_an_odd_cursor_shows_the_list(ann):
    client = browser(ann)
    for name in ("sleep_list", "work_list"):
        assert client.get(reverse(name), {"before": "2026-99-99T99"}).status_code == 200


def test_the_coordinator_finds_the_word_on_the_persons_page_at_the_top_level_only(cast):
    join(cast.alice, Level.FULL)
    row = check_in(cast.alice).participant.standing
    tire(cast.alice)
    actions.refresh_fatigue()
    client = browser(cast.carol, "wellness_coordinator")
    text = client.get(reverse("standing_detail", args=[row.pk])).content.decode()
    assert "Hours on the roster" in text
    assert "20" not in text[text.index("Hours on the roster") :].split("</dl>")[0].replace(
        "2026", ""
    )
    join(cast.alice, Level.FULL, lowered={"fatigue": Level.COMMAND})
    text = client.get(reverse("standing_detail", args=[row.pk])).content.decode()
    assert "Hours on the roster" not in text
    dan = browser(cast.dan, "supervisor").get(reverse("standing_detail", args=[row.pk]))
    assert "Hours on the roster" not in dan.content.decode()


# --- GraphQL -------------------------------------------------------------------------------------------

LOG = """mutation($night: Date!, $hours: Float!, $note: String) {
  logSleep(night: $night, hours: $hours, note: $note) {
    sleepEntry { id night hours quality note } errors { field code }
  }
}"""
NIGHTS = """query($first: Int, $after: String) {
  sleepEntries(first: $first, after: $after) {
    edges { node { night hours note } } pageInfo { hasNextPage endCursor }
  }
}"""
FATIGUE = """{ myFatigue { band pack because { code value limit } numbers { code source counts }
  windows { hours24 hours7d shortestRest sleep24 callBacks } } }"""


def test_graphql_writes_and_pages_the_diary(ann):
    for n in range(3):
        said = data(ann, LOG, night=str(LAST_NIGHT - n * DAY), hours=6 + n, note="")
        assert said["logSleep"]["errors"] == []
    first = data(ann, NIGHTS, first=2)["sleepEntries"]
    assert [edge["node"]["hours"] for edge in first["edges"]] == [6, 7]
    rest = data(ann, NIGHTS, first=2, after=first["pageInfo"]["endCursor"])["sleepEntries"]
    assert [edge["node"]["hours"] for edge in rest["edges"]] == [8]
    assert rest["pageInfo"]["hasNextPage"] is False


def test_graphql_refuses_thirty_hours_in_words_for_programs(ann):
    said = data(ann, LOG, night=str(LAST_NIGHT), hours=30)["logSleep"]
    assert said["errors"] == [{"field": "hours", "code": "TOO_MANY_HOURS"}]


def test_graphql_work_and_fatigue(ann):
    said = data(
        ann,
        """mutation { logWork(kind: COURT, starts: "2026-03-18T20:00:00Z", ends: "2026-03-19T16:00:00Z")
        { workEntry { id kind } errors { code } } }""",
    )["logWork"]
    assert said["workEntry"]["kind"] == "COURT"
    found = data(ann, FATIGUE)["myFatigue"]
    assert (found["band"], found["because"]) == (
        "RAISED", [{"code": "hours_24", "value": 20, "limit": 16}],
    )  # fmt: skip
    assert found["windows"]["hours24"] == 20
    gone = "mutation($entry: ID!) { deleteWork(entry: $entry) { deleted errors { code } } }"
    assert data(ann, gone, entry=said["workEntry"]["id"])["deleteWork"]["deleted"] is True
    assert data(ann, "{ workEntries { id } }") == {"workEntries": []}


def test_graphql_opens_nobody_elses_diary(ann, cast):
    night = slept(ann, note=CANARY)
    for stranger in (cast.frank, cast.dan, cast.carol):
        assert CANARY not in str(ask(stranger, NIGHTS))
        gone = "mutation($entry: ID!) { deleteSleep(entry: $entry) { deleted errors { code } } }"
        assert data(stranger, gone, entry=str(night.id))["deleteSleep"]["errors"]
    assert len(diary.my_book(ann).sleep) == 1


# --- what is stored ---------------------------------------------------------------------------------------


def test_a_note_stands_in_no_other_column(ann):
    slept(ann, note=CANARY)
    worked(ann)
    browser(ann).post(reverse("sleep_add"), {"night": "2026-03-17", "hours": "5", "note": CANARY})
    told = "".join(everything_stored())
    assert CANARY not in told
    assert "second_job" not in told


def everything_stored() -> Iterator[str]:
    """Each row of each table of each database, as it lies there."""
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    cells = (bytes(c) if isinstance(c, memoryview) else c for c in row)
                    yield repr(tuple(cells))


def test_leaving_takes_the_diary_along(ann):
    slept(ann)
    actions.withdraw(by=ann, destroy=True)
    assert not Diary.objects.exists()


@pytest.mark.usefixtures("new_york")
def test_the_night_offered_is_last_night_on_the_agencys_wall(ann):
    with clock.at(
        dt.datetime(2026, 3, 20, 2, tzinfo=dt.UTC)
    ):  # ten in the evening of the 19th there
        assert local_time.today() == dt.date(2026, 3, 19)
        page = browser(ann).get(reverse("sleep_add")).content.decode()
    assert 'value="2026-03-18"' in page
