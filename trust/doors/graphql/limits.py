"""How much one query may ask for. Measured on the document, before anything runs."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)
from graphql.language import DocumentNode

MAX_DEPTH = 8
MAX_ALIASES = 10
MAX_COST = 3_000
MAX_DIRECTIVES = 5
MAX_TOKENS = 1_000
MAX_BODY = 32 * 1024
MAX_FIRST = 100
DEFAULT_FIRST = 20
PAGED = "first"


@dataclass(frozen=True)
class Size:
    """Depth in fields, number of aliases and directives, and cost: fields times rows asked for."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.cost + other.cost,
        )


class Limits(ValidationRule):
    """Refuses what is too deep, too wide or too costly. Every fragment is measured once."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments: dict[str, Size] = {}
        self._paged = _paged_fields(context)

    def enter_document(self, node: DocumentNode, *_: object) -> None:
        operations = [d for d in node.definitions if isinstance(d, OperationDefinitionNode)]
        if len(operations) > 1:
            self._refuse("Send one operation at a time.")
        size = Size()
        for operation in operations:
            size += self._of(operation.selection_set)
        for value, most, what in (
            (size.depth, MAX_DEPTH, "levels deep"),
            (size.aliases, MAX_ALIASES, "aliases"),
            (size.directives, MAX_DIRECTIVES, "directives"),
            (size.cost, MAX_COST, "fields times rows"),
        ):
            if value > most:
                self._refuse(f"This asks for {value} {what}; the most is {most}.")

    def _refuse(self, message: str) -> None:
        self.report_error(GraphQLError(message, extensions={"code": "TOO_MUCH"}))

    def _of(self, selection: SelectionSetNode | None) -> Size:
        size = Size()
        for node in selection.selections if selection else ():
            size += Size(directives=len(node.directives))
            if isinstance(node, FieldNode):
                size += self._field(node)
            elif isinstance(node, FragmentSpreadNode):
                size += self._fragment(node.name.value)
            else:
                size += self._of(node.selection_set)  # type: ignore[attr-defined]
        return size

    def _field(self, node: FieldNode) -> Size:
        alias = 1 if node.alias else 0
        if node.name.value.startswith("__"):  # introspection is switched as a whole
            return Size(depth=1, aliases=alias, cost=1)
        inner = self._of(node.selection_set)
        rows = _rows(node) if node.name.value in self._paged else 1
        return Size(inner.depth + 1, inner.aliases + alias, inner.directives, 1 + rows * inner.cost)

    def _fragment(self, name: str) -> Size:
        if name not in self._fragments:
            self._fragments[name] = Size()  # a cycle adds nothing; the standard rules report it
            fragment = self.context.get_fragment(name)
            self._fragments[name] = self._of(fragment.selection_set if fragment else None)
        return self._fragments[name]


def _paged_fields(context: ValidationContext) -> set[str]:
    """Names of the root fields that take ``first``."""
    roots = (context.schema.query_type, context.schema.mutation_type)
    return {
        name
        for root in roots
        if root is not None
        for name, field in root.fields.items()
        if PAGED in field.args
    }


def _rows(node: FieldNode) -> int:
    """The rows a list field may bring: its literal ``first``; a variable counts as the most."""
    given = next((a.value for a in node.arguments if a.name.value == PAGED), None)
    if given is None:
        return DEFAULT_FIRST
    return min(int(given.value), MAX_FIRST) if isinstance(given, IntValueNode) else MAX_FIRST
