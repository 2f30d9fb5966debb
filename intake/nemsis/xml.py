"""A report's elements by name, with the lines they stand on; nil and "pertinent negative" are no value."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from intake.nemsis.codes import NAMESPACE, NIL


class Report:
    """One PatientCareReport, or one group inside it."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    def values(self, name: str) -> Iterator[tuple[str, int]]:
        """(text, line) of every such element that states something.

        A PN on an element with a value says that the finding was not present, so it states nothing either.
        """
        for found in self.element.iter(f"{{{NAMESPACE}}}{name}"):
            text = (found.text or "").strip()
            if text and found.get(NIL) not in ("true", "1") and found.get("PN") is None:
                yield text, found.sourceline or 0

    def texts(self, name: str) -> list[str]:
        return [text for text, _line in self.values(name)]

    def text(self, name: str) -> str:
        return next(iter(self.texts(name)), "")

    def has(self, name: str) -> bool:
        return next(self.element.iter(f"{{{NAMESPACE}}}{name}"), None) is not None

    def groups(self, name: str) -> list[Report]:
        return [Report(found) for found in self.element.iter(f"{{{NAMESPACE}}}{name}")]

    def line(self, name: str) -> int:
        """Where a section starts, or where the report starts when there is no such section."""
        return next((g.element.sourceline for g in self.groups(name)), self.element.sourceline) or 0
