"""Addresses of *How you hear from us*."""

from django.urls import path

from argus import notice_choices

urlpatterns = [
    path("", notice_choices.choices, name="notice_choices"),
    path("code/", notice_choices.ask, name="notice_code"),
    path("proof/", notice_choices.prove, name="notice_proof"),
    path("forget/", notice_choices.forget, name="notice_forget"),
    path("device/", notice_choices.add_device, name="notice_device"),
    path(
        "device/<uuid:pk>/remove/",
        notice_choices.remove_device,
        name="notice_device_remove",
    ),
    path("now/", notice_choices.send_me_one, name="notice_now"),
]
