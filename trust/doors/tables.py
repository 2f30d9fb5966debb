"""Tables in and out of the admin: rows through the policy, each new one through its action, all or none.

A file is read once and never kept. What does not fit is answered line by line, and then nothing of the
file was taken in, so that nothing is lost and nothing is there by half. A repeated line changes nothing.
"""

from __future__ import annotations

import csv
import io
from abc import abstractmethod
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import tablib
from django.contrib import messages
from django.contrib.admin import action
from django.core.exceptions import FieldError, PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.resources import ModelResource
from import_export.results import Result, RowResult
from import_export.widgets import ForeignKeyWidget, Widget

from agency.models import User
from trust.doors.admin import PolicyAdmin
from trust.doors.views import NOT_YET, me
from trust.refusal import Refusal

Row = Mapping[str, object]
LARGEST = 2 * 1024 * 1024  # bytes
MOST_LINES, MOST_SHOWN = 5_000, 50
FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Named(ForeignKeyWidget):
    """A row that is named by one of its columns, with a sentence for a name that nobody has."""

    def __init__(self, model: type[Model], field: str, unknown: str | Promise) -> None:
        super().__init__(model, field)
        self.unknown = unknown

    def clean(self, value: object, row: Row | None = None, **kwargs: object) -> Model | None:
        try:
            found: Model | None = super().clean(value, row, **kwargs)
        except self.model.DoesNotExist as nobody:
            raise ValueError(str(self.unknown)) from nobody
        if found is None:
            raise ValueError(str(self.unknown))
        return found


class Codes(Widget):
    """Several codes in one cell, with spaces between them."""

    def clean(self, value: object, row: Row | None = None, **kwargs: object) -> list[str]:
        return str(value or "").split()

    def render(self, value: object, obj: Model | None = None, **kwargs: object) -> str:
        return " ".join(map(str, value)) if isinstance(value, Sequence) else ""


class PolicyResource(ModelResource):
    """Columns of a table, and the action that takes a row in. ``keep`` must ask the policy itself."""

    class Meta:
        abstract = True
        skip_unchanged = report_skipped = clean_model_instances = use_transactions = True
        skip_html_diff = True

    def __init__(self, by: User) -> None:
        super().__init__()
        self.by = by
        self.seen: dict[tuple[str, ...], tuple[int, dict[str, object]]] = {}

    @abstractmethod
    def keep(self, row: Model, *, new: bool) -> None:
        """Save one row in the name of ``self.by``."""

    def before_import_row(self, row: MutableMapping[str, object], **kwargs: object) -> None:
        """The same key twice in a file is fine only when the lines are the same."""
        for name, cell in row.items():
            row[name] = as_it_was(cell)
        key = tuple(str(row.get(name, "")) for name in self._columns(self.get_import_id_fields()))
        line, before = self.seen.setdefault(key, (_line(kwargs["row_number"]), dict(row)))
        if before != dict(row):
            raise ValidationError(
                _("Line %(line)d says something else about the same.") % {"line": line}
            )

    def _columns(self, names: Sequence[str]) -> list[str]:
        return [self.fields[name].column_name for name in names]

    def get_instance(self, instance_loader: object, row: Row) -> Model | None:
        """The row that is there already. A key that makes no sense is named by its own column, later."""
        try:
            found: Model | None = super().get_instance(instance_loader, row)
        except ValueError:
            return None
        return found

    def import_field(
        self, field: object, instance: Model, row: Row, is_m2m: bool = False, **kwargs: object
    ) -> None:
        try:
            super().import_field(field, instance, row, is_m2m, **kwargs)
        except ArithmeticError as odd:
            raise ValueError(_("Write a number.")) from odd

    def validate_instance(
        self,
        instance: Model,
        import_validation_errors: dict[str, list[ValidationError]] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """Field by field. What rows must be to one another the action says, in words."""
        told = dict(import_validation_errors or {})
        try:
            instance.full_clean(
                exclude=set(told), validate_unique=False, validate_constraints=False
            )
        except ValidationError as odd:
            told = odd.update_error_dict(told)
        if told:
            raise ValidationError(told)

    def do_instance_save(self, instance: Model, is_create: bool) -> None:
        try:
            self.keep(instance, new=is_create)
        except Refusal as no:
            raise ValidationError(str(no.message)) from no


def _line(number: object) -> int:
    """As a person counts: the headings are line 1."""
    return int(str(number)) + 1


@dataclass(frozen=True)
class Told:
    """What one line of a file still needs."""

    line: int
    what: str


class TablesAdmin(PolicyAdmin):
    """A page of the admin with a table to take along and, for who may add rows, one to bring."""

    resource: ClassVar[type[PolicyResource]]
    change_list_template = "admin/tables_list.html"
    actions: Sequence[str] = ("take_along",)

    def _name(self, what: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{what}"

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("export/", guarded(self.export_view), name=self._name("export")),
            path("import/", guarded(self.import_view), name=self._name("import")),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        urls = {
            "export_url": reverse(f"admin:{self._name('export')}"),
            "import_url": reverse(f"admin:{self._name('import')}")
            if self.has_add_permission(request)
            else "",
        }
        return super().changelist_view(request, urls | (extra_context or {}))

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """The rows that this person sees, as CSV; as XLSX with ``?as=xlsx``."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._as_file(request, self.get_queryset(request), request.GET.get("as", ""))

    @action(description=gettext_lazy("Take these lines along as CSV"), permissions=["view"])
    def take_along(self, request: HttpRequest, rows: QuerySet[Model]) -> HttpResponse:
        return self._as_file(request, rows, "csv")

    def _as_file(self, request: HttpRequest, rows: QuerySet[Model], kind: str) -> HttpResponse:
        data = _calm(self.resource(me(request)).export(rows))
        response = (
            HttpResponse(data.export("xlsx"), content_type=XLSX)
            if kind == "xlsx"
            else HttpResponse(data.export("csv"), content_type="text/csv; charset=utf-8")
        )
        name = f"{self.opts.model_name}.{'xlsx' if kind == 'xlsx' else 'csv'}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take a CSV file in as a whole, or say which lines still need something."""
        if not (self.has_add_permission(request) and self.has_view_permission(request)):
            raise PermissionDenied
        resource = self.resource(me(request))
        if request.method != "POST":
            return self._page(request, resource, [])
        try:
            data = _read(request.FILES.get("file"))
        except ValidationError as odd:
            return self._page(request, resource, [Told(0, odd.messages[0])])
        result = resource.import_data(
            data, rollback_on_validation_errors=True, use_transactions=True
        )
        told = _told(result)
        if told:
            return self._page(request, resource, told)
        messages.success(request, _summary(result))
        return redirect(f"admin:{self._name('changelist')}")

    def _page(
        self, request: HttpRequest, resource: PolicyResource, told: list[Told]
    ) -> HttpResponse:
        content = self.admin_site.each_context(request) | {
            "title": _("Bring in a table"),
            "opts": self.opts,
            "columns": [each.column_name for each in resource.get_import_fields()],
            "told": told[:MOST_SHOWN],
            "more": max(0, len(told) - MOST_SHOWN),
        }
        status = NOT_YET if told else 200
        return render(request, "admin/tables_import.html", content, status=status)


def _read(file: object) -> tablib.Dataset:
    """The lines of an uploaded file; ``ValidationError`` in words for one that can't be read."""
    read = getattr(file, "read", None)
    if read is None:
        raise ValidationError(_("Choose a file first."))
    raw: bytes = read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise ValidationError(_("This file is too large. Please bring it in parts of up to 2 MB."))
    try:
        data = tablib.Dataset().load(io.StringIO(raw.decode("utf-8-sig")), format="csv")
    except (csv.Error, tablib.exceptions.TablibException, ValueError) as odd:
        raise ValidationError(
            _("We can’t read this file. Save it as CSV (UTF-8), with a line of headings.")
        ) from odd
    if len(data) > MOST_LINES:
        raise ValidationError(_("These are more than 5,000 lines. Please bring them in parts."))
    return data


UNREAD = gettext_lazy("This line could not be read. Compare it with a line that was taken.")
NEEDED = gettext_lazy("A column is missing. See the list of columns on this page.")


def _told(result: Result) -> list[Told]:
    """Line by line, in words; nothing of what a program would say."""
    found = [
        Told(0, str(NEEDED if isinstance(each.error, FieldError) else UNREAD))
        for each in result.base_errors
    ]
    for row in result.invalid_rows:
        for name, sentences in row.field_specific_errors.items():
            found += [Told(_line(row.number), f"{name}: {each}") for each in sentences]
        found += [Told(_line(row.number), each) for each in row.non_field_specific_errors]
    found += [Told(_line(each.number), str(UNREAD)) for each in result.error_rows]
    return sorted(found, key=lambda each: each.line)


def _summary(result: Result) -> str:
    totals = result.totals
    return _("%(new)d new, %(changed)d changed, %(same)d already there.") % {
        "new": totals[RowResult.IMPORT_TYPE_NEW],
        "changed": totals[RowResult.IMPORT_TYPE_UPDATE],
        "same": totals[RowResult.IMPORT_TYPE_SKIP],
    }


def _calm(data: tablib.Dataset) -> tablib.Dataset:
    """The same rows, with no cell that a spreadsheet takes for a formula."""
    return tablib.Dataset(*(map(plain, row) for row in data), headers=data.headers)


def as_it_was(cell: object) -> object:
    """What ``plain`` wrote, without its apostrophe: a table may come back as it left."""
    marked = isinstance(cell, str) and cell.startswith(tuple(f"'{each}" for each in FORMULA))
    return str(cell)[1:] if marked else cell


def plain(cell: object) -> object:
    """The cell, marked as text where a spreadsheet would take it for a formula."""
    formula = isinstance(cell, str) and cell.startswith(FORMULA)
    return f"'{cell}" if formula else cell
