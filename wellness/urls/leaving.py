"""Addresses: export everything, destroy, receipts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
