"""Public pages of help, and the notice board, for the portal. The quiet face has its own list."""

from django.urls import path

from resources import views
from resources.views import attendance, board, calendars, recognition, training

urlpatterns = [
    path("resources/", views.directory, name="resources"),
    path("activities/", board.activities, name="activities"),
    path("activities/<uuid:pk>/join/", board.join, name="activity_join"),
    path("activities/<uuid:pk>/leave/", board.leave, name="activity_leave"),
    path("activities/<uuid:pk>.ics", board.activity_ics, name="activity_ics"),
    path("training/", training.training, name="training"),
    path("training/before-an-incident/", training.before_an_incident, name="before_an_incident"),
    path("training/mine/", training.mine, name="training_mine"),
    path("training/courses/<uuid:pk>/", training.course, name="training_course"),
    path("training/sessions/", attendance.Sessions.as_view(), name="training_sessions"),
    path(
        "training/sessions/<uuid:pk>/", attendance.SessionDetail.as_view(), name="training_session"
    ),
    path(
        "training/sessions/<uuid:pk>/list.csv", attendance.ListCsv.as_view(), name="training_list"
    ),
    path("training/sessions/<uuid:pk>/there/", attendance.Mark.as_view(), name="training_mark"),
    path(
        "training/sessions/<uuid:pk>/not-there/",
        attendance.TakeBack.as_view(),
        name="training_take_back",
    ),
    path("training/sessions/<uuid:pk>/enrol/", training.enrol, name="training_enrol"),
    path("training/sessions/<uuid:pk>/leave/", training.leave, name="training_leave"),
    path("training/sessions/<uuid:pk>.ics", training.session_ics, name="training_ics"),
    path("calendar/", calendars.my_calendar, name="calendar"),
    path("calendar/end/", calendars.end_feed, name="calendar_end"),
    path("calendar/<str:secret>.ics", calendars.feed, name="calendar_feed"),
    path("thanks/", recognition.thanks, name="thanks"),
    path("thanks/welcome/", recognition.welcome, name="thanks_welcome"),
    path("thanks/<uuid:pk>/delete/", recognition.delete_thanks, name="thanks_delete"),
    path("my-days/", recognition.milestones, name="milestones"),
    path("my-days/<uuid:pk>/delete/", recognition.delete_milestone, name="milestone_delete"),
]
