"""What a supporter heard, and how a test opens a confidence about it."""

from peersupport import actions
from peersupport.actions.exceptions import Heard
from peersupport.models import ConfidentialityException
from trust import vault
from trust.models import Notice

SUICIDE = Heard("danger_to_self", intent=True, means=True)
OTHERS = Heard("danger_to_others")


def opened(cast, kept, gina, heard: Heard = OTHERS, **more) -> ConfidentialityException:
    return actions.open_exception(by=cast.bob, ask=kept.pk, heard=heard, consult=gina.pk, **more)


def told(user) -> bool:
    mine = vault.handle(user.pk, "support")
    return Notice.objects.filter(recipient=mine, target="exceptions_about_me").exists()


def waiting(cast, kept, gina) -> ConfidentialityException:
    return opened(cast, kept, gina, Heard("danger_to_others", unsafe="others"))
