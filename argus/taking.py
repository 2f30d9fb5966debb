"""What the support programme, training and messages hold about a person, as one file for that person.

Composed here because the rooms never import one another. Made in the request and kept nowhere.
"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from agency.models import DutyStatus, User
from peersupport import actions as support
from peersupport.actions import contacts, exceptions, profiles, requests, seats
from peersupport.models import Offer
from resources.actions import sessions
from trust import access, channels, vault
from trust.doors.views import me


@require_safe
def support_download(request: HttpRequest) -> JsonResponse:
    """Only one's own; nobody else's name that the person has not seen already."""
    answer = JsonResponse(support_json(me(request)), json_dumps_params={"indent": 1})
    answer.headers["Content-Disposition"] = 'attachment; filename="my-support.json"'
    return answer


def support_json(by: User) -> dict[str, object]:
    """Everything about the person outside the wellness room, in plain words."""
    return {
        "offers": _offers(by),
        "sessions": seats.my_seats(by),
        **requests.export(by),
        "contacts": contacts.contacts_with_me(by),
        "exceptions": exceptions.exceptions_with_me(by),
        "referrals": support.my_referrals_kept(by),
        "return_to_duty": support.my_return_plans(by),
        "duty_status": _duty(by),
        "place_in_the_programme": profiles.my_place(by),
        "training": sessions.my_training(by),
        "messages": channels.kept(by=by),
    }


def _offers(by: User) -> list[dict[str, object]]:
    mine = access.visible(by, Offer).filter(participant=vault.handle(by.pk, "support"))
    rows = list(mine.select_related("place__case__incident").order_by("offered_at", "pk"))
    said = support.answers(by, rows)
    return [
        {
            "incident": row.place.case.incident.number,
            "service": row.service,
            "opens_at": row.opens_at,
            "closes_at": row.closes_at,
            "state": row.state_now,
            "answer": said[row.pk],
        }
        for row in rows
    ]


def _duty(by: User) -> list[dict[str, object]]:
    rows = access.visible(by, DutyStatus).filter(user=by).order_by("-since", "pk")
    return [{"status": r.status, "duties": r.duties, "since": r.since} for r in rows]
