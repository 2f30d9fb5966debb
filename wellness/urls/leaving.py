"""Addresses: export everything, destroy, receipts."""

from django.urls import path

from wellness.views import leaving

urlpatterns = [
    path("leaving/", leaving.take_with_me, name="take_with_me"),
    path("leaving/receipts/<uuid:pk>/", leaving.receipt, name="receipt"),
    path("leaving/receipts/<uuid:pk>/receipt.json", leaving.receipt_file, name="receipt_file"),
    path("how-long/", leaving.how_long, name="retention"),
]
