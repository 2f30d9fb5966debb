"""Every action of every room: called by name, with a sentence about what it does, and with whoever acts."""

import inspect
from importlib import import_module

import pytest

CHANGES = ("wellness", "peersupport", "intake", "resources")
#: Plain readers and rules that stand with the actions: they change nothing.
READS = {
    "my_return_plans",
    "upcoming", "whose", "years_of_service", "activity_entry", "attended", "catalogue",
    "check_session", "my_training",
    "planned",
    "session_entry", "why_it_stays", "with_counts",
    "allowed_levels", "level_named", "count_exposure", "my_standing", "my_answers", "my_plan", "looks_at_me",
    "peers_to_choose", "my_hold", "my_receipts", "my_fatigue", "my_shifts",
    "my_next_steps", "my_referrals_kept", "my_sleep", "pack", "answers", "open_items",
}  # fmt: skip


def actions() -> list[tuple[str, object]]:
    found = []
    for room in CHANGES:
        module = import_module(f"{room}.actions")
        named = {name: getattr(module, name) for name in module.__all__}
        found += [
            (f"{room}.{name}", each) for name, each in named.items() if inspect.isfunction(each)
        ]
    return [(name, each) for name, each in found if name.split(".")[1] not in READS]


@pytest.mark.parametrize(
    ("name", "action"), actions(), ids=lambda each: getattr(each, "__name__", each)
)
def test_an_action_is_called_by_name_and_says_what_it_does(name, action):
    known = inspect.signature(inspect.unwrap(action)).parameters.values()
    assert {each.kind for each in known} <= {inspect.Parameter.KEYWORD_ONLY}, name
    assert inspect.getdoc(action), name


def test_an_action_for_a_person_knows_who_acts():
    """Whatever a person does to a row names ``by``; only the clock and the feeds have no person."""
    by_nobody = {name for name, each in actions() if "by" not in inspect.signature(each).parameters}
    assert by_nobody == {
        "wellness.invite_after_incident",
        "wellness.invite_rounds", "wellness.invite_weekly", "wellness.record_exposures", "wellness.remind",
        "wellness.refresh_fatigue",
        "peersupport.answer_by_link", "peersupport.escalate", "peersupport.install_pathways",
        "peersupport.issue_links", "peersupport.mail_end", "peersupport.mail_provider", "peersupport.open_by_link",
        "peersupport.replace_leavers",
        "peersupport.refill_return_seats",
        "peersupport.catch_up", "peersupport.consider", "peersupport.open_case",
        "peersupport.offer_to_supporter",
        "intake.retry_all", "intake.retry_crew", "intake.refuse",
    }  # fmt: skip
