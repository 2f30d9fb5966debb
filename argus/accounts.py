"""Sign-in: closed sign-up, neutral answers, sealed one-time-code secrets, signing out everywhere."""

from __future__ import annotations

import base64
import os
from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from agency.models import User
from argus.preferences import keep_language
from trust import access, audit, channels
from trust.doors import sessions
from trust.doors.forms import CalmForm
from trust.keyfile import key_file
from trust.vault import SealBroken

NONCE = 12
BOUND_TO = b"allauth.mfa|secret|v1"
NO_MATCH = gettext_lazy("Username and password do not match. Please check both.")
NO_LINK = gettext_lazy("This link is no longer good. Please ask for a new one.")


class AccountAdapter(DefaultAccountAdapter):
    """People are entered by the roster or an administrator; nobody signs up by themselves."""

    error_messages: ClassVar[dict[str, object]] = DefaultAccountAdapter.error_messages | {
        # The same sentence whether the name is unknown, switched off, or the password is another.
        "username_password_mismatch": NO_MATCH,
        "invalid_login": NO_MATCH,
        "account_inactive": NO_MATCH,
        "incorrect_password": gettext_lazy("That password does not match. Please type it again."),
        "incorrect_code": gettext_lazy("That code does not match. Please look at it once more."),
        "enter_current_password": gettext_lazy("Please type your current password."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries for now. Please wait five minutes, or ask your administrator."
        ),
        "invalid_password_reset": NO_LINK,
        "invalid_or_expired_key": NO_LINK,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Someone who left gets the answer of a wrong password: names are not confirmed."""
        messages.info(request, str(NO_MATCH))
        return HttpResponseRedirect(reverse("account_login"))

    def format_email_subject(self, subject: str) -> str:
        """Lock screens show the subject line."""
        return f"{settings.AGENCY_NAME}: {subject}"

    def logout(self, request: HttpRequest) -> None:
        person = request.user
        super().logout(request)
        sessions.signed_out(request, person)

    def post_login(self, request: HttpRequest, user: User, **kwargs: object) -> HttpResponse:
        """Speak the person's language from the first page on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        keep_language(response, user.language)
        return response


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of one-time codes are sealed: a stolen database can't make codes."""

    error_messages: ClassVar[dict[str, object]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That code does not match. Codes change every 30 seconds."),
    }

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(NONCE)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), BOUND_TO)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ``SealBroken`` for anything that this installation did not seal."""
        try:
            raw = base64.b64decode(encrypted_text, validate=True)
            return _cipher().decrypt(raw[:NONCE], raw[NONCE:], BOUND_TO).decode()
        except (InvalidTag, ValueError) as broken:
            raise SealBroken from broken


def _cipher() -> AESGCM:
    return AESGCM(key_file().domain_key("totp"))


# --- signing out everywhere ---------------------------------------------------------------------


@transaction.atomic
def end_all_sessions(*, by: User, password: str) -> None:
    """Every session of the person ends, on every device, at its next request.

    A session is bound to the stored password hash. The same password under a new salt is another
    hash, so no session list has to be kept to end them all. No device gets messages any more either.
    """
    person = access.fetch(by, "change", User, pk=by.pk)
    person.set_password(password if person.has_usable_password() else None)
    with audit.acting(by):
        person.save(update_fields=["password"])
    channels.remove_all_devices(by=by)


class PasswordAgain(CalmForm):
    """The password once more; people who sign in with a passkey only are not asked."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: object, person: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not person.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(_("That password does not match. Please type it again."))
        return password


class SignOutEverywhere(FormView):
    """Asks once more, then ends every session including this one."""

    form_class = PasswordAgain
    template_name = "portal/sign_out_everywhere.html"

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"person": self.request.user}

    def form_valid(self, form: PasswordAgain) -> HttpResponse:
        end_all_sessions(by=form.person, password=form.cleaned_data.get("password", ""))
        logout(self.request)
        vars(self.request)["signed_out"] = True
        messages.success(self.request, _("You are signed out on every device."))
        return HttpResponseRedirect(reverse("account_login"))
