"""Addresses: my record: weeks, download."""

from django.urls import path

from wellness.views import my_record, record

urlpatterns = [
    path("my-record/", my_record.my_record, name="my_record"),
    path("my-record/paper/", my_record.my_record_paper, name="my_record_paper"),
    path("my-record/my-record.pdf", my_record.my_record_pdf, name="my_record_pdf"),
    path("my-record/fhir/", my_record.my_record_fhir, name="my_record_fhir"),
    path("trend/", record.trend, name="trend"),
    path("privacy/download/", record.download, name="download"),
]
