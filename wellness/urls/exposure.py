"""Addresses: hard calls."""

from django.urls import path

from wellness.views import exposure, exposure_history

BOOK = "incidents-attended"
ENTRY = f"{BOOK}/<uuid:entry>"

urlpatterns = [
    path(f"{BOOK}/", exposure.exposures, name="exposures"),
    path(f"{BOOK}/bring-in/", exposure.bring_in, name="exposures_bring_in"),
    path(f"{BOOK}/again/", exposure.again, name="exposures_again"),
    path(f"{BOOK}/add/", exposure.add, name="exposure_add"),
    path(f"{BOOK}/history/", exposure_history.history, name="exposure_history"),
    path(f"{BOOK}/history.json", exposure_history.history_json, name="exposure_history_json"),
    path(f"{BOOK}/history.pdf", exposure_history.history_pdf, name="exposure_history_pdf"),
    path(f"{ENTRY}/", exposure.entry_detail, name="exposure_entry"),
    path(f"{ENTRY}/note/", exposure.note, name="exposure_note"),
    path(f"{ENTRY}/dispute/", exposure.dispute, name="exposure_dispute"),
    path(f"{ENTRY}/take-back/", exposure.take_back, name="exposure_take_back"),
    path(f"{ENTRY}/remove/", exposure.remove, name="exposure_remove"),
    path("attendance-counts/", exposure.lane, name="exposure_lane"),
]
