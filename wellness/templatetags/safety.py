"""The words of the safety step for a template that another page includes without any context."""

from __future__ import annotations

from django import template

from wellness import safety_texts

register = template.Library()


@register.simple_tag
def safety_text(code: str) -> safety_texts.Text:
    """An unknown code is a mistake of the page's author and raises KeyError."""
    return {text.code: text for text in safety_texts.TEXTS}[code]
