"""Small makers for requests: people on the roster, a request, and who is asked at the moment."""

import uuid

from agency.models import Role, Unit, User
from peersupport import actions
from peersupport.actions import requests
from peersupport.models import Ask, PeerRequest, Supporter
from tests.factories import act, make_post, make_user
from trust import roles


def on_roster(user: User, role: str = Role.PEER_SUPPORT, **fields: object) -> Supporter:
    """This person as a supporter, signed in as one."""
    if role not in roles.authorized_roles(user):
        make_post(user, role, Unit.objects.get(parent=None))
    act(user, role)
    return Supporter.objects.create(user=user, **({"languages": ["en"]} | fields))


def newcomer(name: str, unit: Unit | None = None, **fields: object) -> Supporter:
    user = make_user(name)
    if unit:
        make_post(user, Role.OFFICER, unit)
    return on_roster(user, **fields)


def ask(user: User, **wish: object) -> PeerRequest:
    return actions.request_peer(by=user, notice=requests.current_notice().version, **wish)


def live(row: PeerRequest) -> Ask | None:
    """The question that waits or was accepted, its supporter signed in as one."""
    found = Ask.objects.live().filter(request=row).select_related("supporter__user").first()
    if found:
        act(found.supporter.user, Role.PEER_SUPPORT)
    return found


def accepted(user: User, supporter: Supporter) -> Ask:
    mine = live(ask(user, supporter=supporter.pk))
    return actions.accept_request(by=supporter.user, ask=mine.pk)


def asked(row: PeerRequest) -> str:
    """The user name of whoever is asked, or keeps the contact."""
    found = live(row)
    return found.supporter.user.username if found else ""


def again(row):
    return type(row).objects.get(pk=row.pk)


def nothing() -> uuid.UUID:
    return uuid.UUID("00000000-0000-4000-8000-000000000000")
