import pytest

from peersupport.exceptions import EXCEPTIONS, Code
from peersupport.models import PeerRequest
from peersupport.notices import NOTICES, TOLD, notice_for


def test_every_exception_is_told_before_anything_is_said():
    assert TOLD.keys() == set(Code)


@pytest.mark.parametrize("pack", EXCEPTIONS)
def test_every_list_of_exceptions_has_a_notice_of_its_own(pack):
    notice = notice_for(pack)
    assert notice.pack == pack
    assert [code for code, _text in notice.exceptions] == [g.code for g in EXCEPTIONS[pack]]
    assert len(notice.version) <= PeerRequest._meta.get_field("notice").max_length


def test_the_law_of_the_federation_stands_in_for_an_unknown_pack():
    assert notice_for("XX") is NOTICES["US"]


def test_thoughts_alone_are_never_an_exception():
    for notice in NOTICES.values():
        assert "Thoughts alone" in str(dict(notice.exceptions)[Code.DANGER_TO_SELF])


def test_a_crime_is_named_only_where_the_law_names_it():
    told = {pack: dict(notice.exceptions) for pack, notice in NOTICES.items()}
    assert {pack for pack, codes in told.items() if Code.CRIME_ADMISSION in codes} == {"US"}


def test_versions_differ():
    assert len({each.version for each in NOTICES.values()}) == len(NOTICES)
