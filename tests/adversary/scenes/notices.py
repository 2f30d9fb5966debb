"""How Alice hears from us: a private address, quiet hours, one device. All of it is hers alone."""

from types import SimpleNamespace

from django.db.models import Model

from tests.adversary.scenes import NOBODY_ELSE, Scene
from tests.trust.channels.people import FCM, add_device, proved
from trust.models import NoticeChoice, PushDevice

ADDRESS, DEVICE = "canary-mail-finch-6120@home.example", "canary-device-plover-5517"


def live(stage: SimpleNamespace) -> None:
    proved(stage.alice, "mail", ADDRESS)
    add_device(stage.alice, FCM + DEVICE)


def rows(stage: SimpleNamespace) -> dict[str, Model]:
    return {"Wishes about notices": NoticeChoice.objects.get(), "Device": PushDevice.objects.get()}


def by_graphql(data, text: str, stage: SimpleNamespace) -> dict[str, object]:
    mine = data["myNoticeChoices"]
    return {"Wishes about notices": mine["address"], "Device": mine["devices"]}


def by_portal(page, client, stage: SimpleNamespace) -> dict[str, object]:
    content = page("notice_choices").context
    return {"Wishes about notices": content["mail"].shown, "Device": content["devices"]}


SCENE = Scene(
    live=live,
    rows=rows,
    expected={"Wishes about notices": NOBODY_ELSE, "Device": NOBODY_ELSE},
    graphql="myNoticeChoices { address devices }",
    by_graphql=by_graphql,
    by_portal=by_portal,
    canaries=(ADDRESS, DEVICE),
    routes={"notice_device_remove": "Device"},
    own=(("setNoticeChoices(mail: OFF)", ""),),
)
