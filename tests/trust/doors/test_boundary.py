"""The public promise: complete, worded, and each sentence tied to a test that exists."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.html import escape

from agency.models import Role, User
from tests.factories import act
from trust import access
from trust.doors import boundary, kinds, words
from trust.models import Disclosure, SubjectKey
from trust.policy import POLICY, rule_for
from trust.rules import alternatives, at_least, nobody, parts


def leaves(label: str, action: str = "view") -> set[str]:
    found = alternatives(POLICY[label][action])
    return {str(part.__doc__) for each in found for part in parts(each)}


def test_no_level_and_no_role_opens_content():
    rule = POLICY["wellness.CheckIn"]["view"]
    assert [at_least(each) for each in alternatives(rule)] == [0, 0]
    assert not [r for each in alternatives(rule) for p in parts(each) for r in words.roles_in(p)]
    assert leaves("wellness.CheckIn") == {"the officer", "shared", "nobody who leads the officer"}


def test_nobody_who_leads_is_given_content():
    for each in alternatives(POLICY["wellness.CheckIn"]["view"]):
        named = {str(part.__doc__) for part in parts(each)}
        assert "shared" not in named or "nobody who leads the officer" in named


def test_nobody_sees_everything(cast):
    assert User.is_superuser is False
    assert "is_superuser" not in {field.name for field in User._meta.get_fields()}
    for role in Role:
        act(cast.carol, role)
        assert not cast.carol.has_perm("wellness.view_checkin")


def test_only_the_officer_sees_who_looked(cast):
    (rule,) = alternatives(POLICY["trust.Disclosure"]["view"])
    later = "not while an emergency keeps it back, 72 hours at most"
    assert [str(part.__doc__) for part in parts(rule)] == ["the officer", later]
    assert not access.visible(cast.nobody, Disclosure).exists()


def test_a_declined_offer_is_shown_to_nobody():
    for each in alternatives(POLICY["peersupport.Offer"]["view"]):
        named = {str(part.__doc__) for part in parts(each)}
        assert named == {"the officer"} or "state in ('accepted', 'done')" in named


def test_nobody_reads_a_key(cast):
    assert POLICY["trust.SubjectKey"] == {"view": nobody}
    assert not access.visible(cast.alice, SubjectKey).exists()


def test_what_is_not_listed_is_closed(cast):
    assert rule_for("wellness.CheckIn", "an action that does not exist") is nobody
    assert rule_for("nowhere.Nothing", "view") is nobody


def test_this_page_sets_no_cookie(client):
    assert not client.get("/boundary/").cookies
    assert not client.get("/boundary.json").cookies


@pytest.mark.parametrize("vow", words.NEVER, ids=lambda vow: vow.test.split("::")[1])
def test_every_promise_names_a_test_that_exists(vow):
    file, name = vow.test.split("::")
    tree = ast.parse((Path(settings.BASE_DIR) / file).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_page_is_public_and_complete(client):
    page = client.get("/boundary/")
    assert page.status_code == 200
    for label in POLICY:
        assert escape(kinds.kind(label).name).lower() in page.content.decode().lower()


def test_every_record_rule_and_action_has_words():
    for label, actions in POLICY.items():
        assert label in kinds.KINDS
        for action, rule in actions.items():
            assert action in words.ACTIONS
            unlevelled = [p for each in alternatives(rule) for p in parts(each) if not at_least(p)]
            assert all(words.is_worded(part) for part in unlevelled)
            assert all(boundary.opening(each)["who"] for each in alternatives(rule))


def test_json_holds_what_the_table_holds(client):
    answer = client.get("/boundary.json").json()
    standing = next(each for each in answer["records"] if each["model"] == "wellness.Standing")
    levels = [each["from_level"] for each in standing["actions"]["view"]]
    assert levels == ["", "PEER_SUPPORT", "SUPERVISOR", "COMMAND", "FULL", ""]
    assert {each["model"] for each in answer["records"]} == set(POLICY)


def test_review_says_what_a_role_may_do():
    supervisor = boundary.role_permissions("supervisor")
    assert supervisor[str(kinds.KINDS["wellness.Standing"].name)] == ["See"]
    assert str(kinds.KINDS["wellness.CheckIn"].name) not in supervisor


def test_roles_that_are_kept_apart_are_named():
    found = boundary.role_shown(Role.WELLNESS_ADMIN)["held_apart_from"]
    assert {"Supervisor", "Commander", "Chief", "Union reviewer"} <= set(found)


def test_a_closed_level_is_said(client, settings):
    settings.ALLOWED_LEVELS = ["SELF_ONLY", "PEER_SUPPORT", "FULL"]
    assert (
        b"This agency does not offer: My supervisor, Command." in client.get("/boundary/").content
    )


def test_the_page_speaks_spanish(client):
    page = client.get("/boundary/", headers={"accept-language": "es"})
    assert b'lang="es"' in page.content
