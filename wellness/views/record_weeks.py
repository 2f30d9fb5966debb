"""The weekly checks of "My record": charts over the same weeks, and one table for all of them.

An officer beside nobody but themselves. A week without an answer stays a gap.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from trust.doors.charts import Chart, Point, line_chart, step_chart
from trust.doors.shading import word_for
from wellness.actions.overview import Overview, Visit
from wellness.forms import SHORT
from wellness.instruments import instrument, say
from wellness.standing import ITEMS, SCALES, Colour, assess
from wellness.trend import rows
from wellness.views.figures import TOPS
from wellness.views.record_figures import Frame, Links, bands_of, language

COLOUR = "colour"
COLUMNS = (COLOUR, *ITEMS, *SCALES)
COLOURS = (Colour.GREEN, Colour.YELLOW, Colour.ORANGE, Colour.RED)
TONES = ("tone-green", "tone-yellow", "tone-orange", "tone-red")

Answers = dict[str, float | None]


class Weeks:
    """The weekly checks as columns over the same weeks, with one table for all their charts."""

    def __init__(self, record: Overview, frame: Frame, links: Links) -> None:
        said = [(visit.week, _said(visit)) for visit in record.check_ins]
        urls = {visit.week: links.to(visit) for visit in record.check_ins}
        weeks = rows(said, until=frame.until, weeks=frame.weeks)
        self.weeks = [(frame.day(week), urls.get(week, ""), answers) for week, answers in weeks]
        self.drawn: dict[str, list[Point]] = {}

    def points(self, column: str) -> list[Point]:
        """A column as points; empty when it has no value at all."""
        if column not in self.drawn:
            self.drawn[column] = self._points(column)
        return self.drawn[column]

    def _points(self, column: str) -> list[Point]:
        missing, silent = _("no check-in"), _("rather not say")
        points = []
        for label, url, answers in self.weeks:
            value = answers.get(column) if answers else None
            why = "" if value is not None else missing if answers is None else silent
            points.append(Point(label=label, value=value, reason=why, url=url))
        return points if any(point.value is not None for point in points) else []

    def standing(self) -> Chart | None:
        """The colour of each week, in words: the rule over that week's own answers."""
        points = self.points(COLOUR)
        if not points:
            return None
        return step_chart(
            points,
            key="record-standing",
            title=_("Your colour, by week"),
            label_head=_("Week of"),
            value_head=_("Colour"),
            words=[colour.label for colour in COLOURS],
            tones=TONES,
            table=False,
        )

    def own(self) -> list[Chart]:
        return [self._own(item, points) for item in ITEMS if (points := self.points(item))]

    def _own(self, item: str, points: list[Point]) -> Chart:
        return line_chart(
            points,
            key=f"record-{item}",
            title=_("%(item)s, by week") % {"item": SHORT[item]},
            label_head=_("Week of"),
            value_head=str(SHORT[item]),
            top=TOPS.get(item, 10),
            ticks=4 if item in TOPS else 5,
            table=False,
        )

    def scales(self) -> list[Chart]:
        return [self._scale(code, points) for code in SCALES if (points := self.points(code))]

    def _scale(self, code: str, points: list[Point]) -> Chart:
        of = instrument(code)
        return line_chart(
            points,
            key=f"record-{code}",
            title=_("%(item)s, by week") % {"item": say(of.title, language())},
            label_head=_("Week of"),
            value_head=say(of.title, language()),
            top=of.scales[0].high,
            ticks=3,
            bands=bands_of(of, of.scales[0]),
            table=False,
        )

    def table(self) -> dict[str, object]:
        """Every week with all that was said, newest first; each row opens its check-in.

        The rows are put together here: a template would take longer for five years than all the rest.
        """
        columns = {each: points for each in COLUMNS if (points := self.points(each))}
        heads = {COLOUR: _("Colour"), **SHORT, **{each: each.upper() for each in SCALES}}
        write = [_writer(each) for each in columns]
        line = '<tr><th scope="row">{}</th>' + "<td>{}</td>" * len(columns) + "</tr>"
        lines = [
            format_html(
                line, _opening(row[0]), *(told(p) for told, p in zip(write, row, strict=True))
            )
            for row in zip(*columns.values(), strict=True)
        ]
        return {"head": [_("Week of"), *(heads[each] for each in columns)], "rows": lines[::-1]}


def _opening(point: Point) -> str:
    return format_html('<a href="{}">{}</a>', point.url, point.label) if point.url else point.label


def _said(visit: Visit) -> Answers:
    """The four answers, the totals of the short scales, and the place of the colour they make."""
    counted = dict(visit.counted)
    colour = COLOURS.index(Colour(assess(counted).colour)) if counted else None
    return {**counted, COLOUR: colour}


def _writer(column: str) -> Callable[[Point], str]:
    """A cell's text: the word of a colour; a number, with the word of its range where it has one."""
    bands = bands_of(instrument(column), instrument(column).scales[0]) if column in SCALES else ()

    @cache
    def say_it(value: float) -> str:
        if column == COLOUR:
            return str(COLOURS[round(value)].label)
        number = number_format(value)
        return f"{number} · {word_for(value, bands)}" if bands else number

    return lambda point: str(point.reason) if point.value is None else say_it(point.value)
