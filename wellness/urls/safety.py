"""Addresses: the safety step and the safety plan."""

from django.urls import path

from wellness.views import safety

urlpatterns = [
    path("safety/", safety.safety_now, name="safety_now"),
    path("safety/surroundings/", safety.surroundings, name="safety_surroundings"),
    path("safety/words/", safety.words, name="safety_words"),
    path("safety/plan/", safety.safety_plan, name="safety_plan"),
    path("safety/plan/sheet/", safety.empty_sheet, name="safety_sheet"),
    path("safety/plan/file/", safety.plan_file, name="safety_plan_file"),
    path("safety/plan/delete/", safety.plan_delete, name="safety_plan_delete"),
    path("safety/plan/<slug:step>/", safety.plan_step, name="safety_plan_step"),
]
