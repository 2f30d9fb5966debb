"""Every text of the safety step and the safety plan, as data, each with its source and its reviewer.

The words follow safe messaging: hope, people and next steps; no number of deaths, no way of dying,
no drama. They are our own; the sources say what they rest on. ``REVIEW`` names the clinician who
signed a text; until somebody has, the page of sources says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Source:
    """What a text rests on: how it is cited, and where it can be read."""

    cite: str
    url: str


@dataclass(frozen=True)
class Review:
    """Who signed a text, and when. Empty until a clinician has."""

    by: str = ""
    on: dt.date | None = None


@dataclass(frozen=True)
class Text:
    """One passage: a title, its sentences, what it rests on, who signed it."""

    code: str
    title: Words
    lines: tuple[Words, ...]
    sources: tuple[Source, ...]
    review: Review = Review()


@dataclass(frozen=True)
class Step:
    """One of the six: what is asked, what may help with it, and lines that others might write."""

    text: Text
    ask: Words
    examples: tuple[Words, ...]

    @property
    def code(self) -> str:
        return self.text.code


STANLEY_BROWN = Source(
    "Stanley B, Brown GK. Safety Planning Intervention: a brief intervention to mitigate suicide "
    "risk. Cognitive and Behavioral Practice 2012; 19: 256–264. The six steps and their order.",
    "https://doi.org/10.1016/j.cbpra.2011.01.001",
)
SAFE_MESSAGING = Source(
    "Recommendations for reporting on suicide, and the Framework for Successful Messaging of the "
    "National Action Alliance for Suicide Prevention. Tone, and what is left out.",
    "https://reportingonsuicide.org",
)
CALM = Source(
    "Counseling on Access to Lethal Means (CALM), and Means Matter, Harvard T.H. Chan School of "
    "Public Health. Time and distance; storage outside the home first.",
    "https://www.hsph.harvard.edu/means-matter/recommendations/families/",
)
STORAGE_STUDY = Source(
    "Temporary storage by law enforcement agencies and retailers: American Journal of Public "
    "Health 2019, 304802. Who offers it, and that one calls first.",
    "https://ajph.aphapublications.org/doi/full/10.2105/AJPH.2018.304802",
)
TRANSFERS = Source(
    "The BulletPoints Project, University of California, Davis: temporary firearm transfers. "
    "That the rules differ from place to place.",
    "https://www.bulletpointsproject.org/temporary-firearm-transfers/",
)

OPENING = Text(
    "opening",
    _("You don’t have to get through this alone"),
    (
        _("What you feel now can change, and often sooner than it seems."),
        _("Somebody answers day and night. You need no reason and no right words."),
    ),
    (SAFE_MESSAGING,),
)
DANGER = Text(
    "danger",
    _("Is somebody’s life in danger right now, yours or another’s?"),
    (_("Call 911, or use your radio."),),
    (SAFE_MESSAGING,),
)
NEXT_HOUR = Text(
    "next_hour",
    _("For the next hour"),
    (
        _("Go to where other people are, or ask somebody to stay with you."),
        _("If a weapon or medicine is close, move away from it."),
        _("Ask somebody you trust to look after it until you feel steadier."),
        _("Leave the big decisions for another day."),
    ),
    (STANLEY_BROWN, CALM),
)
ABOUT_PLAN = Text(
    "about_plan",
    _("Six short lists for a bad night"),
    (
        _("You write them on a better day, in your own words, so that you needn’t think then."),
        _("It is no contract and no test. Leave out what does not fit you."),
        _("It often goes better together with a peer supporter or a counsellor."),
    ),
    (STANLEY_BROWN,),
)

STEPS: tuple[Step, ...] = (
    Step(
        Text(
            "signs",
            _("Warning signs"),
            (
                _(
                    "Thoughts, moods, what you do or stop doing: so that you know them when they come."
                ),
            ),
            (STANLEY_BROWN,),
        ),
        _("How do you notice that a bad time is coming?"),
        (_("I stop answering messages"), _("I lie awake after the late shift")),
    ),
    Step(
        Text(
            "alone",
            _("Things I can do by myself"),
            (_("Small things that need nobody else and can be done at any hour."),),
            (STANLEY_BROWN,),
        ),
        _("What takes your mind off it for a while?"),
        (_("Walk the dog, also at night"), _("A shower, then the film I know by heart")),
    ),
    Step(
        Text(
            "around",
            _("People and places that take my mind off it"),
            (_("You don’t have to tell them what is going on."),),
            (STANLEY_BROWN,),
        ),
        _("Who does you good, and where?"),
        (_("Coffee with my brother"), _("The diner on Fourth, the gym, the lake")),
    ),
    Step(
        Text(
            "ask",
            _("People I can ask for help"),
            (_("With their number beside the name, so that you needn’t search for it."),),
            (STANLEY_BROWN,),
        ),
        _("Whom could you tell that it is a bad time?"),
        (_("My sister, and her number"), _("Sam from peer support, and the number")),
    ),
    Step(
        Text(
            "professionals",
            _("Professionals and agencies"),
            (_("The crisis numbers stand under your plan by themselves."),),
            (STANLEY_BROWN, SAFE_MESSAGING),
        ),
        _("Who helps for a living, and how do you reach them?"),
        (_("My counsellor, and the number"), _("The nearest emergency room, and how I get there")),
    ),
    Step(
        Text(
            "safer",
            _("Making my surroundings safer"),
            (_("A hard hour passes more safely with time and distance to what could do harm."),),
            (STANLEY_BROWN, CALM),
        ),
        _("What would you want further away on a bad night, and who could help with it?"),
        (
            _("My duty weapon stays in the armoury when I am off"),
            _("Sam keeps the key to the safe"),
        ),
    ),
)
BY_CODE: dict[str, Step] = {step.code: step for step in STEPS}

WHY_DISTANCE = Text(
    "why_distance",
    _("Why time and distance help"),
    (
        _("The hardest hours come fast, and they pass. Distance gives them the time to pass."),
        _("It is for a while. You decide when it begins, and you can plan how it ends."),
        _("Away from home is safest; locked, with somebody else holding the key, comes next."),
    ),
    (CALM,),
)
#: In the order in which they are safest.
STORAGE: tuple[Text, ...] = (
    Text(
        "armoury",
        _("The agency’s armoury"),
        (
            _("Leave the duty weapon there after the shift and take it out for the next one."),
            _("“I would like to store it here when I am off duty” is all that needs saying."),
        ),
        (CALM, STORAGE_STUDY),
    ),
    Text(
        "colleague",
        _("A colleague or relative you trust"),
        (
            _("Somebody who may lawfully hold it keeps it for a while."),
            _("Agree beforehand how you get it back, and who else is asked first."),
        ),
        (CALM, TRANSFERS),
    ),
    Text(
        "voluntary",
        _("Voluntary storage somewhere else"),
        (
            _("Many agencies, ranges and licensed dealers store for a time. Call first."),
            _("Another agency can be easier than your own."),
        ),
        (STORAGE_STUDY,),
    ),
    Text(
        "lock_box",
        _("A lock box, with the key somewhere else"),
        (
            _("When it has to stay at home: unloaded, locked, ammunition in another place."),
            _("Somebody else keeps the key or sets the code."),
        ),
        (CALM,),
    ),
)
MEDICINE = Text(
    "medicine",
    _("Medicine and drink"),
    (
        _("Keep little at home, and let somebody else look after the rest."),
        _("A pharmacy takes back what is no longer needed."),
    ),
    (CALM,),
)
BEFORE_YOU_HAND_OVER = Text(
    "before_you_hand_over",
    _("Before you hand over a duty weapon"),
    (
        _("Ask a peer supporter or your union how your agency handles it and how you get it back."),
        _("Rules on handing a weapon to somebody else differ from place to place. Ask first."),
    ),
    (TRANSFERS,),
)

TEXTS: tuple[Text, ...] = (
    OPENING,
    DANGER,
    NEXT_HOUR,
    ABOUT_PLAN,
    *(step.text for step in STEPS),
    WHY_DISTANCE,
    *STORAGE,
    MEDICINE,
    BEFORE_YOU_HAND_OVER,
)
