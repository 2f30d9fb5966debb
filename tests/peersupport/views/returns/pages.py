"""How tests read and press on the pages about coming back."""

import re

from django.urls import reverse


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def get(client, name, *args):
    return client.get(reverse(name, args=args))


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)
