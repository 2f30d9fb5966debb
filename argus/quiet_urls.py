"""The quiet face: public pages that answer while everything else is down."""

from django.urls import path

from argus import health
from resources import views
from trust.doors import boundary

handler400 = "trust.doors.stops.bad_request"

urlpatterns = [
    path("", views.crisis, name="home"),
    path("resources/", views.directory, name="resources"),
    path("boundary/", boundary.page, name="boundary"),
    path("boundary.json", boundary.as_json, name="boundary_json"),
    path("healthz", health.alive, name="healthz"),
]
