import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from trust.doors.charts import Chart, Point, bar_chart, line_chart

HIDDEN = Point("24 Aug", None, reason="fewer than 10", mark="<10")


def weeks(*values: float | None) -> list[Point]:
    return [
        Point(f"week {n}", value, reason="" if value is not None else "fewer than 10", mark="<10")
        for n, value in enumerate(values)
    ]


def drawn(points: list[Point], kind=line_chart, **options: object) -> Chart:
    given = {"key": "k", "title": "Asked", "label_head": "Week", "value_head": "Share", "top": 10.0}
    return kind(points, **(given | options))


def test_a_gap_needs_its_reason() -> None:
    with pytest.raises(ValueError, match="24 Aug"):
        Point("24 Aug", None)


def test_the_line_stops_at_a_gap_and_starts_again() -> None:
    figure = drawn(weeks(1, 2, None, 3, 4))
    assert [len(line.split()) for line in figure.lines] == [2, 2]
    assert len(figure.dots) == 4


def test_a_gap_is_hatched_not_zero() -> None:
    figure = drawn(weeks(1, None, 3))
    bottom = figure.y_ticks[0].at
    assert [gap.mark for gap in figure.gaps] == ["<10"]
    assert all(dot.y != bottom for dot in figure.dots)


def test_a_true_zero_is_drawn_at_the_bottom() -> None:
    figure = drawn(weeks(0, 5))
    assert figure.dots[0].y == figure.y_ticks[0].at
    assert figure.gaps == ()


def test_neighbouring_gaps_are_one_band() -> None:
    assert len(drawn(weeks(1, None, None, 4, None)).gaps) == 2


def test_a_band_never_reaches_a_known_point() -> None:
    figure = drawn(weeks(1, None, 3))
    start = float(figure.gaps[0].x)
    end = start + float(figure.gaps[0].width)
    assert float(figure.dots[0].x) < start < end < float(figure.dots[1].x)


def test_the_table_says_the_reason() -> None:
    figure = drawn([Point("17 Aug", 0.2, people=31), HIDDEN], top=0.4, percent=True)
    assert figure.rows == (("17 Aug", "31", "20%"), ("24 Aug", "–", "fewer than 10"))


def test_the_axis_does_not_follow_the_values() -> None:
    low, high = drawn(weeks(1, 2)), drawn(weeks(8, 9))
    assert [tick.label for tick in low.y_ticks] == [tick.label for tick in high.y_ticks]


def test_nothing_but_gaps_still_answers() -> None:
    figure = drawn([HIDDEN])
    assert figure.lines == figure.dots == ()
    assert len(figure.gaps) == 1
    assert "No value is shown" in figure.description


@pytest.mark.parametrize(("points", "top"), [([], 10), ([Point("a", 1)], 0)])
def test_a_chart_of_nothing_is_refused(points: list[Point], top: float) -> None:
    with pytest.raises(ValueError, match="needs points"):
        drawn(points, top=top)


def test_bars_keep_the_place_of_a_gap() -> None:
    figure = drawn([Point("Light", 4), HIDDEN, Point("Heavy", 2)], kind=bar_chart)
    assert len(figure.bars) == 2
    gap = figure.gaps[0]
    assert float(figure.bars[0].x) < float(gap.x) < float(figure.bars[1].x)


def test_coordinates_keep_their_point_in_spanish() -> None:
    with override("es"):
        html = render_to_string("components/chart.html", {"chart": drawn(weeks(1.5, 2.5, 3.5))})
    assert 'points="56.0,' in html
    assert "56,0" not in html


def test_the_picture_prints_without_css_and_has_its_table() -> None:
    html = render_to_string("components/chart.html", {"chart": drawn(weeks(1, 2, None))})
    assert 'fill="none" stroke="#1f5f6b"' in html
    assert "style=" not in html
    assert "<table>" in html
    assert "fewer than 10" in html


def test_a_label_is_escaped() -> None:
    figure = drawn([Point("<b>1</b>", 1), Point("2", 2)])
    assert "<b>" not in render_to_string("components/chart.html", {"chart": figure})
