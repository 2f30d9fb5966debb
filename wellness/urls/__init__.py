"""Addresses of the wellness room."""

from wellness.urls import (
    assessments,
    check_ins,
    exposure,
    hours,
    leaving,
    privacy,
    record,
    safety,
    sharing,
)

urlpatterns = [
    *assessments.urlpatterns,
    *check_ins.urlpatterns,
    *exposure.urlpatterns,
    *hours.urlpatterns,
    *leaving.urlpatterns,
    *privacy.urlpatterns,
    *record.urlpatterns,
    *safety.urlpatterns,
    *sharing.urlpatterns,
]
