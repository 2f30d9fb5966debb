"""Reads an EMSDataSet safely and in flat memory: no network, no entities, no DOCTYPE, a size limit.

A file that carries a DOCTYPE is refused whole, because nothing in NEMSIS needs one and every known attack on
XML parsers does. With NEMSIS_XSD_DIR set, the whole file is held against the official schema first,
and a breach refuses the file with its line; the schema's own words are used only where they can't quote a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from intake.facts import ParsedEncounter, Problem
from intake.nemsis.codes import NAMESPACE
from intake.nemsis.record import encounter

LIMIT = 512 * 1024 * 1024
WHOLE = 64 * 1024 * 1024
REPORT = f"{{{NAMESPACE}}}PatientCareReport"
SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class Oversize(Exception):
    """The stream gave more bytes than the door takes."""


class Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Bounded:
    """A file that stops giving after `limit` bytes."""

    def __init__(self, source: BinaryIO, limit: int) -> None:
        self.source, self.left = source, limit

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise Oversize
        return data


def read(
    source: BinaryIO, *, xsd_dir: str = "", limit: int = LIMIT
) -> Iterator[ParsedEncounter | Problem]:
    """Encounters and problems of one file, in the order of the file. `source` must be seekable."""
    try:
        if xsd_dir:
            _hold_against_schema(source, xsd_dir, limit)
        yield from _reports(source, limit)
    except Oversize:
        yield Problem(0, "oversize")
    except Refused as refused:
        yield refused.problem
    except etree.XMLSyntaxError as broken:
        yield Problem(broken.lineno or 0, "not_xml")


def _reports(source: BinaryIO, limit: int) -> Iterator[ParsedEncounter | Problem]:
    source.seek(0)
    rooted, found = False, 0
    for event, element in etree.iterparse(Bounded(source, limit), events=("start", "end"), **SAFE):
        if not rooted:
            _check_root(element)
            rooted = True
        if event == "end" and element.tag == REPORT:
            found += 1
            yield from encounter(element)
            _forget(element)
    if not found:
        yield Problem(0, "empty")


def _check_root(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(Problem(root.sourceline or 0, "doctype"))
    # Text, since a name need not be one: the parser tells of "<:" before it stumbles over it.
    if str(root.tag).rpartition("}")[2] == "DEMDataSet":
        raise Refused(Problem(root.sourceline or 0, "dem_file"))
    if root.tag != f"{{{NAMESPACE}}}EMSDataSet":
        raise Refused(Problem(root.sourceline or 0, "other_root"))


def _forget(element: etree._Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _hold_against_schema(source: BinaryIO, xsd_dir: str, limit: int) -> None:
    schema = official_schema(xsd_dir)
    source.seek(0)
    events = etree.iterparse(Bounded(source, limit), events=("start", "end"), schema=schema, **SAFE)
    rooted = False
    try:
        for event, element in events:
            if not rooted:
                _check_root(element)
                rooted = True
            if event == "end" and element.tag == REPORT:
                _forget(element)
    except etree.XMLSyntaxError:
        breaches = [e for e in events.error_log if e.domain_name == "SCHEMASV"]
        if not breaches:
            raise
        raise Refused(_located(source, schema) or _breach(breaches[0])) from None


def _located(source: BinaryIO, schema: etree.XMLSchema) -> Problem | None:
    """The first breach with its line: the stream knows no lines, so a file of usual size is read again whole."""
    if source.seek(0, SEEK_END) > WHOLE:
        return None
    source.seek(0)
    tree = etree.parse(source, etree.XMLParser(**SAFE))
    return None if schema.validate(tree) else _breach(schema.error_log[0])


def _breach(entry: etree._LogEntry) -> Problem:
    """Structural breaches name elements only and are quoted; others could hold a patient's value."""
    words = entry.message.replace(f"{{{NAMESPACE}}}", "")
    if entry.type_name == "SCHEMAV_ELEMENT_CONTENT":
        return Problem(entry.line, "schema", words.replace("( ", "").replace(" ).", "").rstrip("."))
    element = words.split("'")[1] if words.count("'") > 1 and words.startswith("Element") else ""
    return Problem(entry.line, "schema", element)


@cache
def official_schema(xsd_dir: str) -> etree.XMLSchema:
    try:
        parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
        return etree.XMLSchema(etree.parse(str(Path(xsd_dir) / "EMSDataSet_v3.xsd"), parser))
    except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError):
        raise Refused(Problem(0, "schema_missing")) from None
