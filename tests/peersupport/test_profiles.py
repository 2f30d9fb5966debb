"""A supporter's own words and photo."""

import io

import pytest
from django.http import Http404
from PIL import Image

from peersupport import actions
from peersupport.actions.profiles import my_place
from peersupport.models import Photo, Supporter
from tests.peersupport.roster import DAY, supporter
from tests.peersupport.roster import now as moment
from trust.refusal import Refusal

FIELDS = {
    "languages": ["es", "en"],
    "backgrounds": ["loss"],
    "specialities": ["grief"],
    "area": " North ",
    "introduction": "I listen.",
    "capacity": 4,
}


@pytest.fixture
def bob(cast) -> Supporter:
    return supporter(cast.bob)


def picture(kind: str = "JPEG", size=(900, 600), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind, **more)
    return out.getvalue()


def with_place() -> bytes:
    """A photo as a phone makes it: turned, and with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "canary-camera"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def test_what_is_written_is_kept_in_order_and_trimmed(bob, cast):
    row = actions.save_profile(by=cast.bob, **FIELDS)
    assert (row.languages, row.area, row.capacity) == (["en", "es"], "North", 4)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"languages": ["klingon"]}, "unknown_word"),
        ({"backgrounds": ["?"]}, "unknown_word"),
        ({"specialities": [""]}, "unknown_word"),
        ({"introduction": "x" * 601}, "too_long"),
        ({"area": "x" * 81}, "too_long"),
        ({"capacity": 31}, "too_many"),
    ],
)
def test_what_is_not_on_a_list_or_too_long_is_a_question_back(bob, cast, broken, code):
    with pytest.raises(Refusal, match=code):
        actions.save_profile(by=cast.bob, **(FIELDS | broken))
    bob.refresh_from_db()
    assert bob.introduction == ""


def test_nobody_without_a_place_writes_one(cast):
    with pytest.raises(Http404):
        actions.save_profile(by=cast.alice, **FIELDS)


# --- the photo --------------------------------------------------------------------------------------------


def test_a_photo_is_made_anew_upright_small_and_without_notes(bob, cast):
    assert b"canary-camera" in with_place()
    actions.set_photo(by=cast.bob, picture=with_place())
    jpeg = bytes(Photo.objects.get().jpeg)
    with Image.open(io.BytesIO(jpeg)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (213, 320))
        assert dict(shown.getexif()) == {}
    assert b"canary" not in jpeg
    assert b"Exif" not in jpeg


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("PNG", "L")]
)
def test_other_kinds_of_pictures_become_the_same(bob, cast, kind, mode):
    actions.set_photo(by=cast.bob, picture=picture(kind, mode=mode))
    with Image.open(io.BytesIO(bytes(Photo.objects.get().jpeg))) as shown:
        assert (shown.format, shown.mode, max(shown.size)) == ("JPEG", "RGB", 320)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "no_picture"),
        (b"<svg onload='x'/>", "no_picture"),
        (picture("GIF"), "no_picture"),
        (picture()[:200], "no_picture"),
        (picture("PNG", size=(10_000, 6_000), mode="1"), "no_picture"),
        (b"x" * (8 * 1024 * 1024 + 1), "too_large"),
    ],
    ids=["empty", "svg", "gif", "cut", "huge", "heavy"],
)
def test_what_is_no_picture_is_a_question_back(bob, cast, file, code):
    with pytest.raises(Refusal, match=code):
        actions.set_photo(by=cast.bob, picture=file)
    assert not Photo.objects.exists()


def test_a_photo_goes_by_its_owner_or_the_team_only(bob, cast):
    for who in (cast.bob, cast.carol):
        actions.set_photo(by=cast.bob, picture=picture())
        for stranger in (cast.alice, cast.dan):
            with pytest.raises(Http404):
                actions.remove_photo(by=stranger, supporter=bob.pk)
        actions.remove_photo(by=who, supporter=bob.pk)
        bob.refresh_from_db()
        assert not bob.has_photo


# --- for the person's own download --------------------------------------------------------------------------


def test_the_download_has_everything_of_a_supporter_and_little_of_others(bob, cast):
    actions.save_profile(by=cast.bob, **FIELDS)
    today = moment().date()
    actions.add_days(by=cast.bob, first_day=today + DAY, last_day=today + DAY)
    found = my_place(cast.bob)
    assert (found["introduction"], len(found["days_that_differ"])) == ("I listen.", 1)
    actions.apply_as_supporter(by=cast.alice, kind="peer")
    mine = my_place(cast.alice)
    assert [each["kind"] for each in mine.pop("applications")] == ["peer"]
    assert mine == {}


def test_a_picture_that_unpacks_to_more_than_a_machine_holds(bob, cast):
    with pytest.raises(Refusal, match="no_picture"):
        actions.set_photo(by=cast.bob, picture=picture("PNG", size=(14_000, 14_000), mode="1"))
