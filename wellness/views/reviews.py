"""For the wellness team: who confirmed that this year's annual review took place. A day, nothing else."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from agency import clock
from agency.models import Role
from trust import access
from trust.doors.views import ForRoles, me, number
from wellness.models import AnnualReview
from wellness.views.person import my_handle, step_up

PAGE = 50


class AnnualReviews(ForRoles):
    """Each line that opens here stands in that person's log. Whoever is not listed may have done it."""

    for_roles: ClassVar[tuple[str, ...]] = (Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN)

    def get(self, request: HttpRequest) -> HttpResponse:
        step_up(request)
        year = number(request.GET.get("year", "")) or clock.today().year
        start = number(request.GET.get("from", ""))
        rows = access.visible(me(request), AnnualReview).filter(year=year)
        rows = rows.exclude(participant=my_handle(request)).select_related("participant")
        page = list(rows.order_by("-confirmed_on", "pk")[start : start + PAGE + 1])
        here = f"{reverse('annual_reviews')}?year={year}"
        context = {
            "year": year,
            "before": f"{reverse('annual_reviews')}?year={year - 1}",
            "lines": access.reveal_all(me(request), page[:PAGE], names=True),
            "next_url": f"{here}&from={start + PAGE}" if len(page) > PAGE else "",
            "first_url": here if start else "",
        }
        return render(request, "wellness/annual_reviews.html", context)
