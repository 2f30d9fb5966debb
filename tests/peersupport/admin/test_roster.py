"""Supporters, courses and certificates in the administration; tables in and out, all lines or none."""

import io
import re
import uuid

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agency import local_time
from agency.models import Course, TrainingRecord
from peersupport import actions
from peersupport.models import Supporter
from tests.factories import act, sign_in
from tests.peersupport.roster import DAY, course, supporter, took

HEAD = "person,course,provider,hours,issued,expires"


def page(model: str, what: str, *args: object) -> str:
    return reverse(f"admin:{model}_{what}", args=args)


def bring(client, model: str, text: str | bytes):
    raw = text if isinstance(text, bytes) else text.encode()
    return client.post(page(model, "import"), {"file": SimpleUploadedFile("x.csv", raw)})


def lines(*each: str) -> str:
    return "\n".join((HEAD, *each)) + "\n"


@pytest.fixture
def carol(client, cast):
    return sign_in(client, cast.carol, "wellness_coordinator")


@pytest.fixture
def basics() -> Course:
    return course("basics")


@pytest.mark.parametrize(
    "model", ["peersupport_supporter", "agency_course", "agency_trainingrecord"]
)
@pytest.mark.parametrize("what", ["changelist", "export", "import", "add"])
def test_only_the_team_gets_in(client, cast, model, what):
    for who, role in (("alice", "officer"), ("bob", "peer_support"), ("erin", "commander")):
        sign_in(client, getattr(cast, who), role)
        assert client.get(page(model, what)).status_code == 403
    sign_in(client, cast.carol, "wellness_coordinator")
    assert client.get(page(model, what)).status_code == 200


def test_a_course_is_made_and_changed_with_its_history(carol):
    data = {"code": "basics", "title": "Basics", "hours": "40", "needed_by": ["peer", "chaplain"]}
    carol.post(page("agency_course", "add"), data)
    row = Course.objects.get()
    assert (row.needed_by, row.hours) == (["peer", "chaplain"], 40)
    there = page("agency_course", "change", row.pk)
    carol.post(there, data | {"title": "Peer basics"})
    history = page("agency_course", "history", row.pk)
    assert history in carol.get(there).text
    told = carol.get(history).text
    assert "Basics → Peer basics" in told
    assert told.count("Carol") >= 2  # who made it, who changed it
    assert carol.get(page("agency_course", "history", uuid.uuid4())).status_code == 404
    assert carol.post(there, data | {"needed_by": ["wizard"]}).status_code == 200
    row.refresh_from_db()
    assert row.title == "Peer basics"


def test_a_certificate_is_written_down_and_its_end_follows(carol, cast):
    row = course("law", valid_months=12)
    today = local_time.today()
    there, data = page("agency_trainingrecord", "add"), {"course": row.pk, "hours": "8"}
    carol.post(there, data | {"user": "bob", "issued": f"{today - DAY}"})
    made = TrainingRecord.objects.get()
    assert made.user == cast.bob
    assert made.expires > today + 360 * DAY
    for more, said in [
        ({"user": "bob", "issued": f"{today - DAY}"}, "there already"),
        ({"user": "ghost", "issued": f"{today}"}, "Nobody has that user name"),
        ({"user": "bob", "issued": f"{today + 3 * DAY}"}, "still to come"),
        ({"user": "bob", "issued": f"{today}", "expires": f"{today}"}, "after it was issued"),
    ]:
        assert said in carol.post(there, data | more).text
    change = page("agency_trainingrecord", "change", made.pk)
    carol.post(change, data | {"issued": f"{today - DAY}", "expires": f"{today + DAY}"})
    made.refresh_from_db()
    assert (made.expires, made.user) == (today + DAY, cast.bob)


def test_a_supporter_is_added_and_changed(carol, cast):
    carol.post(page("peersupport_supporter", "add"), {"user": "bob", "kind": "peer", "capacity": 4})
    row = Supporter.objects.get()
    assert (row.user, row.capacity) == (cast.bob, 4)
    change = page("peersupport_supporter", "change", row.pk)
    carol.post(change, {"kind": "chaplain", "capacity": 2})
    row.refresh_from_db()
    assert (row.kind, row.capacity) == ("chaplain", 2)
    again = carol.post(
        page("peersupport_supporter", "add"), {"user": "bob", "kind": "peer", "capacity": 4}
    )
    assert again.status_code == 200
    assert Supporter.objects.count() == 1


def test_lists_filter_by_day_and_refuse_other_lookups(carol, cast, basics):
    took(cast.bob, basics, 20)
    there = page("agency_trainingrecord", "changelist")
    year = (local_time.today() + 20 * DAY).year
    assert carol.get(f"{there}?expires__year={year}").status_code == 200
    assert carol.get(f"{there}?user__email__startswith=b").status_code in {302, 400}


# --- tables -------------------------------------------------------------------------------------------------


def test_a_table_goes_out_and_the_same_table_changes_nothing(carol, cast, basics):
    took(cast.bob, basics, 100)
    out = carol.get(page("agency_trainingrecord", "export"))
    assert out.text.splitlines()[0] == HEAD
    back = bring(carol, "agency_trainingrecord", out.content)
    assert back.status_code == 302
    assert "0 new, 0 changed, 1 already there." in carol.get(back["Location"]).text
    sheet = carol.get(page("agency_trainingrecord", "export") + "?as=xlsx")
    data = tablib.Dataset().load(io.BytesIO(sheet.content), format="xlsx")
    assert data["person"] == ["bob"]


def test_new_and_changed_lines_are_taken_in_and_a_repeated_one_counts_once(carol, cast, basics):
    one = "bob,basics,Academy,40,2024-01-01,2030-01-01"
    answer = bring(carol, "agency_trainingrecord", lines(one, one, "alice,basics,,8,2024-02-01,"))
    assert "2 new, 0 changed, 1 already there." in carol.get(answer["Location"]).text
    answer = bring(carol, "agency_trainingrecord", lines(one.replace("2030", "2031")))
    assert "0 new, 1 changed" in carol.get(answer["Location"]).text
    assert TrainingRecord.objects.get(user=cast.bob).expires.year == 2031


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bob,basics,,8,2024-01-01,2031-01-01", "Line 2 says something else about the same."),
        ("ghost,basics,,8,2024-01-01,", "Nobody has that username"),
        ("bob,magic,,8,2024-01-01,", "No course has that code"),
        ("bob,basics,,8,2024-05-01,2024-05-01", "after it was issued"),
        ("bob,basics,,8,2999-01-01,", "still to come"),
        ("bob,basics,,-8,2024-05-01,", "hours:"),
        ("bob,basics,,many,2024-05-01,", "hours:"),
        ("bob,basics,,8,yesterday,", "issued:"),
    ],
)
def test_one_line_that_does_not_fit_is_named_and_nothing_is_taken_in(
    carol, cast, basics, line, said
):
    answer = bring(
        carol, "agency_trainingrecord", lines("bob,basics,,40,2024-01-01,2030-01-01", line)
    )
    assert answer.status_code == 422
    assert "Line 3:" in answer.text
    assert said in answer.text
    assert not re.search("Traceback|violat|error", answer.context["told"][0].what)
    assert not TrainingRecord.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe\x00", b"a,b\n1\n", b"person\nbob\n", b"x" * (2 * 1024 * 1024 + 1)],
    ids=["empty", "not text", "ragged", "columns missing", "too large"],
)
def test_a_file_that_is_no_table_is_a_question_back(carol, basics, raw):
    assert bring(carol, "agency_trainingrecord", raw).status_code == 422
    assert carol.post(page("agency_trainingrecord", "import"), {}).status_code == 422


def test_courses_and_supporters_travel_too(carol, cast):
    text = "code,title,provider,topic,hours,valid_months,needed_by,url,offered\n"
    bring(carol, "agency_course", text + "law,Law,,,8,24,peer chaplain,,1\n")
    assert Course.objects.get().needed_by == ["peer", "chaplain"]
    odd = bring(carol, "agency_course", text + "odd,Odd,,,8,24,wizard,,1\n")
    assert odd.status_code == 422
    assert "codes of this list" in odd.text
    bring(carol, "peersupport_supporter", "person,kind,capacity\nbob,peer,3\n")
    bring(carol, "peersupport_supporter", "person,kind,capacity\nbob,peer,4\nfrank,chaplain,2\n")
    rows = Supporter.objects.order_by("user__username").values_list("user__username", "capacity")
    assert list(rows) == [("bob", 4), ("frank", 2)]


def test_no_cell_is_a_formula(carol, cast, basics):
    record = took(cast.bob, basics)
    record.provider = "=cmd()"
    record.save()
    assert "'=cmd()" in carol.get(page("agency_trainingrecord", "export")).text


def test_own_words_of_supporters_are_in_no_table(carol, cast):
    supporter(cast.bob, introduction="canary-intro", backgrounds=["recovery"])
    out = carol.get(page("peersupport_supporter", "export")).text
    assert "bob" in out
    assert "canary" not in out
    assert "recovery" not in out


@pytest.mark.parametrize("raw", [HEAD.encode() + b'\n"' + b"a" * 140_000, b"\xff\xfe\x00"])
def test_a_quotation_that_never_ends_is_a_question_back(carol, basics, raw):
    page = bring(carol, "agency_trainingrecord", raw)
    assert page.status_code == 422
    assert "Save it as CSV" in page.text


def test_an_address_outside_opens_a_page(carol):
    data = {"code": "basics", "title": "Basics", "hours": "40", "url": "ftp://example.org/x"}
    answer = carol.post(page("agency_course", "add"), data)
    assert "begins with https://" in answer.text
    assert not Course.objects.exists()
    answer = bring(
        carol, "agency_course",
        "code,title,provider,topic,hours,valid_months,needed_by,url,offered\n"
        "basics,Basics,Academy,,4,,,ftp://example.org/x,1\n",
    )  # fmt: skip
    assert answer.status_code == 422
    assert not Course.objects.exists()


def press(client, model: str, action: str, rows):
    chosen = {"action": action, "_selected_action": [each.pk for each in rows]}
    return client.post(page(model, "changelist"), chosen, follow=True)


def test_several_take_a_break_and_come_back(carol, cast):
    rows = [supporter(cast.bob), supporter(cast.frank, status="left", left_on=local_time.today())]
    said = press(carol, "peersupport_supporter", "take_a_break", rows).text
    assert "1 line was changed." in said
    assert "Frank: This does not follow from where it is now." in said
    status = dict(Supporter.objects.values_list("user__username", "status"))
    assert status == {"bob": "paused", "frank": "left"}
    press(carol, "peersupport_supporter", "bring_back", rows[:1])
    assert Supporter.objects.get(user=cast.bob).status == "active"


def test_several_courses_are_offered_no_longer(carol, basics):
    other = course("law")
    press(carol, "agency_course", "offer_no_longer", [basics, other])
    assert not Course.objects.filter(offered=True).exists()
    press(carol, "agency_course", "offer", [other])
    assert Course.objects.get(offered=True) == other


def test_the_chosen_lines_go_along_as_a_table(carol, cast, basics):
    rows = [took(cast.bob, basics), took(cast.frank, basics)]
    table = press(carol, "agency_trainingrecord", "take_along", rows[:1])
    assert table["Content-Type"].startswith("text/csv")
    assert "bob" in table.text
    assert "frank" not in table.text


def test_a_person_is_named_without_a_link_that_would_stop_the_coordinator(carol, cast, basics):
    record = took(cast.bob, basics)
    told = carol.get(page("agency_trainingrecord", "change", record.pk)).text
    assert "Bob" in told
    assert page("agency_user", "change", cast.bob.pk) not in told
    assert page("agency_user", "changelist") not in told


def test_a_history_names_the_person_and_keeps_no_diary_of_duty(carol, cast):
    row = supporter(cast.bob)
    actions.go_on_duty(by=act(cast.bob, "peer_support"), until="4")
    press(carol, "peersupport_supporter", "take_a_break", [row])
    told = carol.get(page("peersupport_supporter", "history", row.pk)).text
    assert "<h1>Bob</h1>" in told
    assert "Active → " in told
    assert "duty" not in told
