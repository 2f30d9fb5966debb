"""Ways to help outside: a line of providers, requests on their way, one that was passed over, one booked."""

from __future__ import annotations

import datetime as dt

from agency import clock, local_time
from agency.models import Role
from argus.demo.story import Story
from peersupport import actions as support
from peersupport.actions import provider_links
from peersupport.models import Provider, ProviderLink, Referral
from trust import roles
from trust.refusal import Refusal

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
#: name, kind, place in the line, e-mail, languages, checked so many days ago, video
LINE = (
    ("Harbor Assistance", "eap", 1, "harbor.example", ["en", "es"], 40, True),
    ("Millbrook Assistance", "eap", 2, "millbrook.example", ["en"], 75, True),
    ("Dr. Lena Okafor", "clinician", 1, "okafor.example", ["en", "fr"], 12, True),
    ("Riverside Trauma Clinic", "clinician", 2, "riverside.example", ["en", "es", "ase"], 210, False),
    ("Family House", "family", 1, "familyhouse.example", ["en", "es"], 30, False),
    ("County Crisis Service", "crisis", 1, "crisis.example", ["en", "es"], 20, False),
    ("Police Credit Union, advice", "financial", 1, "", ["en"], 90, True),
)  # fmt: skip
#: kind, what the provider said by now, whether the coordinator may see the name, days ago
STORIES = (
    ("clinician", ("acknowledge", "contacted"), False, 5),
    ("family", ("acknowledge",), True, 2),
    ("clinician", (), True, 1),
    ("eap", (), False, 2),
    ("financial", (), True, 1),
    ("eap", ("acknowledge", "contacted", "appointment"), True, 4),
)
SHOWN = {"name": True, "phone": "555-0147", "times": ["evenings", "weekends"]}


def live(story: Story, now: dt.datetime) -> None:
    carol = story.named["coordinator"]
    roles.open_session(carol, Role.WELLNESS_COORDINATOR)
    support.install_pathways()
    for name, kind, place, host, languages, ago, video in LINE:
        provider = Provider(
            name=name, kind=kind, place=place, email=f"desk@{host}" if host else "",
            phone=f"555-01{place}{len(name) % 10}", languages=languages, telehealth=video,
            knows_police_work=place == 1, verified_on=local_time.today() - ago * DAY,
        )  # fmt: skip
        support.save_provider(by=carol, row=provider)
    _times(story, now)
    for number, (kind, said, named, ago) in enumerate(STORIES):
        user = story.named["officer"] if not number else story.joined[8 + number]
        with clock.at(now - ago * DAY):
            try:
                row = support.create_referral(by=user, kind=kind, named=named, shown=SHOWN)
            except Refusal:  # their own wish of this kind is on its way already
                continue
        _answers(row, said, now - ago * DAY)
    with clock.at(now - 3 * HOUR):
        support.escalate()


def _times(story: Story, now: dt.datetime) -> None:
    """Two mornings that the first counsellor keeps free."""
    noon = now.replace(hour=14, minute=0, second=0, microsecond=0)
    for provider in Provider.objects.filter(kind__in=("clinician", "eap"), place=1):
        for days in (2, 3):
            starts = noon + days * DAY
            support.offer_slot(by=story.named["coordinator"], provider=provider.pk, starts=starts)


def _answers(row: Referral, said: tuple[str, ...], since: dt.datetime) -> None:
    link = ProviderLink.objects.filter(referral=row, ended_at=None).first()
    if link is None:
        return
    secret = provider_links.token(link.referral_id, link.provider_id, link.turn)
    for hours, answer in enumerate(said, start=2):
        with clock.at(since + hours * HOUR):
            support.answer_by_link(secret=secret, answer=answer, starts=since + 6 * DAY)
