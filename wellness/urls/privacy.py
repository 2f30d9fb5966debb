"""Addresses: decisions, who looked, stopping."""

from django.urls import path

from wellness.views import consent, privacy

urlpatterns = [
    path("consent/", consent.consent, name="consent"),
    path("consent/levels/", consent.consent_levels, name="consent_levels"),
    path("consent/count/", consent.consent_count, name="consent_count"),
    path("consent/stop/", consent.withdraw, name="withdraw"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/turn-off/", privacy.turn_off, name="turn_off"),
]
