"""What somebody was told, counted: notices carry no words to compare."""

from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from agency.models import User
from trust import vault
from trust.models import Notice


def told(user: User, target: str = "", domain: str = "") -> int:
    """How many notices this person has; of one target or one domain where it is named."""
    domains = [domain] if domain else ["support", "portal"]
    found = Notice.objects.filter(recipient__in=[vault.handle(user.pk, each) for each in domains])
    return found.filter(target=target).count() if target else found.count()


def as_written(rows: QuerySet) -> QuerySet:
    """In the order in which the database wrote them, as whoever holds its files reads it."""
    place = "ctid" if connections[rows.db].vendor == "postgresql" else "rowid"
    return rows.order_by(RawSQL(f"{rows.model._meta.db_table}.{place}", []))
