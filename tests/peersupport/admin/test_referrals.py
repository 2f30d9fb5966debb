"""Providers as a table: out, and in again."""

import io

import tablib

from agency.models import Role
from peersupport.admin.referrals import ProviderTable
from peersupport.models import Provider
from tests.factories import act
from trust.doors.tables import plain


def test_a_table_comes_back_as_it_left(cast):
    """A telephone number is marked as text for the spreadsheet, and comes back without the mark."""
    act(cast.carol, Role.WELLNESS_COORDINATOR)
    Provider.objects.create(
        name="Harbor", kind="eap", phone="+1 555 234 0142", email="a@example.org", place=1
    )
    left = ProviderTable(cast.carol).export(Provider.objects.all())
    marked = tablib.Dataset(*(map(plain, row) for row in left), headers=left.headers)
    assert "'+1 555 234 0142" in marked.export("csv")
    back = tablib.Dataset().load(io.StringIO(marked.export("csv")), format="csv")
    result = ProviderTable(cast.carol).import_data(back)
    assert not result.has_errors()
    assert not result.has_validation_errors()
    assert result.totals["skip"] == 1
    assert Provider.objects.get().phone == "+1 555 234 0142"
