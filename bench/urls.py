"""The portal's addresses, and beside them the twins it is compared with."""

from django.urls import include, path

from argus.schema import schema
from bench import twin
from trust.doors.graphql import GraphQLDoor

handler400 = "trust.doors.stops.bad_request"

urlpatterns = [
    path("bench/argus", GraphQLDoor.as_view(schema=schema)),
    path("bench/raw", twin.raw),
    path("bench/raw-opened", twin.raw_opened),
    path("bench/raw-hops", twin.raw_hops),
    path("bench/raw-insert", twin.raw_insert),
    path("bench/twin", twin.TwinDoor.as_view(schema=twin.twin_schema)),
    path("", include("argus.urls")),
]
