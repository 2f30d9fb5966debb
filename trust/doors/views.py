"""How pages reach rows: through the policy, and with a fresh sign-in for others' records."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.views import View

from agency.models import User
from trust import access, roles
from trust.doors import sessions

M = TypeVar("M", bound=Model)

#: What a form is answered with that needs another look: it comes back with what was typed.
NOT_YET = 422


def me(request: HttpRequest) -> User:
    """The person of a request. Nobody passes ``LoginRequiredMiddleware`` without being one."""
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware is on
    return request.user


def number(text: str, odd: int = 0) -> int:
    """A small number as an address or a form says it; ``odd`` for anything else."""
    return int(text) if text.isdecimal() and len(text) < 6 else odd


class ForRoles(View):
    """A page for people who work in one of these roles; everybody else is stopped."""

    for_roles: ClassVar[tuple[str, ...]] = ()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not roles.active(request.user) & set(self.for_roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class StepUp(View):
    """A page that opens another person's record: sign in again when the last time is long ago."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not sessions.proved_lately(request):
            raise ReauthenticationRequired
        return super().dispatch(request, *args, **kwargs)


class PolicyMixin(Generic[M]):
    """Rows of a generic view come from the policy: a stranger's row is not there (404)."""

    model: type[M]
    action = "view"
    request: HttpRequest
    kwargs: dict[str, object]

    @property
    def person(self) -> User:
        return me(self.request)

    def get_queryset(self) -> QuerySet[M]:
        return access.visible(self.person, self.model, self.action)

    def get_object(self, queryset: QuerySet[M] | None = None) -> M:
        return access.fetch(self.person, self.action, self.model, pk=self.kwargs["pk"])
