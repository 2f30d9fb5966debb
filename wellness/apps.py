from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WellnessConfig(AppConfig):
    name = "wellness"
    verbose_name = _("Wellness")

    def ready(self) -> None:
        import_module("wellness.reports")  # brings its figures to the release engine
        import_module("wellness.actions.retention")  # brings its terms to the nightly clearing
