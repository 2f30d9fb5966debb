"""What somebody was told, counted: notices carry no words to compare."""

from agency.models import User
from trust import vault
from trust.models import Notice


def told(user: User, target: str = "", domain: str = "") -> int:
    """How many notices this person has; of one target or one domain where it is named."""
    domains = [domain] if domain else ["support", "portal"]
    found = Notice.objects.filter(recipient__in=[vault.handle(user.pk, each) for each in domains])
    return found.filter(target=target).count() if target else found.count()
