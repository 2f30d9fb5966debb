from importlib import import_module

from django.apps import AppConfig


class WellnessConfig(AppConfig):
    name = "wellness"
    verbose_name = "Wellness"

    def ready(self) -> None:
        import_module("wellness.reports")  # brings its figures to the release engine
        import_module("wellness.actions.retention")  # brings its terms to the nightly clearing
