"""Addresses: my record: weeks, download."""

from django.urls import path

from wellness.views import record

urlpatterns = [
    path("trend/", record.trend, name="trend"),
    path("privacy/download/", record.download, name="download"),
]
