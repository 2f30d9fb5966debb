import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from trust.doors.charts import DOTS_THAT_OPEN, Chart, Point, bar_chart, line_chart, step_chart

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


# --- ranges, steps, links -----------------------------------------------------------------------------

BANDS = ((0, 4, "Minimal"), (5, 9, "Mild"), (10, 27, "More"))


def html(figure: Chart) -> str:
    return render_to_string("components/chart.html", {"chart": figure})


@pytest.mark.parametrize(
    ("value", "word"), [(0, "Minimal"), (4, "Minimal"), (5, "Mild"), (9, "Mild"), (10, "More")]
)
def test_the_table_says_the_word_of_the_range(value: float, word: str) -> None:
    figure = drawn(weeks(value), top=27, bands=BANDS)
    assert figure.head == ("Week", "Share", "Range")
    assert figure.rows[0][2] == word


def test_a_gap_has_no_range() -> None:
    assert drawn(weeks(3, None), top=27, bands=BANDS).rows[1][1:] == ("fewer than 10", "–")


def test_ranges_fill_the_axis_without_a_hole() -> None:
    shades = drawn(weeks(3), top=27, bands=BANDS).shades
    tops = [float(each.y) for each in shades]
    bottoms = [float(each.y) + float(each.height) for each in shades]
    assert bottoms == pytest.approx([256.0, *tops[:-1]], abs=0.11)
    assert tops[-1] == 20.0
    assert [each.tone for each in shades] == ["band-1", "band-2", "band-3"]


def test_a_narrow_range_keeps_its_word_for_the_table() -> None:
    narrow = ((0, 1, "None"), (2, 2, "Little"), (3, 40, "More"))
    assert [s.label for s in drawn(weeks(2), top=40, bands=narrow).shades] == ["", "", "More"]


def test_without_ranges_nothing_is_shaded() -> None:
    figure = drawn(weeks(1, 2))
    assert figure.shades == ()
    assert "chart-shade" not in html(figure)


def test_ranges_print_without_css_and_name_their_token() -> None:
    text = html(drawn(weeks(3), top=27, bands=BANDS))
    assert 'class="chart-shade band-2" fill="#e9f1f2"' in text
    assert "style=" not in text


def steps(*values: float | None) -> Chart:
    return step_chart(
        weeks(*values), key="s", title="Colour", label_head="Week", value_head="Colour",
        words=("Green", "Yellow"), tones=("tone-green", "tone-yellow"),
    )  # fmt: skip


def test_steps_are_words_in_the_table_and_the_sentence() -> None:
    figure = steps(0, 1, None)
    assert [row[1] for row in figure.rows] == ["Green", "Yellow", "fewer than 10"]
    assert figure.description.startswith("Between Green and Yellow.")
    assert [each.label for each in figure.shades] == ["Green", "Yellow"]


def test_a_step_lies_inside_the_strip_of_its_word() -> None:
    figure = steps(0, 1)
    for dot, strip in zip(figure.dots, figure.shades, strict=True):
        assert float(strip.y) < float(dot.y) < float(strip.y) + float(strip.height)


def test_steps_stop_at_a_gap() -> None:
    assert len(steps(0, None, 1).lines) == 2


def linked(count: int) -> Chart:
    return drawn([Point(f"week {n}", n % 9, url=f"/w/{n}/") for n in range(count)])


def test_a_point_opens_what_it_came_from() -> None:
    text = html(linked(3))
    assert '<th scope="row"><a href="/w/1/">week 1</a></th>' in text
    assert 'href="/w/1/" aria-label="week 1: 1"' in text
    assert 'role="group"' in text


def test_a_chart_without_links_stays_one_picture() -> None:
    assert 'role="img"' in html(drawn(weeks(1, 2)))


def test_dots_too_close_for_a_thumb_open_nothing_the_table_does() -> None:
    figure = linked(DOTS_THAT_OPEN + 1)
    assert {dot.url for dot in figure.dots} == {""}
    assert all(row[0].url for row in figure.rows)


def test_many_points_are_a_line_and_a_lone_one_keeps_its_dot() -> None:
    figure = drawn(weeks(*[1.0] * 70, None, 2, None))
    assert len(figure.dots) == 1


def test_a_url_is_escaped() -> None:
    figure = drawn([Point("1", 1, url='/"><b>'), Point("2", 2)])
    assert '"><b>' not in html(figure)


def test_a_folded_table_waits_behind_its_caption() -> None:
    assert "<details" in html(drawn(weeks(1, 2), folded=True))
    assert "<details" not in html(drawn(weeks(1, 2)))
