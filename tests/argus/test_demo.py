"""The demonstration stays out of every house that is not empty."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from agency import clock, local_time
from agency.models import User
from argus.demo import history, people, serve
from intake.actions import take_in
from peersupport.models import Contact
from trust import roles


def test_refuses_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demo", load_only=True)
    assert not User.objects.exists()


def test_refuses_where_data_is(alice, settings, tmp_path):
    settings.ARGUS_DATA_DIR = tmp_path
    before = User.objects.count()
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("demo", load_only=True)
    assert User.objects.count() == before


def test_own_data_is_used_again(alice, settings, tmp_path, capsys):
    settings.ARGUS_DATA_DIR = tmp_path
    (tmp_path / "demo.json").write_text(json.dumps({"password": "ab-cd", "made": "2026-11-22"}))
    call_command("demo", load_only=True)
    assert "Password: ab-cd" in capsys.readouterr().out


def test_roster_has_every_account_and_both_medics(tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text(people.roster_csv(datetime.now(UTC).date()))
    with roster.open("rb") as file:
        told = take_in(kind="roster", file=file)
    assert (told.quarantined, told.read) == (0, told.kept)
    names = set(User.objects.values_list("username", flat=True))
    assert people.ACCOUNTS.keys() <= names
    assert User.objects.filter(personnel_number__in=people.MEDICS).count() == 2
    assert 300 <= roles.assigned_users("officer").count() <= 340


def test_two_copies_find_two_ports():
    first = serve.free_port(19_000)
    assert first >= 19_000
    assert {each.name for each in serve.services(19_000)} == {"portal", "quiet face", "worker"}


@pytest.mark.usefixtures("new_york")
def test_loads_in_the_evening_too_when_the_day_has_changed_elsewhere():
    """At nine in the evening on the agency's wall it is tomorrow in UTC."""
    tonight = local_time.now().replace(hour=21, minute=0)
    with clock.at(tonight.astimezone(UTC)):
        assert clock.today() != local_time.today()
        history.load(password="ab-cd", weeks=2, say=lambda _words: None)
        assert Contact.objects.filter(day=local_time.today()).exists()
        assert not Contact.objects.filter(day__gt=local_time.today()).exists()
