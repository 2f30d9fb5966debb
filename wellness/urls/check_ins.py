"""Addresses: the weekly check and past check-ins."""

from django.urls import path

from wellness.views import check_in, record

urlpatterns = [
    path("check-in/", check_in.check_in, name="check_in"),
    path("check-in/skip/<uuid:pk>/", check_in.skip, name="skip_invitation"),
    path("check-ins/", record.check_ins, name="check_ins"),
    path("check-ins/<uuid:pk>/", record.check_in_detail, name="check_in_detail"),
    path("check-ins/<uuid:pk>/done/", check_in.check_in_done, name="check_in_done"),
    path("check-ins/<uuid:pk>/delete/", record.check_in_delete, name="check_in_delete"),
]
