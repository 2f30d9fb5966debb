"""Where these questions come from: every questionnaire with its owner, terms, source and reviewer."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language

from trust.doors.views import me
from wellness.actions import wordings
from wellness.instruments import Band, Instrument, Scale, codes, instrument, say, versions
from wellness.models import Wording


def instruments(request: HttpRequest) -> HttpResponse:
    """The list, those with their wording here before those that an agency brings."""
    found = [instrument(code) for code in codes()]
    brought = wordings.newest(me(request))
    context = {
        "shipped": [_shown(each, ()) for each in found if each.wording == "shipped"],
        "licensed": [
            _shown(each, brought.get(each.code, {}).values())
            for each in found
            if each.wording == "agency"
        ],
    }
    return render(request, "wellness/instruments.html", context)


def _shown(of: Instrument, brought: Iterable[Wording]) -> dict[str, object]:
    language = get_language() or "en"
    return {
        "code": of.code,
        "title": say(of.title, language),
        "purpose": say(of.purpose, language),
        "of": of,
        "versions": ", ".join(versions(of.code)),
        "counted": [each for each in map(_scale, of.scales) if each],
        "only_english": of.wording == "shipped" and not of.spoken(language),
        "brought": list(brought),
    }


def _scale(scale: Scale) -> str | Promise:
    """*Stress: Fine 0–3.99, Raised 4–6.99*; nothing for a scale without a number."""
    bands = ", ".join(_band(scale, band) for band in scale.bands)
    return format_lazy("{}: {}", scale.label, bands) if bands else ""


def _band(scale: Scale, band: Band) -> str:
    """The published triage has levels, not numbers."""
    if scale.rule == "cssrs":
        return str(band.label)
    low, high = (_number(scale, each) for each in (band.low, band.high))
    return f"{band.label} {low}" if low == high else f"{band.label} {low}–{high}"


def _number(scale: Scale, value: float) -> str:
    whole = scale.rule != "mean" and float(value).is_integer()
    return number_format(value, 0 if whole else 2)
