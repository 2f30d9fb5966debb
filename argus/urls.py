"""Every address of the portal."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

from argus import accounts, break_glass, health, legal_holds, portal, preferences, reports, taking
from argus.schema import schema
from trust.audit import HOUSE
from trust.doors import boundary
from trust.doors.admin import site
from trust.doors.graphql.view import GraphQLDoor

handler400 = "trust.doors.stops.bad_request"

for app in ("argus", *HOUSE):
    if find_spec(f"{app}.admin"):
        import_module(f"{app}.admin")

urlpatterns = [
    path("", portal.home, name="home"),
    path("my-support/download/", taking.support_download, name="support_download"),
    path("seen/", portal.seen, name="notices_seen"),
    path("notices/", include("argus.notice_urls")),
    path("holds/", legal_holds.LegalHolds.as_view(), name="legal_holds"),
    path("holds/<uuid:pk>/approve/", legal_holds.Approve.as_view(), name="legal_hold_approve"),
    path("holds/<uuid:pk>/end/", legal_holds.Release.as_view(), name="legal_hold_release"),
    path("emergency/", break_glass.BreakGlasses.as_view(), name="break_glass"),
    path("emergency/<uuid:pk>/", break_glass.Open.as_view(), name="break_glass_open"),
    path("emergency/<uuid:pk>/agree/", break_glass.Agree.as_view(), name="break_glass_agree"),
    path("emergency/<uuid:pk>/no/", break_glass.Decline.as_view(), name="break_glass_decline"),
    path("emergency/<uuid:pk>/back/", break_glass.TakeBack.as_view(), name="break_glass_back"),
    path("emergency/<uuid:pk>/review/", break_glass.Review.as_view(), name="break_glass_review"),
    path("ledger/", portal.LedgerHeads.as_view(), name="ledger_heads"),
    path("accounts/everywhere/", accounts.SignOutEverywhere.as_view(), name="sign_out_everywhere"),
    path("accounts/", include("allauth.urls")),
    path("role/", preferences.switch_role, name="switch_role"),
    path("theme/", preferences.set_theme, name="set_theme"),
    path("language/", preferences.set_language, name="set_language"),
    path("boundary/", boundary.page, {"counted": True}, name="boundary"),
    path("boundary/keys.json", boundary.keys_json, name="boundary_keys"),
    path("boundary.json", boundary.as_json, {"counted": True}, name="boundary_json"),
    path("admin/", site.urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("reports/programme/", reports.ProgrammeReport.as_view(), name="programme_report"),
    path(
        "reports/programme.csv", reports.ProgrammeReportCsv.as_view(), name="programme_report_csv"
    ),
    path("reports/unit/", reports.MyUnit.as_view(), name="my_unit"),
    path("graphql/", GraphQLDoor.as_view(schema=schema), name="graphql"),
    path("", include("trust.doors.oauth")),
    path("", include("intake.urls")),
    path("", include("wellness.urls")),
    path("", include("peersupport.urls")),
    path("", include("resources.urls")),
]
