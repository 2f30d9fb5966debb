"""Sleep and hours over GraphQL: written, paged, refused in words for programs."""

from tests.api import ask, data
from tests.wellness.conftest import CANARY
from tests.wellness.hours.diaries import DAY, LAST_NIGHT, slept
from wellness.actions import hours as diary

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
