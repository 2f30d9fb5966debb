"""The officer's own book of hard calls. Plain counts; no weighting, no score of a person."""

from wellness.actions.exposure.arriving import (
    bring_in_attendance,
    map_again,
    record_exposures,
    save_exposure_rule,
)
from wellness.actions.exposure.book import Entry, my_entries, read, save_book
from wellness.actions.exposure.counting import Count, count_exposure, counted, counts, months
from wellness.actions.exposure.editing import (
    Reason,
    add_exposure,
    annotate_exposure,
    dispute_exposure,
    remove_exposure,
    take_back_dispute,
)
from wellness.actions.exposure.history import my_history
from wellness.actions.exposure.lane import lane_open, look_up_attendance

__all__ = [
    "Count",
    "Entry",
    "Reason",
    "add_exposure",
    "annotate_exposure",
    "bring_in_attendance",
    "count_exposure",
    "counted",
    "counts",
    "dispute_exposure",
    "lane_open",
    "look_up_attendance",
    "map_again",
    "months",
    "my_entries",
    "my_history",
    "read",
    "record_exposures",
    "remove_exposure",
    "save_book",
    "save_exposure_rule",
    "take_back_dispute",
]
