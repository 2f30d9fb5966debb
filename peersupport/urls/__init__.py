"""Addresses of the peer support room."""

from peersupport.urls import cases

urlpatterns = [*cases.urlpatterns]
