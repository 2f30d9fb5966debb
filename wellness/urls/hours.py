"""Addresses: sleep, hours and fatigue."""

from django.urls import path

from wellness.views import hours

urlpatterns = [
    path("hours/", hours.hours, name="hours"),
    path("hours/nights/", hours.sleep_list, name="sleep_list"),
    path("hours/nights/add/", hours.sleep_entry, name="sleep_add"),
    path("hours/nights/<uuid:entry>/", hours.sleep_entry, name="sleep_edit"),
    path("hours/nights/<uuid:entry>/delete/", hours.sleep_delete, name="sleep_delete"),
    path("hours/work/", hours.work_list, name="work_list"),
    path("hours/work/add/", hours.work_entry, name="work_add"),
    path("hours/work/<uuid:entry>/", hours.work_entry, name="work_edit"),
    path("hours/work/<uuid:entry>/delete/", hours.work_delete, name="work_delete"),
]
