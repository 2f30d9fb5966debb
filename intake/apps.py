"""How facts enter: dispatch exports, patient care records, the roster. Nothing goes back to a source."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = _("Feeds")
