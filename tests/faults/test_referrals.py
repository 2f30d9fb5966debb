"""A worker is killed at each step of an escalation: nobody is lost, nobody is told twice."""

import contextlib
import sqlite3

import pytest

from tests.faults.house import House, wait_for_lease

pytestmark = pytest.mark.faults

PEOPLE = """
from agency import clock
from agency.models import Post, Role, Unit
from peersupport import actions
from peersupport.actions import escalation, handoffs, provider_links
from peersupport.models import Handoff, Provider, ProviderLink, Referral
from trust import roles
def die(*_args, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
def after(module, name):
    plain = getattr(module, name)
    def and_die(*args, **named):
        plain(*args, **named)
        die()
    setattr(module, name, and_die)
def work():
    OutboxJob.objects.filter(name="peersupport.escalate", done_at=None).update(leased_until=None)
    with clock.at(clock.now() + dt.timedelta(hours=25)):
        outbox.enqueue("peersupport.escalate", key="now", slot="now")
        while outbox.run_due():
            pass
"""
BEFORE = """
unit = Unit.objects.create(code="A", name="Agency", kind="agency")
long_ago = dt.date(2020, 1, 1)
for name, role in (("alice", "officer"), ("frank", "officer"), ("carol", "wellness_coordinator")):
    user = User.objects.create(username=name, email=f"{name}@example.org")
    Post.objects.create(user=user, role=role, unit=unit, since=long_ago)
for place in (1, 2):
    Provider.objects.create(name=f"P{place}", kind="eap", place=place, email=f"p{place}@example.org")
for name in ("alice", "frank"):
    actions.create_referral(by=User.objects.get(username=name), kind="eap")
while outbox.run_due():
    pass
"""
#: Where the worker dies: before the rows are taken, and after each thing that an escalation does.
STEPS = {
    "before it is claimed": "outbox.claim = die",
    "before the rows are held": "escalation._held = die",
    "after the decision": "escalation.hand_over = die",
    "after the handoffs": "after(handoffs, 'write_handoffs')",
    "after the new owner stands": "after(handoffs, '_update')",
    "after the old link ended": "after(provider_links, 'end')",
    "after the new link": "after(provider_links, 'issue_soon')",
    "when links are many: before they are made": "provider_links.FEW = 0; actions.issue_links = die",
    "when links are many: after they are made": "provider_links.FEW = 0; after(provider_links, 'issue')",
    "after the notices": "after(handoffs, '_tell')",
    "after the commit, before it is done": "after(escalation, 'escalate_batch')",
    "after it is done": "after(escalation, 'escalate'); actions.escalate = escalation.escalate",
    "before a mail to the provider": "actions.mail_provider = die",
}


def one(house: House, query: str) -> object:
    with contextlib.closing(sqlite3.connect(house.folder / "argus.sqlite3")) as opened:
        return opened.execute(query).fetchone()[0]


def mails_to(house: House, address: str) -> set[str]:
    """The message ids of what this address got: a second copy of one mail counts once."""
    texts = [path.read_text() for path in (house.folder / "mail").iterdir()]
    lines = [line for text in texts if f"To: {address}" in text for line in text.splitlines()]
    return {line for line in lines if line.startswith("Message-ID")}


@pytest.mark.parametrize("step", STEPS)
def test_killed_nobody_is_lost_and_nobody_is_told_twice(house, step):
    house.run(PEOPLE + BEFORE)
    told = int(str(one(house, "SELECT count(*) FROM trust_notice")))
    house.run(PEOPLE + STEPS[step] + "\nwork()")
    wait_for_lease()
    house.run(PEOPLE + "work()")
    wait_for_lease()
    house.run(PEOPLE + "work()")
    passed_on = "SELECT count(*) FROM peersupport_handoff WHERE reason = 'silent'"
    assert one(house, passed_on) == 2
    moved = """SELECT count(*) FROM peersupport_referral r JOIN peersupport_provider p ON p.id = r.provider_id
      WHERE p.name = 'P2' AND r.state = 'sent' AND r.owner_id IS NOT NULL AND r.round = 1"""
    assert one(house, moved) == 2
    assert one(house, "SELECT count(*) FROM peersupport_providerlink WHERE ended_at IS NULL") == 2
    assert one(house, "SELECT count(*) FROM trust_notice") == told + 1
    assert len(mails_to(house, "p2@example.org")) == 2
    assert one(house, "SELECT count(*) FROM trust_outboxjob WHERE parked_at IS NOT NULL") == 0
