"""Addresses: shares, peer supporters, colours that others disclosed."""

from django.urls import path

from wellness.views import sharing, standings

urlpatterns = [
    path("check-ins/<uuid:pk>/share/", sharing.share, name="share"),
    path("shares/", sharing.shared_with_me, name="shared_with_me"),
    path("shares/<uuid:pk>/end/", sharing.revoke_share, name="revoke_share"),
    path("peers/", sharing.peers, name="peers"),
    path("peers/<uuid:pk>/end/", sharing.let_peer_go, name="let_peer_go"),
    path("standings/", standings.standings, name="standings"),
    path("standings/<uuid:pk>/", standings.standing_detail, name="standing_detail"),
]
