"""Queries, parsed and checked once; and the list of operations that production may insist on."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    parse,
    specified_rules,
    validate,
)

from trust.doors.graphql.limits import MAX_BODY, MAX_TOKENS, Limits

RULES = (*specified_rules, Limits)
CLOSED = (*RULES, NoSchemaIntrospectionCustomRule)
Prepared = DocumentNode | tuple[GraphQLError, ...]


@lru_cache(maxsize=512)
def prepared(schema: GraphQLSchema, query: str, introspection: bool) -> Prepared:
    """The parsed query when every rule holds, else what is wrong with it."""
    try:
        document = parse(
            query,
            max_lexical_tokens=MAX_TOKENS,
            max_comments=MAX_TOKENS,
            max_source_length=MAX_BODY,
        )
    except GraphQLError as unreadable:
        return (unreadable,)
    rules = RULES if introspection else CLOSED
    wrong = validate(schema, document, rules, max_errors=10, hide_suggestions=True)
    return tuple(wrong) if wrong else document


@lru_cache(maxsize=4)
def operations(folder: Path) -> dict[str, str]:
    """The operations of our own clients: SHA-256 in hex -> text. One per ``*.graphql`` file."""
    texts = [each.read_text() for each in sorted(folder.glob("*.graphql"))]
    return {sha256(text.encode()).hexdigest(): text for text in texts}
