"""What the database keeps of contacts: days in order, one line per press, and no column for a word."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from agency import local_time
from peersupport import actions
from peersupport.models import Contact
from tests.peersupport.pairs import today
from trust import audit

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"day": local_time.today() + 2 * DAY}, "a_contact_lies_in_the_past"),
        ({"follow_up_on": local_time.today() - DAY}, "follow_up_comes_after_the_contact"),
        ({"followed_up": True}, "what_was_followed_up_had_a_day"),
        ({"participant": None}, "contact_of_a_request_knows_its_officer"),
    ],
)
def test_the_database_keeps_what_must_hold(cast, kept, change, name):
    row = actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Contact.objects.filter(pk=row.pk).update(**change)


def test_a_key_stands_once(cast, kept):
    row = actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk)
    row.pk, row._state.adding = uuid.uuid4(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


#: Tables in which a talk leaves a trace, and their text columns that are no closed list: names that the
#: program itself makes up, and the version of a notice.
TRACES = ("Contact", "ConfidentialityException", "Ask", "PeerRequest", "Case", "Place", "Offer")
MADE_BY_THE_PROGRAM = {
    "Ask.pseudonym", "PeerRequest.pseudonym", "PeerRequest.notice", "Case.pack",
}  # fmt: skip


def test_no_column_could_hold_a_word_of_a_talk():
    free = {
        f"{name}.{field.name}"
        for name in TRACES
        for field in apps.get_model("peersupport", name)._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }
    assert free == MADE_BY_THE_PROGRAM
    assert not {name.split(".")[0] for name in free} & {"Contact", "ConfidentialityException"}


def test_the_log_of_changes_keeps_no_copy(cast, kept):
    assert "peersupport.contact" in audit.LEFT_OUT
    assert Contact not in audit.audited_models()
