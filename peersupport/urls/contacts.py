"""Addresses of contacts, and of the exceptions to confidentiality."""

from django.urls import path

from peersupport.views import contacts, exceptions

urlpatterns = [
    path("contacts/", contacts.MyContacts.as_view(), name="contacts"),
    path("contacts/log/", contacts.LogContact.as_view(), name="contact_log"),
    path("contacts/log/<uuid:pk>/", contacts.LogContact.as_view(), name="contact_log_with"),
    path("contacts/<uuid:pk>/again/", contacts.LogAgain.as_view(), name="contact_again"),
    path("contacts/<uuid:pk>/change/", contacts.CorrectContact.as_view(), name="contact_change"),
    path("contacts/<uuid:pk>/delete/", contacts.DeleteContact.as_view(), name="contact_delete"),
    path("contacts/<uuid:pk>/later/", contacts.PutOff.as_view(), name="contact_later"),
    path("contacts/my-own/", contacts.MyOwnSupport.as_view(), name="my_own_support"),
    path("exceptions/", exceptions.Exceptions.as_view(), name="exceptions"),
    path("exceptions/about-me/", exceptions.exceptions_about_me, name="exceptions_about_me"),
    path("exceptions/open/<uuid:pk>/", exceptions.OpenException.as_view(), name="exception_open"),
    path("exceptions/talk/<uuid:pk>/", exceptions.ShowWaysToTalk.as_view(), name="ways_to_talk"),
    path(
        "exceptions/<uuid:pk>/answer/",
        exceptions.AnswerConsultation.as_view(),
        name="exception_answer",
    ),
    path("exceptions/<uuid:pk>/ask/", exceptions.ConsultAnother.as_view(), name="exception_ask"),
    path("exceptions/<uuid:pk>/end/", exceptions.FinishException.as_view(), name="exception_end"),
]
