"""Addresses of the roster: the team's, a supporter's own, becoming one, the steering group."""

from django.urls import path

from peersupport.views import roster, roster_own, roster_steering

urlpatterns = [
    path("roster/", roster.Roster.as_view(), name="roster"),
    path("roster/add/", roster.RosterAdd.as_view(), name="roster_add"),
    path("roster/week/", roster.RosterCoverage.as_view(), name="roster_coverage"),
    path("roster/file/", roster.RosterExport.as_view(), name="roster_export"),
    path("roster/<uuid:pk>/", roster.RosterDetail.as_view(), name="roster_detail"),
    path("roster/<uuid:pk>/status/", roster.roster_status, name="roster_status"),
    path("supporters/<uuid:pk>/photo/", roster.supporter_photo, name="supporter_photo"),
    path("supporters/<uuid:pk>/photo/remove/", roster_own.photo_remove, name="photo_remove"),
    path("support/availability/", roster_own.availability, name="supporter_availability"),
    path("support/availability/hours/", roster_own.availability_hours, name="availability_hours"),
    path("support/availability/days/", roster_own.availability_days, name="availability_days"),
    path("support/availability/duty/", roster_own.on_duty, name="on_duty"),
    path(
        "support/availability/hours/<uuid:pk>/remove/",
        roster_own.availability_remove,
        name="availability_remove",
    ),
    path(
        "support/availability/days/<uuid:pk>/remove/",
        roster_own.availability_days_remove,
        name="availability_days_remove",
    ),
    path("support/training/", roster_own.supporter_training, name="supporter_training"),
    path("support/profile/", roster_own.SupporterProfile.as_view(), name="supporter_profile"),
    path("support/profile/photo/", roster_own.SupporterPhoto.as_view(), name="photo_set"),
    path("support/become/", roster_own.BecomeSupporter.as_view(), name="become_supporter"),
    path(
        "support/become/<uuid:pk>/withdraw/",
        roster_own.application_withdraw,
        name="application_withdraw",
    ),
    path("steering/", roster_steering.Steering.as_view(), name="steering"),
    path("steering/seat/", roster_steering.SteeringSeat.as_view(), name="steering_seat"),
    path("steering/seat/leave/", roster_steering.steering_leave, name="steering_leave"),
    path("steering/meeting/", roster_steering.SteeringMeeting.as_view(), name="steering_meeting"),
    path("steering/votes/<uuid:pk>/", roster_steering.steering_vote, name="steering_vote"),
    path("applications/", roster_steering.Applications.as_view(), name="applications"),
    path("applications/<uuid:pk>/move/", roster_steering.application_move, name="application_move"),
]
