"""A contact as the form gives it, in the evening, when the next day has begun in UTC."""

import datetime as dt
import uuid

import pytest

from peersupport import actions
from peersupport.forms.contacts import ContactForm, filled
from peersupport.views.contacts import Line
from tests.peersupport.pairs import today
from trust.refusal import Refusal

DAY = dt.timedelta(days=1)


def test_today_is_the_day_on_the_wall(cast, bob, evening):
    form = ContactForm(
        {"key": uuid.uuid4(), "channel": "call", "duration": "half", "activation": "self",
         "when": "today", "follow_up": "tomorrow"}
    )  # fmt: skip
    assert form.is_valid()
    row = actions.log_contact(by=cast.bob, entry=form.entry)
    assert (row.day, row.logged_on) == (evening, evening)
    assert row.follow_up_on == evening + DAY
    assert filled(row)["when"] == "today"
    for wrong in ({"day": evening + DAY}, {"follow_up_on": evening - DAY}):
        with pytest.raises(Refusal):
            actions.log_contact(by=cast.bob, entry=today(**({"day": evening} | wrong)))
    row = actions.put_off(by=cast.bob, contact=row.pk, until="week")
    assert row.follow_up_on == evening + 7 * DAY
    assert Line(row, "").is_of_today
