"""Addresses: hard calls."""

from django.urls import path

from wellness.views import record

urlpatterns = [
    path("incidents-attended/", record.exposures, name="exposures"),
    path("incidents-attended/bring-in/", record.bring_in, name="exposures_bring_in"),
    path(
        "incidents-attended/<uuid:incident>/remove/",
        record.exposure_remove,
        name="exposure_remove",
    ),
]
