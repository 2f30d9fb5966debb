"""Print an access token for development. Production has the OAuth server for that."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agency.models import Role, User
from trust import roles
from trust.doors import tokens


class Command(BaseCommand):
    help = "Print an access token for USERNAME in ROLE, good for five minutes (not in production)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, action="append", choices=Role.values)

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("Not in production: ask the OAuth server for a token.")
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError("There is no active person with this user name.")
        wanted = [str(role) for role in options["role"]]  # type: ignore[attr-defined]
        missing = set(wanted) - roles.authorized_roles(user)
        if missing:
            raise CommandError(f"{user.username} does not hold: {', '.join(sorted(missing))}.")
        try:
            self.stdout.write(str(tokens.mint(user, *wanted)))
        except roles.SeparationOfDuty as apart:
            raise CommandError(str(apart)) from apart
