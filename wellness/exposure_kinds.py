"""The kinds of exposure that are counted, and which call means which. No weight: a kind is a word.

Our own list, compiled from what the published inventories have in common; no item is copied.
Chopko et al. 2015 and Weiss et al. 2010 on the Critical Incident History Questionnaire (severity
and frequency say nothing better than plain counts: PMC3974917); Miller et al. 2021 on the Police
Traumatic Events Checklist (Police Journal 95(1)); NENA-INF-044.1-2021 and UNISON for dispatch,
evidence and records staff; the South Yorkshire Police Federation for the small events that repeat.

Knows no table: ``agency.models.Category`` is named here by its codes, and a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """In the order in which people read them: colleagues and self, victims, scenes, the work itself."""

    COLLEAGUE = "colleague", _("Death, serious injury or suicide of a colleague")
    OWN_LIFE = "own_life", _("Own life threatened")
    SHOTS = "shots", _("Shots fired by you or at you")
    ASSAULT = "assault", _("Assault on an officer")
    OWN_INJURY = "own_injury", _("Injury to yourself on duty")
    THREATS = "threats", _("Fights, threats and abuse")
    CAUSED_HARM = "caused_harm", _("Death or injury that your action led to")
    MISTAKE = "mistake", _("A mistake that harmed a colleague")
    CHILD_DEATH = "child_death", _("Death or serious harm of a child")
    CHILD_ABUSE = "child_abuse", _("Abuse of a child")
    SUDDEN_DEATH = "sudden_death", _("Sudden death")
    SUICIDE = "suicide", _("Suicide scene")
    HOMICIDE = "homicide", _("Homicide")
    FATAL_COLLISION = "fatal_collision", _("Fatal collision")
    BODY = "body", _("Burned or badly injured body")
    SEXUAL_OFFENCE = "sexual_offence", _("Victim of a sexual offence")
    DOMESTIC_ABUSE = "domestic_abuse", _("Domestic abuse")
    DEATH_MESSAGE = "death_message", _("Bringing news of a death")
    RESUSCITATION = "resuscitation", _("Rescue or resuscitation that did not succeed")
    MANY_DEAD = "many_dead", _("Disaster or many casualties")
    KNOWN_VICTIM = "known_victim", _("Victim known to you")
    LONG_DISTRESS = "long_distress", _("Long time with somebody in distress")
    CRISIS_WEAPON = "crisis_weapon", _("Person in crisis with a weapon")
    DISORDER = "disorder", _("Public disorder")
    MEDIA = "media", _("Hostile media or complaint afterwards")
    ANIMALS = "animals", _("Cruelty to animals")
    HEARD = "heard", _("Death heard over the phone or radio")
    IMAGES = "images", _("Distressing images or evidence")
    OTHER = "other", _("Other incidents")


#: Event types of ``agency.models.Category`` -> kind.
OF_CATEGORY: dict[str, Kind] = {
    "line_of_duty_death": Kind.COLLEAGUE,
    "serious_duty_injury": Kind.COLLEAGUE,
    "colleague_suicide": Kind.COLLEAGUE,
    "officer_involved_shooting": Kind.SHOTS,
    "child_death_or_harm": Kind.CHILD_DEATH,
    "mass_casualty": Kind.MANY_DEAD,
    "victim_known": Kind.KNOWN_VICTIM,
    "prolonged_failed_rescue": Kind.RESUSCITATION,
    "patient_death": Kind.RESUSCITATION,
    "assault_on_officer": Kind.ASSAULT,
    "harm_by_own_action": Kind.CAUSED_HARM,
    "heavy_media": Kind.MEDIA,
    "suicide_scene": Kind.SUICIDE,
    "fatal_collision": Kind.FATAL_COLLISION,
}

#: Whole words of a call type -> kind; the first that stands in it decides. Only words that say what
#: was met: "shots heard" or "suicidal" is a dispatcher's first impression and stays "other".
WORDS: tuple[tuple[str, Kind], ...] = (
    (r"assault (on|of) (an? )?(officer|police)|officer assaulted", Kind.ASSAULT),
    (r"officer (down|injured|killed)", Kind.COLLEAGUE),
    (r"child (abuse|neglect|sexual)|(indecent|abuse) images", Kind.CHILD_ABUSE),
    (r"(death of (a )?child|child death|infant death|sids)", Kind.CHILD_DEATH),
    (r"death (notification|message)|next of kin", Kind.DEATH_MESSAGE),
    (r"death by suicide|(completed|confirmed) suicide|suicide completed", Kind.SUICIDE),
    (r"homicide|murder", Kind.HOMICIDE),
    (r"fatal\w* .*(collision|crash|accident|mva|mvc|rtc)", Kind.FATAL_COLLISION),
    (r"(collision|crash|accident|mva|mvc|rtc) .*fatal\w*", Kind.FATAL_COLLISION),
    (r"mass casualt\w+|mci|plane crash|train crash", Kind.MANY_DEAD),
    (r"rape|sex(ual)? (assault|offen[cs]e)", Kind.SEXUAL_OFFENCE),
    (r"domestic", Kind.DOMESTIC_ABUSE),
    (r"(sudden|unattended) death|dead (body|person|on arrival)|doa|deceased", Kind.SUDDEN_DEATH),
    (r"(mental|crisis|edp|emotionally disturbed) .*(weapon|armed|knife|gun)", Kind.CRISIS_WEAPON),
    (r"riot|public disorder|civil (disturbance|disorder)", Kind.DISORDER),
    (r"animal (cruelty|abuse)|cruelty to animals?", Kind.ANIMALS),
    (r"fight|threats?|threatening|verbal abuse|resist(ing|ed)? arrest", Kind.THREATS),
)
PATTERNS = tuple((re.compile(rf"\b({words})\b"), kind) for words, kind in WORDS)


def tidy(call_type: str) -> str:
    """A call type as rules are compared: without regard to case and to blanks."""
    return " ".join(call_type.casefold().split())


def kind_of(category: str, call_type: str, rules: Mapping[str, str]) -> str:
    """The kind of a call; '' when the agency's rule says that it counts as nothing.

    An event type decides before anything else: it says what happened, a call type only what was
    reported. Then the agency's own ``rules`` (tidy call type -> kind), then the words above.
    """
    if category in OF_CATEGORY:
        return OF_CATEGORY[category].value
    said = tidy(call_type)
    if said in rules:
        return rules[said]
    return next((kind.value for words, kind in PATTERNS if words.search(said)), Kind.OTHER.value)


def kind_label(code: str) -> str:
    """The words for a code, also for one of the first form (an event type) or of none."""
    code = OF_CATEGORY.get(code, code)
    return str(Kind(code).label) if code in Kind.values else str(Kind.OTHER.label)


def in_order(code: str) -> int:
    """Where a kind stands in a list."""
    return Kind.values.index(code) if code in Kind.values else len(Kind.values)
