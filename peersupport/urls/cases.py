"""Addresses around incidents: offers, asking, the board."""

from django.urls import path

from peersupport import views

urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("offers/in-time/", views.offers_in_time, name="offers_in_time"),
    path("offers/<uuid:pk>/", views.offer_detail, name="offer_detail"),
    path("offers/<uuid:pk>/answer/", views.answer_offer, name="answer_offer"),
    path("offers/<uuid:pk>/done/", views.finish_offer, name="finish_offer"),
    path("talk/ask/", views.AskForSupport.as_view(), name="ask_for_support"),
    path("incidents/", views.Incidents.as_view(), name="incidents"),
    path("incidents/raise/", views.RaiseCase.as_view(), name="raise_case"),
    path("incidents/<uuid:pk>/", views.IncidentDetail.as_view(), name="incident_detail"),
]
