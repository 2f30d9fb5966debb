from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeerSupportConfig(AppConfig):
    name = "peersupport"
    verbose_name = _("Peer support")

    def ready(self) -> None:
        import_module("peersupport.reports")  # brings its figures to the release engine
        import_module("peersupport.actions.retention")  # brings its terms to the nightly clearing
