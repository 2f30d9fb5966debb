"""A questionnaire as one form: every question a field, nothing preselected, each can be left out.

The questions come from ``wellness.instruments``. Must not score, and must not decide what is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from trust.doors.forms import (
    RATHER_NOT_SAY,
    RATHER_NOT_SAY_LABEL,
    CalmForm,
    CalmRadio,
    Text,
    rather_not_say,
)
from wellness.actions.check_ins import KEY_LIMIT, NOTE_LIMIT
from wellness.instruments import Answer, Instrument, Item, is_asked, say

Given = dict[str, dict[str, Answer]]  # instrument -> item -> answer; absent: not answered yet


def field_name(instrument: str, item: str) -> str:
    return f"{instrument}__{item}"


def as_text(answer: Answer) -> str:
    """An answer as the form holds it."""
    return RATHER_NOT_SAY if answer is None else format(answer, "g")


def as_answer(given: str) -> Answer:
    """What the form holds as the scorer wants it: a number, or None for *rather not say*."""
    if given in ("", RATHER_NOT_SAY):
        return None
    number = float(given)
    return int(number) if number.is_integer() else number


@dataclass(frozen=True)
class Question:
    """One question as the page draws it; ``gate`` is the field that decides whether it is asked."""

    name: str
    text: str
    lead: str
    field: forms.BoundField
    number: bool
    gate: str = ""
    gate_values: str = ""
    gate_text: str = ""
    care: str = ""


@dataclass(frozen=True)
class Part:
    """One instrument. ``language``: of its words, when it is not the language of the page.
    ``brought``: the words are the agency's own, by its licence."""

    code: str
    title: str
    stem: str
    language: str
    questions: tuple[Question, ...]
    brought: bool = False


class RunForm(CalmForm):
    """All questions of one assessment, a note and (in the weekly check) a wish for contact."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=KEY_LIMIT)
    note = forms.CharField(
        label=_("Anything you want to remember?"),
        help_text=_("Only you see your note, unless you share this with one person."),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("The note is longer than 4,000 letters.")},
    )
    contact = forms.BooleanField(
        label=_("I would like contact"),
        help_text=_("The people who may see your colour see this too. Nobody else does."),
        required=False,
    )

    def __init__(
        self,
        instruments: Iterable[Instrument],
        language: str,
        data: QueryDict | None = None,
        *,
        given: Mapping[str, Mapping[str, Answer]],
        wish: bool = False,
        **initial: object,
    ) -> None:
        self.instruments, self.language = tuple(instruments), language
        known = {
            field_name(code, item): as_text(answer)
            for code, items in given.items()
            for item, answer in items.items()
        }
        super().__init__(data, initial=known | initial)
        if not wish:
            del self.fields["contact"]
        for instrument, item in self._items():
            self.fields[field_name(instrument.code, item.code)] = _field(
                item, instrument.speech(language)
            )

    def _items(self) -> Iterator[tuple[Instrument, Item]]:
        return ((each, item) for each in self.instruments for item in each.items)

    @property
    def parts(self) -> list[Part]:
        """What the page draws, in order."""
        return [
            Part(
                each.code,
                say(each.title, self.language),
                say(each.stem, self.language),
                "" if each.spoken(self.language) else each.speech(self.language),
                tuple(self._question(each, item) for item in each.items),
                each.wording == "agency",
            )
            for each in self.instruments
        ]

    def _question(self, instrument: Instrument, item: Item) -> Question:
        name = field_name(instrument.code, item.code)
        return Question(
            name,
            say(item.text, self.language),
            say(item.lead, self.language),
            self[name],
            item.kind == "number",
            field_name(instrument.code, item.gate_item) if item.gate else "",
            " ".join(format(value, "g") for value in item.gate_values),
            self._gate_text(instrument, item),
            "" if item.safety is None else format(item.safety, "g"),
        )

    def _gate_text(self, instrument: Instrument, item: Item) -> str:
        """For a page without a script, which can't hide the question."""
        if not item.gate:
            return ""
        gate = instrument.item(item.gate_item)
        ways = [
            say(option.label, self.language)
            for option in gate.options
            if option.value in item.gate_values
        ]
        told = {"answer": " / ".join(ways), "question": say(gate.text, self.language)}
        return _("Only if you answered “%(answer)s” to: %(question)s") % told

    def answers(self) -> Given:
        """What was answered; None where a gate closed the question after all. Needs a valid form."""
        return {
            each.code: {
                code: answer if is_asked(each.item(code), said) else None
                for code, answer in said.items()
            }
            for each in self.instruments
            if (said := self._said(each))
        }

    def _said(self, instrument: Instrument) -> dict[str, Answer]:
        held = {
            item.code: self.cleaned_data.get(field_name(instrument.code, item.code), "")
            for item in instrument.items
        }
        return {code: as_answer(value) for code, value in held.items() if value != ""}

    def posted(self) -> tuple[list[tuple[str, str, Answer]], list[str]]:
        """(instrument, item, answer) of what this post holds, whatever else is open; and what it
        holds that no question offers, in words."""
        good: list[tuple[str, str, Answer]] = []
        kind_words: list[str] = []
        for instrument, item in self._items():
            name = field_name(instrument.code, item.code)
            if value := self.data.get(name, ""):
                try:
                    chosen = self.fields[name].clean(value)
                    good.append((instrument.code, item.code, as_answer(chosen)))
                except ValidationError as asked:
                    kind_words += asked.messages
        return good, kind_words


def _field(item: Item, language: str) -> forms.ChoiceField:
    """Radio rows; for a count of days the phone's own list. Never required, never preselected."""
    number = item.kind == "number"
    field = forms.ChoiceField(
        label=say(item.text, language),
        required=False,
        choices=_numbers(item) if number else _options(item, language),
        widget=forms.Select if number else CalmRadio,
    )
    field.error_messages["invalid_choice"] = (
        format_lazy(
            _("Choose a number from {low} to {high}, or “Rather not say”."),
            low=format(item.least, "g"),
            high=format(item.most, "g"),
        )
        if number
        else _("Choose one of the answers on the page.")
    )
    return field


def _options(item: Item, language: str) -> list[tuple[str, Text]]:
    """All rows in the language of the question, the way out too: a screen reader reads them in it."""
    with translation.override(language):
        way_out = [(RATHER_NOT_SAY, str(RATHER_NOT_SAY_LABEL))]
    return [*((as_text(each.value), say(each.label, language)) for each in item.options), *way_out]


def _numbers(item: Item) -> list[tuple[str, Text]]:
    numbers = range(int(item.least), int(item.most) + 1)
    return [("", _("Choose")), *rather_not_say((str(n), str(n)) for n in numbers)]
