"""Public pages of help, for the portal. The quiet face has its own list."""

from django.urls import path

from resources import views

urlpatterns = [path("resources/", views.directory, name="resources")]
