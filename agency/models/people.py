"""People, the unit tree, and who holds which role where and when.

There is no superuser: the column does not exist, and ``has_perm`` says no to everything.
What somebody may do is decided by ``trust.policy`` alone.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import clock


class Role(models.TextChoices):
    OFFICER = "officer", _("Officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    PEER_SUPPORT = "peer_support", _("Peer supporter")
    WELLNESS_COORDINATOR = "wellness_coordinator", _("Wellness coordinator")
    COMMANDER = "commander", _("Commander")
    CHIEF = "chief", _("Chief")
    WELLNESS_ADMIN = "wellness_admin", _("Wellness administrator")
    CHAPLAIN = "chaplain", _("Chaplain")
    CLINICIAN = "clinician", _("Clinician")
    CRISIS_COORDINATOR = "crisis_coordinator", _("Crisis coordinator")
    DISPATCHER = "dispatcher", _("Dispatcher")
    UNION_REVIEWER = "union_reviewer", _("Union reviewer")
    INTEGRATION = "integration", _("Integration (machine)")


COMMAND_ROLES = (Role.SUPERVISOR, Role.COMMANDER, Role.CHIEF)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person or machine that signs in. Nobody sees everything."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("username"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    personnel_number = models.CharField(
        _("personnel number"), max_length=40, unique=True, null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    is_superuser = False

    class Meta:
        ordering = ("username",)
        verbose_name = _("person")
        verbose_name_plural = _("people")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"password"}
        plain: ClassVar[set[str]] = {
            "id", "username", "email", "name", "personnel_number", "language", "is_active",
            "last_login",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.name or self.username

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """No model-level permission opens anything; ask ``trust.access``."""
        return False

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    @property
    def is_staff(self) -> bool:
        """Django's own admin login asks this. Ours asks the active role instead."""
        return False

    def get_full_name(self) -> str:
        return str(self)


class UnitQuerySet(models.QuerySet["Unit"]):
    def below(self, *units: Unit) -> UnitQuerySet:
        """The units and everything under them."""
        where = Q(pk__in=[])
        for unit in units:
            where |= Q(path__startswith=unit.path)
        return self.filter(where)

    def above(self, unit: Unit) -> UnitQuerySet:
        """The unit and everything over it, from the root down."""
        codes = unit.path.rstrip("/").split("/")
        paths = ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
        return self.filter(path__in=paths).order_by("path")


class Unit(models.Model):
    """A node of the agency's tree: agency, bureau, division, district, squad."""

    class Kind(models.TextChoices):
        AGENCY = "agency", _("Agency")
        BUREAU = "bureau", _("Bureau")
        DIVISION = "division", _("Division")
        DISTRICT = "district", _("District")
        SQUAD = "squad", _("Squad")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    path = models.CharField(max_length=250, unique=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = (
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(kind="agency"),
                name="unit_without_parent_is_the_agency",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="unit_is_not_its_parent"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "name", "code", "kind", "parent", "path"}

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.path = (self.parent.path if self.parent else "") + self.code + "/"
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: dt.date | None = None) -> PostQuerySet:
        """The posts held on ``day`` (today when left out); ``until`` is the first day without."""
        day = day or clock.today()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def during(self, since: dt.date, until: dt.date) -> PostQuerySet:
        """The posts held on any day of the half-open span."""
        held = self.filter(Q(until__isnull=True) | Q(until__gt=since), since__lt=until)
        return held.exclude(until=F("since"))  # taken back on its first day: never held


class Post(models.Model):
    """A person holds a role in a unit from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    role = models.CharField(_("role"), max_length=24, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("-since",)
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes = (models.Index(fields=("unit", "role"), name="post_unit_role"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="post_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=("user", "role", "unit", "since"), name="post_is_given_once"
            ),
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(role="officer", until__isnull=True),
                name="officer_stands_in_one_unit",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "user", "role", "unit", "since", "until"}

    def __str__(self) -> str:
        return f"Post {self.pk}"
