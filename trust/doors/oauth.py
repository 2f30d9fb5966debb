"""The OAuth 2.0 server: django-oauth-toolkit with every rule of RFC 9700 on, and ours on top.

A scope is the name of a role. The person picks what a client may use; a token never carries more
than the person holds today. Refresh tokens are opaque, die after one use, and take their family
with them when one comes back a second time or the password changes.

Clients are registered by an administrator (``manage.py createapplication``); nobody else can.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.crypto import constant_time_compare
from oauth2_provider import views
from oauth2_provider.forms import AllowForm
from oauth2_provider.models import get_application_model, get_refresh_token_model
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError

from agency.models import Role, User
from trust import roles
from trust.doors import sessions, tokens

Application = get_application_model()
RefreshToken = get_refresh_token_model()
MACHINE = "client_credentials"
PEOPLE = "authorization_code"
GRANTS = frozenset({PEOPLE, MACHINE, "refresh_token"})


# --- scopes are roles ---------------------------------------------------------------------------


class RoleScopes(BaseScopes):
    """Machines have the one role for machines; people have all the others."""

    def get_all_scopes(self) -> dict[str, str]:
        return {role.value: str(role.label) for role in Role}

    def get_available_scopes(
        self, application: object = None, request: object = None, *args: object, **kwargs: object
    ) -> list[str]:
        if application is None:
            return list(Role.values)
        if (
            getattr(application, "authorization_grant_type", "")
            == Application.GRANT_CLIENT_CREDENTIALS
        ):
            return [Role.INTEGRATION]
        return [role for role in Role.values if role != Role.INTEGRATION]

    def get_default_scopes(
        self, application: object = None, request: object = None, *args: object, **kwargs: object
    ) -> list[str]:
        machine = Role.INTEGRATION in self.get_available_scopes(application)
        return [Role.INTEGRATION] if application is not None and machine else [Role.OFFICER]


# --- generators (called by oauthlib, before the rows are written) ---------------------------------


def _person(request: Request) -> User:
    """For whom the token is: the person who agreed, or the service account of a machine."""
    person: User = request.client.user if request.grant_type == MACHINE else request.user
    return person


def access_token(request: Request) -> str:
    """A JWT with the roles of the scopes, as far as the person holds them now."""
    try:
        return str(tokens.mint(_person(request), *request.scopes, client=request.client.client_id))
    except roles.SeparationOfDuty as apart:
        raise InvalidGrantError(description=str(apart), request=request) from apart


def refresh_token(request: Request) -> str:
    """An opaque random value and a mark of the password it was made under."""
    value = secrets.token_urlsafe(32)
    return f"{value}.{tokens.stamp(_person(request), value)}"


def _same_password(user: User, raw: str) -> bool:
    value, _dot, mark = raw.partition(".")
    return constant_time_compare(tokens.stamp(user, value), mark)


# --- the rules ----------------------------------------------------------------------------------


class _Replayed(Exception):
    """Two requests brought the same refresh token; the other one was first."""


class Validator(OAuth2Validator):
    """What oauthlib asks before it gives anything away."""

    def validate_grant_type(
        self,
        client_id: str,
        grant_type: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool:
        if grant_type not in GRANTS:
            return False
        if grant_type == MACHINE and not _is_service(request.client.user):
            return False
        return bool(super().validate_grant_type(client_id, grant_type, client, request))

    def validate_code(
        self,
        client_id: str,
        code: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool:
        good = super().validate_code(client_id, code, client, request)
        return bool(good) and _may_go_on(request.user, request.scopes)

    def validate_refresh_token(
        self, refresh_token: str, client: object, request: Request, *args: object, **kwargs: object
    ) -> bool:
        if not super().validate_refresh_token(refresh_token, client, request):
            return False
        old = request.refresh_token_instance
        scopes = old.access_token.scope.split() if old.access_token else []
        if _same_password(old.user, refresh_token) and _may_go_on(old.user, scopes):
            return True
        RefreshToken.revoke_family(old.token_family)
        return False

    def save_bearer_token(
        self, token: dict[str, object], request: Request, *args: object, **kwargs: object
    ) -> None:
        """One of two equal refreshes wins; then the family ends, because one of them was stolen."""
        old = getattr(request, "refresh_token_instance", None)
        try:
            with transaction.atomic():
                _still_unused(old)
                super().save_bearer_token(token, request, *args, **kwargs)
        except _Replayed as replayed:
            RefreshToken.revoke_family(old.token_family)  # type: ignore[union-attr]
            raise InvalidGrantError(request=request) from replayed


def _still_unused(old: Model | None) -> None:
    if old is None:
        return
    locked = RefreshToken.objects.select_for_update().filter(pk=old.pk, revoked=None)
    if not locked.first():
        raise _Replayed


def _is_service(user: User | None) -> bool:
    return user is not None and user.is_active and Role.INTEGRATION in roles.authorized_roles(user)


def _may_go_on(user: User, scopes: list[str]) -> bool:
    return user.is_active and bool(set(scopes) & roles.authorized_roles(user))


# --- pages and endpoints ------------------------------------------------------------------------


class AuthorizationView(views.AuthorizationView):
    """The consent page: which program asks, and with which of your roles."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        target = urlsplit(request.GET.get("redirect_uri", ""))
        if response.status_code == 200 and target.scheme == "https" and target.hostname:
            # A browser checks the redirect after the form as well. The address was compared with
            # the registered one before the page was shown.
            response._csp_update = {"form-action": [f"https://{target.netloc}"]}
        return response

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        held = sessions.allowed_roles(self.request)
        scopes = kwargs.get("scopes")
        asked = [Role(each) for each in scopes] if isinstance(scopes, list) else []
        return super().get_context_data(
            **kwargs,
            granted_roles=[role.label for role in asked if role in held],
            missing_roles=[role.label for role in asked if role not in held],
        )

    def form_valid(self, form: AllowForm) -> HttpResponse:
        asked = form.cleaned_data["scope"].split()
        held = sessions.allowed_roles(self.request)
        form.cleaned_data["scope"] = " ".join(scope for scope in asked if scope in held)
        if not form.cleaned_data["scope"]:
            form.cleaned_data["allow"] = False
        return super().form_valid(form)


class TokenView(views.TokenView):
    """Codes, refreshes and machines. What we don't offer is refused before the library sees it."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.POST.get("grant_type") not in GRANTS:
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        return super().post(request, *args, **kwargs)


class IntrospectTokenView(views.IntrospectTokenView):
    """RFC 7662. A token whose person, password or post has gone is no longer active."""

    http_method_names = ("post", "options")

    @staticmethod
    def get_token_response(token_value: str | None = None) -> JsonResponse:
        if token_value and tokens.read(token_value) is None:
            return JsonResponse({"active": False})
        return views.IntrospectTokenView.get_token_response(token_value)


app_name = "oauth2_provider"
urlpatterns = [
    path(
        ".well-known/oauth-authorization-server",
        views.OAuthServerMetadataView.as_view(),
        name="oauth-server-metadata",
    ),
    path("oauth/authorize/", AuthorizationView.as_view(), name="authorize"),
    path("oauth/token/", TokenView.as_view(), name="token"),
    path("oauth/revoke/", views.RevokeTokenView.as_view(), name="revoke-token"),
    path("oauth/introspect/", IntrospectTokenView.as_view(), name="introspect"),
]
