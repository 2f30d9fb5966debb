from django.apps import AppConfig
from django.conf import settings


class ArgusConfig(AppConfig):
    name = "argus"
    verbose_name = "Argus"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        if settings.BROKER_URL:
            from argus.celery import knock
            from trust import outbox

            outbox.connect_bell(knock)
