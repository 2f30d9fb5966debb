"""A worker dies between two channels, and between sending and noting it down: nobody lost, nobody told twice."""

import pytest

from tests.faults.house import House, wait_for_lease

pytestmark = pytest.mark.faults

BOTH = {"ARGUS_SMS_BACKEND": "trust.notify.sms.to_file"}
TOLD = """
from trust import channels
from trust.notify import codes
user = User.objects.create(username='alice', email='alice@example.org')
row = channels.ask_code(by=user, channel='sms', to='555-234-0142')
channels.confirm(by=user, channel='sms', code=codes.digits(row.nonce))
OutboxJob.objects.all().delete()
with transaction.atomic():
    notify.tell(participant=vault.participant(user, 'support'), event=uuid.uuid4())
"""
DIES_IN_THE_GATEWAY = """
from trust.notify import sms
plain = sms.to_file
def dies(to, text, key):
    plain(to, text, key)
    seen('text ' + key)
    os.kill(os.getpid(), signal.SIGKILL)
sms.to_file = dies
outbox.run_due()
"""


def sent(house: House, folder: str) -> int:
    where = house.folder / folder
    return len(list(where.iterdir())) if where.exists() else 0


def test_killed_between_two_channels(house):
    house.run(TOLD, **BOTH)
    house.run("outbox.run_due(2); os.kill(os.getpid(), signal.SIGKILL)", **BOTH)
    assert sent(house, "mail") + sent(house, "sms") == 1
    for _again in range(2):
        house.run("outbox.run_due()", **BOTH)
    assert (sent(house, "mail"), sent(house, "sms")) == (1, 1)


def test_killed_after_the_gateway_took_it_repeats_the_same_key(house):
    house.run(TOLD, **BOTH)
    for code in (DIES_IN_THE_GATEWAY, DIES_IN_THE_GATEWAY, "outbox.run_due()"):
        house.run(code, **BOTH)
        wait_for_lease()
    house.run("outbox.run_due()", **BOTH)
    texts = {line for line in house.seen() if line.startswith("text ")}
    assert len(texts) == 1  # by which the gateway knows the repeat
    assert (sent(house, "mail"), sent(house, "sms")) == (1, 1)
    assert house.jobs("done_at IS NULL") == 0


def test_killed_while_a_crowd_is_spread(house):
    house.run("""
people = [User.objects.create(username=f'p{n}', email=f'p{n}@example.org') for n in range(30)]
notify.tell_all({vault.participant(each, 'support').pk: [uuid.uuid4()] for each in people})
""")
    dies = """
from trust.notify import spreading
def dies(*given, **more):
    os.kill(os.getpid(), signal.SIGKILL)
spreading.outbox.enqueue_many = dies
outbox.run_due()
"""
    for code in (dies, dies, "outbox.run_due()", "outbox.run_due()"):
        house.run(code)
        wait_for_lease()
    mails = [path.read_text() for path in (house.folder / "mail").iterdir()]
    said = "".join(mails)
    assert {said.count(f"To: p{n}@example.org") for n in range(30)} == {1}
