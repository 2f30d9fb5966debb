"""Sign where the ledger stands now and give it to the witnesses outside the agency."""

from __future__ import annotations

import json

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand

from trust import ledger


class Command(BaseCommand):
    help = "Sign the ledger's head, keep it in the witness file, mail it to ARGUS_WITNESSES."

    def handle(self, *args: object, **options: object) -> None:
        line = json.dumps(vars(ledger.witness()))
        for address in settings.WITNESS_ADDRESSES:
            EmailMessage(
                subject="Argus ledger head",
                body=f"Keep this line. It proves later that the ledger was not rewritten.\n\n{line}\n",
                to=[address],
            ).send()
        if options["verbosity"]:
            self.stdout.write(line)
            self.stdout.write(f"Sent to {len(settings.WITNESS_ADDRESSES)} witnesses.")
