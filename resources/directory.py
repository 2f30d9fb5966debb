"""Where to find help outside the agency: one constant list that needs no database.

The numbers are public ones of the United States. The crisis bar above every page has its own
setting (``ARGUS_CRISIS_LINES``), so that an agency elsewhere can name its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Entry:
    """A place that helps: who answers, and its number as a link. ``text_to`` is a text line."""

    name: str
    text: Text
    number: str
    tel: str
    text_to: Text = ""
    sms: str = ""


@dataclass(frozen=True)
class Group:
    title: Text
    entries: tuple[Entry, ...]


DIRECTORY: tuple[Group, ...] = (
    Group(
        _("For police, fire, dispatch and their families"),
        (
            Entry(
                "CopLine",
                _("Retired officers listen, day and night. Not part of any agency."),
                "1-800-267-5463",
                "tel:+18002675463",
            ),
            Entry(
                "Safe Call Now",
                _("For everyone in public safety and their families, day and night."),
                "1-206-459-3020",
                "tel:+12064593020",
            ),
            Entry(
                "Fire/EMS Helpline",
                _("For fire and ambulance crews and their families."),
                "1-888-731-3473",
                "tel:+18887313473",
            ),
        ),
    ),
    Group(
        _("When you are in crisis, or worried about somebody"),
        (
            Entry(
                "988 Suicide & Crisis Lifeline",
                _("Call or text, day and night. Press 2 for Spanish."),
                "988",
                "tel:988",
                _("Text 988"),
                "sms:988",
            ),
            Entry(
                "Veterans Crisis Line",
                _("If you have served: call 988 and press 1."),
                "988",
                "tel:988",
                _("Text 838255"),
                "sms:838255",
            ),
            Entry(
                "Disaster Distress Helpline",
                _("After a disaster or a mass casualty, day and night."),
                "1-800-985-5990",
                "tel:+18009855990",
                _("Text 1-800-985-5990"),
                "sms:+18009855990",
            ),
        ),
    ),
    Group(
        _("At home"),
        (
            Entry(
                "SAMHSA National Helpline",
                _("Drinking, pills and other substances. Free, day and night."),
                "1-800-662-4357",
                "tel:+18006624357",
            ),
            Entry(
                "National Domestic Violence Hotline",
                _("Fear or harm at home, for everyone in the family, day and night."),
                "1-800-799-7233",
                "tel:+18007997233",
                _("Text START to 88788"),
                "sms:88788",
            ),
            Entry(
                "RAINN",
                _("After sexual violence, day and night."),
                "1-800-656-4673",
                "tel:+18006564673",
            ),
        ),
    ),
)
