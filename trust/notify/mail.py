"""By e-mail: the same letter for everything, to the address that the person chose."""

from __future__ import annotations

import uuid

from django.core.mail import EmailMessage
from django.utils import translation

from trust.notify import words
from trust.notify.wishes import Reach


def send(reader: Reach, notice: uuid.UUID) -> None:
    with translation.override(reader.person.language):
        message = EmailMessage(
            subject=words.sentence().rstrip("."),
            body=words.letter(),
            to=[reader.mail_address],
            # A second copy after a crash carries the same id, so mail programs show it once.
            headers={"Message-ID": f"<{notice}@argus>"},
        )
    message.send()


def send_code(address: str, digits: str, language: str) -> None:
    with translation.override(language):
        message = EmailMessage(words.code_subject(), words.code(digits), to=[address])
    message.send()
