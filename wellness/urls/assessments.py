"""Addresses: assessments of every type."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
