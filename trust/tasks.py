"""The walls' own clock work."""

from __future__ import annotations

import datetime as dt

from django.core.management import call_command

from trust import break_glass, outbox, retention, tombstones


@outbox.every(dt.timedelta(days=1))
@outbox.job("trust.witness")
def witness(*, slot: str) -> None:
    """Every day the ledger's head goes to the witnesses."""
    call_command("witness", verbosity=0)


@outbox.every(dt.timedelta(days=1))
@outbox.job("trust.clear_old")
def clear_old(*, slot: str) -> None:
    """Every night each class of data has a job of its own."""
    night = slot[:10]
    for code in retention.cleared():
        outbox.enqueue(
            "trust.purge", key=f"{code}|{night}|0", data_class=code, night=night, turn="0"
        )


@outbox.job("trust.purge")
def purge(*, data_class: str, night: str, turn: str) -> None:
    """One turn; what is left is the next turn's, so that no lease runs out."""
    if data_class not in retention.LIMITS:  # an app was taken out in the meantime
        return
    if not retention.clear(data_class, dt.date.fromisoformat(night)):
        following = str(int(turn) + 1)
        key = f"{data_class}|{night}|{following}"
        outbox.enqueue("trust.purge", key=key, data_class=data_class, night=night, turn=following)


@outbox.every(dt.timedelta(hours=1))
@outbox.job("trust.replay_tombstones")
def replay_tombstones(*, slot: str) -> None:
    """A destroying that was cut short is finished, and a restore brings nothing back."""
    tombstones.replay()


@outbox.job("trust.tell_of_emergency")
def tell_of_emergency(*, glass: str) -> None:
    """The officer is told at the end of the delay that two people agreed to."""
    break_glass.tell_officer(glass=glass)


@outbox.every(dt.timedelta(hours=1))
@outbox.job("trust.emergencies")
def emergencies(*, slot: str) -> None:
    """A lost job keeps no officer in the dark, and an unanswered question ends."""
    break_glass.catch_up()
