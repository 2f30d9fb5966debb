import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from trust.doors.forms import (
    RATHER_NOT_SAY,
    ArgusRenderer,
    CalmCheckboxes,
    CalmForm,
    CalmRadio,
    DayField,
    Entry,
    rather_not_say,
)


class Answers(CalmForm):
    default_renderer = ArgusRenderer
    stress = forms.ChoiceField(
        label="How heavy was it?",
        help_text="Only you see this.",
        widget=CalmRadio,
        choices=rather_not_say([("1", "Light"), ("2", "Heavy")]),
    )
    sleep = forms.IntegerField(label="Hours of sleep", max_value=24)
    topics = forms.MultipleChoiceField(
        widget=CalmCheckboxes, required=False, choices=[("a", "Sleep")]
    )
    contact = forms.BooleanField(label="I would like contact", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def test_the_way_out_is_the_last_choice() -> None:
    assert list(Answers().fields["stress"].choices)[-1][0] == RATHER_NOT_SAY
    assert Answers({"stress": RATHER_NOT_SAY, "sleep": "7"}).is_valid()


def test_nothing_is_preselected() -> None:
    assert "checked" not in str(Answers())


def test_the_summary_names_each_answer_and_leads_to_it() -> None:
    form = Answers({})
    assert form.summary == [
        Entry("id_stress_0", "Still to do: How heavy was it?"),
        Entry("id_sleep", "Still to do: Hours of sleep"),
    ]
    assert form.summary_title == "2 answers needed"


def test_one_answer_has_its_own_title() -> None:
    assert Answers({"sleep": "7"}).summary_title == "One answer needed"


def test_the_summary_stands_before_the_fields() -> None:
    html = str(Answers({}))
    assert html.index('href="#id_stress_0"') < html.index("<fieldset")


def test_every_jump_has_a_place_to_land() -> None:
    form = Answers({})
    html = str(form)
    assert all(f'id="{entry.anchor}"' in html for entry in form.summary)


def test_what_was_typed_stays() -> None:
    html = str(Answers({"sleep": "99", "stress": "2"}))
    assert 'value="99"' in html
    assert html.count(" checked") == 1


def test_who_sees_it_stands_before_the_field() -> None:
    html = str(Answers()["stress"].as_field_group())
    assert html.index("Only you see this.") < html.index("<input")
    assert 'aria-describedby="id_stress_helptext"' in html


def test_each_answer_is_tied_to_what_is_missing() -> None:
    assert 'aria-describedby="id_sleep_error"' in str(Answers({})["sleep"].as_field_group())


def test_hidden_fields_are_drawn_once_without_a_label() -> None:
    html = str(Answers())
    assert html.count('name="key"') == 1
    assert 'for="id_key"' not in html


def test_a_sentence_of_the_form_itself_is_kept() -> None:
    class Own(CalmForm):
        default_renderer = ArgusRenderer
        name = forms.CharField(error_messages={"required": "Tell us a first name."})

    assert Own({}).summary[0].message == "Tell us a first name."


def test_several_boxes_may_be_ticked() -> None:
    data = MultiValueDict({"stress": ["1"], "sleep": ["7"], "topics": ["a"]})
    assert Answers(data).is_valid()


def test_help_text_is_escaped() -> None:
    class Sly(CalmForm):
        default_renderer = ArgusRenderer
        name = forms.CharField(help_text="<script>1</script>")

    assert "<script>" not in str(Sly())


def test_a_plain_form_gets_the_summary_too() -> None:
    class Plain(forms.Form):
        name = forms.CharField()

    source = '{% include "components/error_summary.html" with form=form only %}'
    html = Template(source).render(Context({"form": Plain({})}))
    assert "One answer needed" in html


def test_a_sentence_about_the_whole_form_has_a_title_of_its_own() -> None:
    class Pair(CalmForm):
        default_renderer = ArgusRenderer

        def clean(self) -> None:
            self.add_error(None, "These two days are the wrong way round.")

    form = Pair({})
    assert form.summary == [Entry("", "These two days are the wrong way round.")]
    assert form.summary_title == "Please look at this once more"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-02", "soon"])
def test_a_day_that_no_clock_can_show_is_asked_for_again(day) -> None:
    with pytest.raises(ValidationError, match="year-month-day"):
        DayField().clean(day)


def test_a_day_is_drawn_as_browsers_read_it() -> None:
    assert 'value="2026-11-22"' in DayField().widget.render("day", DayField().clean("2026-11-22"))
