"""Addresses of sessions, of visits to a briefing, and of the care after an assault."""

from django.urls import path

from peersupport import views

urlpatterns = [
    path("debriefs/", views.Debriefs.as_view(), name="debriefs"),
    path("debriefs/<uuid:pk>/", views.DebriefDetail.as_view(), name="debrief_detail"),
    path("debriefs/<uuid:pk>/move/", views.MoveDebrief.as_view(), name="move_debrief"),
    path("debriefs/<uuid:pk>/held/", views.hold_debrief, name="hold_debrief"),
    path("debriefs/<uuid:pk>/call-off/", views.cancel_debrief, name="cancel_debrief"),
    path("debriefs/<uuid:pk>/bring-back/", views.reinstate_debrief, name="reinstate_debrief"),
    path(
        "debriefs/<uuid:pk>/appointment.ics", views.debrief_appointment, name="debrief_appointment"
    ),
    path("incidents/<uuid:pk>/plan/", views.PlanDebrief.as_view(), name="plan_debrief"),
    path("incidents/care/<uuid:pk>/", views.tick_care_step, name="tick_care_step"),
    path("offers/times/<uuid:pk>/answer/", views.answer_seat, name="answer_seat"),
    path("offers/times/<uuid:pk>/appointment.ics", views.seat_appointment, name="seat_appointment"),
    path("visits/", views.Outreaches.as_view(), name="outreach"),
    path("visits/<uuid:pk>/plan/", views.PlanVisit.as_view(), name="plan_visit"),
    path("visits/<uuid:pk>/close/", views.close_visit, name="close_visit"),
]
