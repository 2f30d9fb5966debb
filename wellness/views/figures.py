"""An officer's own answers as charts and sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agency import clock
from agency.models import User
from trust.doors.charts import Chart, Point, line_chart
from wellness import actions
from wellness.forms import SHORT
from wellness.scoring import band_label
from wellness.standing import MOST_OF_A_SCALE, SCALES, Answer, Because
from wellness.trend import NO_CHECK_IN, WEEK, monday, weekly

WEEKS = 12
TOPS = {"sleep": 12}
SCALE_NAMES = {
    "phq-2": gettext_lazy("Low mood or little interest"),
    "gad-2": gettext_lazy("Worry or unease"),
}

Said = list[tuple[dt.date, dict[str, Answer]]]


def reason(code: str) -> str:
    return _("no check-in") if code == NO_CHECK_IN else _("rather not say")


def my_answers(user: User) -> Said:
    return actions.my_answers(user, since=monday(clock.today()) - WEEK * WEEKS)


def my_figure(user: User, item: str) -> Chart | None:
    return figure(my_answers(user), item)


def figure(said: Said, item: str) -> Chart | None:
    """The last twelve weeks of one item; None when there is nothing to draw."""
    points = [
        Point(
            label=date_format(each.week, "j M"),
            value=each.value,
            reason=reason(each.reason) if each.reason else "",
        )
        for each in weekly(said, item, until=clock.today(), weeks=WEEKS)
    ]
    if all(point.value is None for point in points):
        return None
    return line_chart(
        points,
        key=f"own-{item}",
        title=_("%(item)s, by week") % {"item": SHORT[item]},
        label_head=_("Week of"),
        value_head=str(SHORT[item]),
        top=TOPS.get(item, 10),
        ticks=4 if item in TOPS else 5,
        decimals=1 if item == "sleep" else 0,
        note=_("Hatched weeks: no check-in, or rather not say."),
    )


def because_sentences(because: Iterable[Because]) -> list[str]:
    """Which answers made the colour, in words."""
    return [_scale(each) if each.item in SCALES else _own(each) for each in because]


def _own(each: Because) -> str:
    return _("%(item)s: you said %(answer)s.") % {
        "item": SHORT[each.item],
        "answer": number_format(each.answer),
    }


def _scale(each: Because) -> str:
    return _("%(item)s: %(answer)s of %(most)s points from two answers.") % {
        "item": SCALE_NAMES[each.item],
        "answer": number_format(each.answer),
        "most": number_format(MOST_OF_A_SCALE),
    }


def answer_rows(answers: dict[str, Answer]) -> list[dict[str, str]]:
    """The answers of one check-in for ``components/rows.html``."""
    rows = [{"term": str(SHORT[item]), "text": _said(answers[item])} for item in SHORT]
    contact = _("Yes") if answers["contact"] else _("No")
    scores: Iterable[dict[str, str]] = answers.get("scores") or ()  # type: ignore[assignment]
    rows += [
        {
            "term": str(SCALE_NAMES[each["instrument"]]),
            "text": str(band_label(each["instrument"], each["scale"], each["band"])),
        }
        for each in scores
    ]
    return [*rows, {"term": _("Would like contact"), "text": contact}]


def _said(answer: Answer) -> str:
    return _("Rather not say") if answer is None else number_format(answer)
