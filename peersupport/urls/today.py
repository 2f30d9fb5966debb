"""The address of the coordinator's first page."""

from django.urls import path

from peersupport.views import today

urlpatterns = [path("today/", today.Today.as_view(), name="today")]
