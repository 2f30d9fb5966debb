"""Base classes of every GraphQL type and mutation. Rows that nobody cleared don't get out.

A resolver may return rows from anywhere; ``is_type_of`` refuses a row that ``access.visible`` did
not stamp for this very person, unless ``access.can`` says yes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import ClassVar

import graphene
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Choices, Model
from django.http import Http404
from graphene.types.objecttype import ObjectTypeOptions
from graphql import GraphQLResolveInfo, Undefined

from agency.models import User
from trust import access
from trust.access import Revealed
from trust.doors.graphql.answers import known
from trust.grants import InChain
from trust.refusal import Refusal
from trust.roles import SeparationOfDuty


def enum(name: str, choices: type[Choices]) -> type[graphene.Enum]:
    """The choices of a column under their names; the values stay inside."""
    return graphene.Enum(name, [(each.name, each.value) for each in choices])


def plain(value: object) -> object:
    """Values instead of enum members: graphene knows only its own, actions only plain ones."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return value.value if isinstance(value, Enum) else value


def given(info: GraphQLResolveInfo, data: Mapping[str, object]) -> dict[str, object]:
    """The arguments of a mutation: ``null`` says the same as leaving one out."""
    known = info.parent_type.fields[info.field_name].args
    usual = {
        str(each.out_name or name): each.default_value
        for name, each in known.items()
        if each.default_value is not Undefined
    }
    said = {name: plain(value) for name, value in data.items() if value is not None}
    return usual | said


def of_row(
    name: str, default: object, root: object, info: GraphQLResolveInfo, **_arguments: object
) -> object:
    """The value of a field: opened content of a revealed row first, then the row's own column."""
    if isinstance(root, Revealed):
        known = name in root.content
        return plain(root.content[name] if known else getattr(root.row, name, default))
    return plain(getattr(root, name, default))


class PolicyTypeOptions(ObjectTypeOptions):
    model: type[Model] | None = None


class PolicyType(graphene.ObjectType):
    """A row of one model (``class Meta: model = …``), bare or revealed."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(
        cls, model: type[Model] | None = None, **options: object
    ) -> None:
        if model is None or not cls.__doc__:
            raise TypeError(f"{cls.__name__} needs Meta.model and a docstring.")
        meta = PolicyTypeOptions(cls)
        meta.model = model
        options.setdefault("default_resolver", of_row)
        super().__init_subclass_with_meta__(_meta=meta, **options)

    @classmethod
    def is_type_of(cls, root: object, info: GraphQLResolveInfo) -> bool:
        """True for a cleared row; raises ``PermissionDenied`` for every other one."""
        row = root.row if isinstance(root, Revealed) else root
        user: User = info.context.user
        if not isinstance(row, cls._meta.model):
            raise PermissionDenied
        if not access.cleared(user, row) and not access.can(user, "view", row):
            raise PermissionDenied
        return True


class PlainType(graphene.ObjectType):
    """A value that is no row: a total, a sentence, a page of rows."""

    class Meta:
        abstract = True


class Problem(PlainType):
    """What is still needed, in words for people (``message``) and for programs (``code``)."""

    field = graphene.String(description="The argument it is about; nothing when it is about all.")
    code = graphene.String(required=True)
    message = graphene.String(required=True)


class PolicyMutation(graphene.Mutation):
    """``act(user, **data)`` fetches, acts, and returns the fields of the answer."""

    class Meta:
        abstract = True

    act: ClassVar[Callable[..., dict[str, object]]]
    errors = graphene.List(graphene.NonNull(Problem), required=True)

    @classmethod
    def __init_subclass_with_meta__(cls, **options: object) -> None:
        if not cls.__doc__ or "act" not in vars(cls):
            raise TypeError(f"{cls.__name__} needs a docstring and act(user, **data).")
        super().__init_subclass_with_meta__(**options)

    @classmethod
    def mutate(cls, root: object, info: GraphQLResolveInfo, **data: object) -> PolicyMutation:
        """Everything or nothing; what the domain says no to comes back as ``errors``."""
        try:
            with transaction.atomic():
                return cls(errors=[], **cls.act(info.context.user, **given(info, data)))
        except (Http404, PermissionDenied) as stopped:
            code, message = known(stopped) or ("", "")
            return cls(errors=[{"field": None, "code": code, "message": message}])
        except ValidationError as wanting:
            return cls(errors=_each(wanting))
        except Refusal as no:
            problem = {"field": _camel(no.field), "code": no.code.upper(), "message": no.message}
            return cls(errors=[problem])
        except (SeparationOfDuty, InChain) as no:
            return cls(errors=[{"field": None, "code": "NOT_ALLOWED", "message": str(no)}])


def _each(wanting: ValidationError) -> list[dict[str, object]]:
    by_field = (
        wanting.error_dict.items()
        if hasattr(wanting, "error_dict")
        else [(None, wanting.error_list)]
    )
    return [
        {
            "field": _camel(field),
            "code": str(each.code or "value").upper(),
            "message": " ".join(each.messages),
        }
        for field, problems in by_field
        for each in problems
    ]


def _camel(name: str | None) -> str | None:
    if name in (None, "", "__all__"):
        return None
    first, *rest = str(name).split("_")
    return first + "".join(part.title() for part in rest)
