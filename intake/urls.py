"""The machines' door."""

from django.urls import path

from intake import views

urlpatterns = [path("intake/<slug:source>/", views.Intake.as_view(), name="intake")]
