from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources")

    def ready(self) -> None:
        import_module("resources.actions.calendar")  # brings its entries to everybody's calendar
        import_module("resources.actions.retention")  # brings its term to the nightly clearing
