"""Addresses: the safety step and the safety plan."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
