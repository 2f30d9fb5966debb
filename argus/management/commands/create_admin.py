"""The first wellness administrator: the one account that can't be made in the portal."""

from __future__ import annotations

import getpass
import os
from argparse import ArgumentParser

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from agency import clock
from agency.models import Role, Unit, User
from trust import audit, roles


class Command(BaseCommand):
    help = "Make a wellness administrator, who then enters units, people and posts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="how the person is shown")
        parser.add_argument("--email", default="", help="where neutral messages go")
        parser.add_argument(
            "--password-env",
            metavar="NAME",
            help="read the password from this environment variable",
        )

    def handle(self, *args: object, **options: str) -> None:
        username = options["username"]
        if User.objects.filter(username=username).exists():
            raise CommandError(
                _("There is already somebody called %(name)s. Pick another username.")
                % {"name": username}
            )
        password = given_password(options["password_env"])
        user = create_admin(
            username=username, name=options["name"], email=options["email"], password=password
        )
        self.stdout.write(
            _("%(name)s can sign in and is wellness administrator of %(unit)s.")
            % {"name": user.username, "unit": roles.posts(user)[0].unit}
        )


def given_password(variable: str | None) -> str:
    """From the environment, else typed twice. Raises ``CommandError`` with what to do."""
    if variable:
        password = os.environ.get(variable, "")
        if not password:
            raise CommandError(_("The variable %(name)s is empty. Set it.") % {"name": variable})
    else:
        password = getpass.getpass(_("Password: "))
        if password != getpass.getpass(_("The same once more: ")):
            raise CommandError(_("The two passwords differ. Please start again."))
    try:
        validate_password(password)
    except ValidationError as weak:
        raise CommandError(" ".join(weak.messages)) from weak
    return password


@transaction.atomic
def create_admin(*, username: str, password: str, name: str = "", email: str = "") -> User:
    """A person with one post: wellness administrator of the whole agency."""
    with audit.acting(None):
        user = User.objects.create_user(username, password, name=name, email=email)
        roles.assign(user=user, role=Role.WELLNESS_ADMIN, unit=whole_agency(), since=clock.today())
    return user


def whole_agency() -> Unit:
    """The root of the tree; made here on an empty installation."""
    root = Unit.objects.filter(parent=None).first()
    return root or Unit.objects.create(name=_("Agency"), code="agency", kind=Unit.Kind.AGENCY)
