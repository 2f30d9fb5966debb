"""Addresses of referrals: for the officer, the coordinator, and the provider without an account."""

from django.urls import path

from peersupport.views import my_referrals, provider, referrals

urlpatterns = [
    path("referrals/", referrals.Referrals.as_view(), name="referrals"),
    path("referrals/ask/", my_referrals.ReferralAsk.as_view(), name="referral_ask"),
    path("referrals/mine/", my_referrals.my_referrals, name="my_referrals"),
    path("referrals/providers/", referrals.Providers.as_view(), name="providers"),
    path("referrals/providers/<uuid:pk>/times/", referrals.offer_slot, name="provider_time"),
    path("referrals/<uuid:pk>/", referrals.ReferralDetail.as_view(), name="referral_detail"),
    path("referrals/<uuid:pk>/move/", referrals.move_referral, name="move_referral"),
    path("referrals/<uuid:pk>/take/", referrals.take_over_referral, name="referral_take_over"),
    path("referrals/<uuid:pk>/back/", my_referrals.take_back, name="referral_take_back"),
    path("referrals/<uuid:pk>/book/", my_referrals.book, name="referral_book"),
    path("referrals/<uuid:pk>/call-off/", my_referrals.call_off, name="referral_call_off"),
    path("p/<str:secret>/", provider.provider_page, name="provider_page"),
]
