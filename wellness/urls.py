"""Addresses of the wellness room."""

from django.urls import path

from wellness.views import check_in, consent, privacy, record, sharing, standings

urlpatterns = [
    path("check-in/", check_in.check_in, name="check_in"),
    path("check-in/skip/<uuid:pk>/", check_in.skip, name="skip_invitation"),
    path("check-in/<slug:step>/", check_in.check_in_step, name="check_in_step"),
    path("check-ins/", record.check_ins, name="check_ins"),
    path("check-ins/<uuid:pk>/", record.check_in_detail, name="check_in_detail"),
    path("check-ins/<uuid:pk>/done/", check_in.check_in_done, name="check_in_done"),
    path("check-ins/<uuid:pk>/delete/", record.check_in_delete, name="check_in_delete"),
    path("check-ins/<uuid:pk>/share/", sharing.share, name="share"),
    path("shares/", sharing.shared_with_me, name="shared_with_me"),
    path("shares/<uuid:pk>/end/", sharing.revoke_share, name="revoke_share"),
    path("trend/", record.trend, name="trend"),
    path("incidents-attended/", record.exposures, name="exposures"),
    path("incidents-attended/bring-in/", record.bring_in, name="exposures_bring_in"),
    path(
        "incidents-attended/<uuid:incident>/remove/",
        record.exposure_remove,
        name="exposure_remove",
    ),
    path("consent/", consent.consent, name="consent"),
    path("consent/levels/", consent.consent_levels, name="consent_levels"),
    path("consent/count/", consent.consent_count, name="consent_count"),
    path("consent/stop/", consent.withdraw, name="withdraw"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/turn-off/", privacy.turn_off, name="turn_off"),
    path("privacy/download/", record.download, name="download"),
    path("peers/", sharing.peers, name="peers"),
    path("peers/<uuid:pk>/end/", sharing.let_peer_go, name="let_peer_go"),
    path("standings/", standings.standings, name="standings"),
    path("standings/<uuid:pk>/", standings.standing_detail, name="standing_detail"),
]
