"""Addresses: sleep, hours and fatigue."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
