"""Small tags that components need: icons, charts, times in the reader's zone, crisis lines, form summaries."""

from __future__ import annotations

from datetime import date, datetime

from django import forms, template
from django.conf import settings
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from trust.doors import forms as calm
from trust.doors.charts import Chart

register = template.Library()

ICONS = {
    "home": "M3 11l9-8 9 8v9a1 1 0 0 1-1 1h-5v-6H9v6H4a1 1 0 0 1-1-1z",
    "check": "M4 12l5 5L20 6",
    "talk": "M4 5h16v11H9l-5 4z",
    "guide": "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM9 9h6M9 13h6",
    "book": "M12 6c-3-2-6-2-9-1v14c3-1 6-1 9 1 3-2 6-2 9-1V5c-3-1-6-1-9 1zM12 6v14",
    "lock": "M6 11V8a6 6 0 0 1 12 0v3M5 11h14v9H5z",
    "unit": "M4 20V9l8-5 8 5v11M9 20v-6h6v6",
    "people": "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20c0-4 3-6 6-6s6 2 6 6M16 5a3 3 0 0 1 0 6M18 14c2 1 3 3 3 6",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "report": "M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6",
    "incident": "M12 21s-7-6-7-11a7 7 0 0 1 14 0c0 5-7 11-7 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
    "referral": "M4 12h14M13 6l6 6-6 6",
    "steps": "M4 20h5v-5h5v-5h6",
    "phone": "M6 3h4l2 5-3 2c1 2 3 4 5 5l2-3 5 2v4c0 1-1 2-2 2C11 20 4 13 4 5c0-1 1-2 2-2z",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
    "leave": "M10 4H4v16h6M9 12h12M17 8l4 4-4 4",
    "settings": "M4 7h9M17 7h3M4 17h3M11 17h9M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
}

# Shown when neither the page nor the settings name any: an error page must still offer a number.
NATIONAL_LINES = (
    {
        "label": _("Call 988"),
        "href": "tel:988",
        "detail": _("Suicide and Crisis Lifeline, day and night"),
    },
    {
        "label": _("Text 988"),
        "href": "sms:988",
        "detail": _("Suicide and Crisis Lifeline, day and night"),
    },
)


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, str]:
    """An unknown name is a mistake of the page's author and raises KeyError."""
    return {"path": ICONS[name]}


@register.inclusion_tag("components/chart.html")
def chart(figure: Chart) -> dict[str, Chart]:
    return {"chart": figure}


@register.inclusion_tag("components/time.html")
def local_time(moment: datetime) -> dict[str, str]:
    """Date and time in the reader's zone and locale."""
    here = timezone.localtime(moment)
    return {
        "machine": here.isoformat(timespec="minutes"),
        "text": date_format(here, "DATETIME_FORMAT"),
    }


@register.inclusion_tag("components/time.html")
def local_day(moment: datetime | date) -> dict[str, str]:
    here = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return {"machine": here.isoformat(), "text": date_format(here, "DATE_FORMAT")}


@register.simple_tag(takes_context=True)
def crisis_lines(context: Context) -> object:
    """The page's lines, else the settings', else the national ones."""
    return context.get("crisis_lines") or getattr(settings, "CRISIS_LINES", None) or NATIONAL_LINES


@register.simple_tag
def address(name: str) -> str:
    """Like `url`, but an absent page gives the start page: the frame must stand even when an app is switched off."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"


@register.simple_tag
def summary_of(form: forms.BaseForm) -> list[calm.Entry]:
    return calm.entries(form)


@register.simple_tag
def summary_title(entries: list[calm.Entry]) -> str:
    return calm.title_for(entries)


@register.filter
def is_tick(field: forms.BoundField) -> bool:
    """One box on its own: its label stands beside it."""
    return isinstance(field.field.widget, forms.CheckboxInput)
