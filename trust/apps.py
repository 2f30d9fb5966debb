from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "trust"
    verbose_name = _("Trust")

    def ready(self) -> None:
        from trust import audit, checks, notify  # noqa: F401 - notify declares a job

        checks.register_all()
        audit.register_all()
        autodiscover_modules("tasks")
