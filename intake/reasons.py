"""Why something waits in quarantine, in words for the person who looks after the feeds.

Codes are stored, words are looked up when shown, so that a quarantine list reads in every language.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "not_xml": _("This is not well-formed XML."),
    "not_json": _("This is not well-formed JSON."),
    "not_text": _("This file is not UTF-8 text."),
    "doctype": _("The file holds a DOCTYPE. We take no file that defines its own entities."),
    "oversize": _("The file is larger than this door takes."),
    "empty": _("The file holds no records."),
    "dem_file": _(
        "This is a NEMSIS DEM file about the agency. Send the EMSDataSet file with the care reports."
    ),
    "other_root": _("This is not a NEMSIS EMSDataSet file."),
    "schema": _("The file does not follow its official schema."),
    "schema_missing": _("The official schema could not be read from NEMSIS_XSD_DIR."),
    "missing": _("A required element is not there."),
    "format": _("A value is not in the form that the standard asks for."),
    "code": _("A code is not on the standard's list."),
    "no_incident": _("The record names no incident."),
    "no_time": _("The record has no time, or one that can't be read."),
    "time_zone": _("This local time does not exist: the clocks went forward then."),
    "no_column": _("The file lacks a column that the mapping names."),
    "short_row": _("The row has fewer columns than the mapping needs."),
    "mapping": _("The mapping file can't be used."),
    "no_mapping": _("Columns alone don't say what they mean. Name a mapping file."),
    "unresolved": _("A reference in the file points at nothing."),
    "other_kind": _("This is not a kind of file that this door reads."),
    "no_encounter": _("The bundle holds no encounter."),
    "no_person": _("The row lacks a personnel number or a name."),
    "role": _("The role is not one that we know."),
    "unit": _("The unit path is empty, or goes deeper than five levels."),
    "date": _("A date is not written as year-month-day, or the end is before the start."),
    "taken": _("This user name or personnel number belongs to somebody else."),
    "separation": _("These two roles can't be held by one person at the same time."),
    "conflict": _("The same record came before with other facts."),
    "older": _("A newer version of this record is already here."),
    "unknown_crew": _(
        "This crew number is not on the roster yet. The incident is kept, the attendance waits."
    ),
    "no_crew": _("The shift names no personnel number."),
    "shift_time": _("The start or the end of the shift can't be read as a day and a time."),
    "shift_order": _("The shift ends before it starts."),
    "shift_long": _("The shift is longer than 36 hours."),
    "shift_kind": _("This is not a kind of shift that we know."),
    "overlap": _(
        "This person has another shift at the same time. Both are kept; hours in both count once."
        " Please look which one is right."
    ),
    "unknown_person": _("This personnel number is not on the roster yet. What came for it waits."),
    "no_number": _("The row names no personnel number."),
    "no_course": _("The row names no course."),
    "training_date": _("A date can't be read, or the day on which it was issued still lies ahead."),
    "training_order": _("The certificate runs out before it was issued."),
    "training_hours": _("The hours are not a number from 0 to 9,999."),
    "duty_status": _("The status is not one of: fit, restricted, not fit."),
    "duties": _(
        "A restriction must name duties that we know, and only a restriction may name any."
    ),
    "clearance_date": _("The day from which it counts can't be read."),
    "clearance_ahead": _(
        "This counts from a day that has not come yet. Send it again on that day."
    ),
    "certificate": _("This certificate number came before for somebody or something else."),
}


def sentence(code: str, detail: str = "") -> str:
    text = str(REASONS[code])
    return f"{text} ({detail})" if detail else text
