"""The first account: made once, on an empty house too, never over somebody who is there."""

import pytest
from django.core.management import CommandError, call_command

from agency.models import Role, Unit, User
from trust import roles

GOOD = "seven quiet owls"


@pytest.fixture
def password(monkeypatch):
    monkeypatch.setenv("FIRST_PASSWORD", GOOD)
    return "FIRST_PASSWORD"


def test_makes_a_wellness_administrator(password, capsys):
    call_command("create_admin", "ruth", "--name", "Ruth", "--password-env", password)
    ruth = User.objects.get(username="ruth")
    assert ruth.check_password(GOOD)
    assert roles.authorized_roles(ruth) == {Role.WELLNESS_ADMIN}
    assert Unit.objects.get().kind == Unit.Kind.AGENCY
    assert "ruth can sign in" in capsys.readouterr().out


def test_takes_the_agency_that_is_there(password, units):
    call_command("create_admin", "ruth", "--password-env", password)
    assert roles.posts(User.objects.get(username="ruth"))[0].unit == units.agency


def test_leaves_somebody_who_is_there_alone(password, alice):
    before = alice.password
    with pytest.raises(CommandError, match="already somebody called alice"):
        call_command("create_admin", "alice", "--password-env", password)
    alice.refresh_from_db()
    assert alice.password == before


@pytest.mark.parametrize(("value", "words"), [("", "is empty"), ("short", "too short")])
def test_says_what_a_password_needs(monkeypatch, value, words):
    monkeypatch.setenv("FIRST_PASSWORD", value)
    with pytest.raises(CommandError, match=words):
        call_command("create_admin", "ruth", "--password-env", "FIRST_PASSWORD")
    assert not User.objects.exists()


def test_asks_twice_when_typed(monkeypatch):
    typed = iter([GOOD, "another one altogether"])
    monkeypatch.setattr("getpass.getpass", lambda _text: next(typed))
    with pytest.raises(CommandError, match="differ"):
        call_command("create_admin", "ruth")
