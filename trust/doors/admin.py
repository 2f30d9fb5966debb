"""The admin site: rows through the policy, roles at the gate, lookups that were declared.

Models with sealed values are never registered (``register`` refuses). Who may enter is asked of
the active role; what they see and change is asked of ``trust.policy``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import update_wrapper
from typing import ClassVar, TypeVar

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.db.models import (
    DateTimeField,
    Field,
    ForeignKey,
    ForeignObjectRel,
    Model,
    QuerySet,
    URLField,
)
from django.forms import DateTimeField as FormDateTimeField
from django.forms import DateTimeInput, ModelChoiceField
from django.forms import Field as FormField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agency.models import Role, User
from trust import access, roles
from trust.doors import history
from trust.policy import rule_for
from trust.refusal import Refusal
from trust.written import is_page

MOST_SAID = 10
ROLES = frozenset({Role.WELLNESS_ADMIN, Role.WELLNESS_COORDINATOR})
Text = str | Promise
View = Callable[..., HttpResponseBase]
A = TypeVar("A", bound="PolicyAdmin")


class ReadonlyField(helpers.AdminReadonlyField):
    """What can only be read. No link leads where somebody who may read this page would be stopped."""

    def get_admin_url(self, remote_field: ForeignObjectRel, remote_obj: Model) -> str:
        readers = self.model_admin.roles if isinstance(self.model_admin, PolicyAdmin) else ROLES
        there = site._registry.get(remote_field.model)
        if isinstance(there, PolicyAdmin) and readers <= there.roles:
            return super().get_admin_url(remote_field, remote_obj)
        return str(remote_obj)


# The library names the class in the middle of a page; there is no other place to say which one.
helpers.AdminReadonlyField = ReadonlyField  # type: ignore[misc]


class ArgusAdminSite(admin.AdminSite):
    """For wellness administrators, and for coordinators where an admin class names them."""

    site_header = _("Argus administration")
    site_title = _("Administration")
    index_title = _("Administration")
    index_template = "admin/argus_index.html"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # No bulk action: each row passes the policy on its own.
        self._actions = {}
        self._counts: list[tuple[Text, Callable[[User], int], str]] = []

    def count(self, label: Text, number: Callable[[User], int], page: str = "") -> None:
        """Put a number on the first page; ``page`` is the URL name of the list behind it."""
        self._counts.append((label, number, page))

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(roles.active(request.user) & ROLES)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """Somebody signed in under another role is told so at once, not sent to sign in again."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Sign-in lives in one place."""
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_change_password"))

    def index(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        assert isinstance(request.user, User)  # noqa: S101 - has_permission asked
        user = request.user
        counts = [
            {"label": label, "value": number(user), "url": reverse(page) if page else ""}
            for label, number, page in self._counts
            if self._leads_somewhere(request, page)
        ]
        return super().index(request, {"counts": counts, **(extra_context or {})})

    def _leads_somewhere(self, request: HttpRequest, page: str) -> bool:
        """False for a list that this role may not open."""
        lists = {
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist": each
            for model, each in self._registry.items()
        }
        return page not in lists or lists[page].has_view_permission(request)


site = ArgusAdminSite()


def register(model: type[Model]) -> Callable[[type[A]], type[A]]:
    """Put a model on the site. Refuses a model with a sealed column."""

    def with_class(admin_class: type[A]) -> type[A]:
        if any(hasattr(field, "unseal") for field in model._meta.concrete_fields):
            raise ImproperlyConfigured(f"{model._meta.label} holds sealed values: no admin page.")
        if not issubclass(admin_class, PolicyAdmin):
            raise ImproperlyConfigured(f"{admin_class.__name__} must be a PolicyAdmin.")
        site.register(model, admin_class)
        return admin_class

    return with_class


class PolicyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # for any model
    """Rows and buttons as the policy has them; nothing that is not declared."""

    roles: ClassVar[frozenset[str]] = frozenset({Role.WELLNESS_ADMIN})
    # Whether each row leads to who changed it. Never for a row about a person's record.
    keeps_history: ClassVar[bool] = False
    # Lookups that an address may carry. Undeclared ones could tell who matches a hidden column.
    lookups: ClassVar[frozenset[str]] = frozenset()
    # One labelled field for a moment: Django's two have no label of their own.
    formfield_overrides = {
        DateTimeField: {
            "form_class": FormDateTimeField,
            "widget": DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        },
        URLField: {"assume_scheme": "https", "validators": [is_page]},
    }
    actions: Sequence[str] | None = None
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        rows = access.visible(request.user, self.model)
        return rows.order_by(*(self.get_ordering(request) or self.model._meta.ordering))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in self.lookups or lookup in self._filters()

    def _filters(self) -> Iterable[str]:
        for name in (each for each in self.list_filter if isinstance(each, str)):
            yield from (name, f"{name}__exact", f"{name}__isnull", f"{name}__id__exact")

    # --- what may be done: the table answers ------------------------------------------------

    def _may(self, request: HttpRequest, action: str, row: Model | None = None) -> bool:
        user = request.user
        if not roles.active(user) & self.roles:
            return False
        if row is not None:
            return access.can(user, action, row)
        return bool(rule_for(self.model._meta.label, action)(user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "view")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "view", obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "delete", obj)

    def called(self, row: Model) -> str:
        """What a person calls this row."""
        return str(row)

    # --- one press for many rows ----------------------------------------------------------------

    def press_each(
        self, request: HttpRequest, rows: Iterable[Model], press: Callable[[Model], object]
    ) -> None:
        """Each row passes the policy and its own rules; what can't be done is said by name."""
        done, refused = 0, []
        for row in rows:
            try:
                with transaction.atomic():
                    press(row)
            except Refusal as no:
                refused.append(f"{self.called(row)}: {no.message}")
            else:
                done += 1
        if done:
            words = ngettext("%(n)d line was changed.", "%(n)d lines were changed.", done)
            messages.success(request, words % {"n": done})
        for each in refused[:MOST_SAID]:
            messages.warning(request, each)
        if (more := len(refused) - MOST_SAID) > 0:
            words = ngettext("And %(n)d more line.", "And %(n)d more lines.", more)
            messages.warning(request, words % {"n": more})

    def set_each(
        self,
        request: HttpRequest,
        rows: Iterable[Model],
        save: Callable[..., object],
        **columns: object,
    ) -> None:
        """Put the same into these columns of each row, by the action that saves one."""

        def press(row: Model) -> None:
            for name, value in columns.items():
                setattr(row, name, value)
            save(by=request.user, row=row)

        self.press_each(request, rows, press)

    # --- choices of a form come through the policy too ----------------------------------------

    def formfield_for_dbfield(
        self, db_field: Field[object, object], request: HttpRequest, **kwargs: object
    ) -> FormField | None:
        """A plain field, without Django's pop-up windows beside it."""
        if isinstance(db_field, ForeignKey):
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Model, Model], request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField[Model] | None:
        related = db_field.remote_field.model
        kwargs.setdefault("queryset", access.visible(request.user, related))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # --- the audit log keeps history, by field and without a second copy of names ---------------

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        """Who changed what, where the row is about nobody's record."""
        row = self.get_object(request, unquote(object_id)) if self.keeps_history else None
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        content = {
            **self.admin_site.each_context(request),
            "title": self.called(row),
            "original": row,
            "opts": self.opts,
            "changes": history.of(row),
        }
        return TemplateResponse(request, "admin/row_history.html", content)

    def log_addition(self, request: HttpRequest, obj: Model, message: object) -> None:  # type: ignore[override]
        return None

    def log_change(self, request: HttpRequest, obj: Model, message: object) -> None:  # type: ignore[override]
        return None

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:  # type: ignore[override]
        return None
