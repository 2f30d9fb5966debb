"""The row that says who joined, at which level."""

from trust import vault
from trust.models import Participant


def mirror(user):
    return Participant.objects.get(pk=vault.handle(user.pk, "wellness"))
