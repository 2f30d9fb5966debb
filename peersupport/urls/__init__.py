"""Addresses of the peer support room."""

from peersupport.urls import cases, contacts, debriefs, referrals, requests, returns, roster, today

urlpatterns = [
    *cases.urlpatterns,
    *contacts.urlpatterns,
    *debriefs.urlpatterns,
    *referrals.urlpatterns,
    *requests.urlpatterns,
    *returns.urlpatterns,
    *roster.urlpatterns,
    *today.urlpatterns,
]
