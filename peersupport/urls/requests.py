"""Addresses of requests: the officer's, the supporter's, the coordinator's."""

from django.urls import path

from peersupport.views import inbox, talk, talk_request, talk_team, waiting

urlpatterns = [
    path("talk/", talk.talk, name="talk"),
    path("talk/people/", talk.talk_people, name="talk_people"),
    path("talk/people/<uuid:pk>/", talk.talk_person, name="talk_person"),
    path("talk/team/", talk_team.MyTeam.as_view(), name="my_team"),
    path("talk/request/", talk_request.TalkRequest.as_view(), name="talk_request"),
    path("talk/requests/<uuid:pk>/", talk.TalkProgress.as_view(), name="talk_progress"),
    path("asked/", inbox.AskedOfMe.as_view(), name="asked_of_me"),
    path("asked/<uuid:pk>/", inbox.answer_request, name="answer_request"),
    path("waiting/", waiting.WaitingRequests.as_view(), name="waiting_requests"),
    path("waiting/<uuid:pk>/", waiting.WaitingRequest.as_view(), name="waiting_request"),
]
