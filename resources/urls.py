"""Public pages of help, and the notice board, for the portal. The quiet face has its own list."""

from django.urls import path

from resources import views
from resources.views import board, calendars, recognition

urlpatterns = [
    path("resources/", views.directory, name="resources"),
    path("activities/", board.activities, name="activities"),
    path("activities/<uuid:pk>/join/", board.join, name="activity_join"),
    path("activities/<uuid:pk>/leave/", board.leave, name="activity_leave"),
    path("activities/<uuid:pk>.ics", board.activity_ics, name="activity_ics"),
    path("training/", board.training, name="training"),
    path("calendar/", calendars.my_calendar, name="calendar"),
    path("calendar/end/", calendars.end_feed, name="calendar_end"),
    path("calendar/<str:secret>.ics", calendars.feed, name="calendar_feed"),
    path("thanks/", recognition.thanks, name="thanks"),
    path("thanks/welcome/", recognition.welcome, name="thanks_welcome"),
    path("thanks/<uuid:pk>/delete/", recognition.delete_thanks, name="thanks_delete"),
    path("my-days/", recognition.milestones, name="milestones"),
    path("my-days/<uuid:pk>/delete/", recognition.delete_milestone, name="milestone_delete"),
]
