"""What could help next, from the officer's own newest answers: four steps at most, each with its reason.

Pure: takes what the page has opened, returns sentences and names of pages. Computed while the page is
made; nothing is stored, counted or logged, and the page tells nobody what was looked at. A step is
an offer of a thing to read, a person or a rest; never a diagnosis and never a duty.

Where the steps come from: a total of 3 on PHQ-2 or GAD-2 asks for the longer form (Kroenke et al.
2003, 2007); *moderate* and above on PHQ-9 or GAD-7 is where their owners advise a talk with a
professional (Kroenke et al. 2001; Spitzer et al. 2006); tips for rest carry their sources
(``wellness.rest_tips``); counts of hard calls need no weighting to matter (Donnelly and Bennett 2014).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellness.rest_tips import tips_for
from wellness.standing import Band, Colour

MOST = 4
Words = str | Promise

#: Bands from which the owner of the instrument, or our own neutral word, advises a talk.
TALK: dict[str, frozenset[str]] = {
    "phq-9": frozenset({"moderate", "moderately-severe", "severe"}),
    "phq-8": frozenset({"moderate", "moderately-severe", "severe"}),
    "gad-7": frozenset({"moderate", "severe"}),
    "k6": frozenset({"high"}),
    "pc-ptsd-5": frozenset({"worth-a-talk"}),
    "pcl-5": frozenset({"worth-a-talk"}),
    "who-5": frozenset({"low-wellbeing"}),
}
LONGER = {"phq-2": "phq-9", "gad-2": "gad-7"}
DRINKING = "worth-a-talk"


@dataclass(frozen=True)
class Next:
    """One step. ``why`` says in words which own answer it follows from; ``url_name`` may be ''."""

    code: str
    title: Words
    text: Words
    why: Words
    action: Words
    url_name: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the officer's own page has opened: newest values only.

    ``bands``: instrument -> band code. ``answers``: item of the weekly check
    -> band code of ``wellness.standing``. ``worn_out``: which numbers of the hours were passed.
    ``above_usual``: kinds of hard calls that came more often in the last 30 days than in this
    officer's usual 30 days.
    """

    colour: str = ""
    safety: bool = False
    bands: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    worn_out: Sequence[str] = ()
    above_usual: Sequence[Words] = ()


def next_steps(known: Known) -> tuple[Next, ...]:
    """At most four steps, the most pressing first; the same for the same answers."""
    found = (each for rule in RULES for each in rule(known))
    return tuple(each for each, _n in zip(found, range(MOST), strict=False))


def _safety(known: Known) -> Iterator[Next]:
    if known.safety or known.colour == Colour.RED:
        yield Next(
            "safety_plan",
            _("Your own plan for a bad night"),
            _(
                "Six short steps in your own words. You can write it on a good day and read it on a bad one."
            ),
            _("Shown because of what you answered the last time."),
            _("Open my plan"),
            "safety_plan",
        )


def _longer(known: Known) -> Iterator[Next]:
    for short, long in LONGER.items():
        if known.bands.get(short) == "worth-a-talk" and long not in known.bands:
            mood = short == "phq-2"
            yield Next(
                f"longer_{long}",
                _("A closer look at your mood") if mood else _("A closer look at worry"),
                _("A few more questions, two minutes. The result is yours alone."),
                _("Shown because the two short questions about mood were at 3 or more.")
                if mood
                else _("Shown because the two short questions about worry were at 3 or more."),
                _("Answer them"),
                "assessment_run",
                (long,),
            )


def _professional(known: Known) -> Iterator[Next]:
    if any(known.bands.get(code) in bands for code, bands in TALK.items()):
        yield Next(
            "professional",
            _("Talk to somebody who does this for a living"),
            _(
                "Lines for police, fire and dispatch. None belongs to your agency; you need not give your name."
            ),
            _("Shown because one of your newest results is in a range where a talk is worth it."),
            _("See who answers"),
            "resources",
        )


def _drinking(known: Known) -> Iterator[Next]:
    if known.bands.get("audit-c") == DRINKING:
        yield Next(
            "drinking",
            _("A free line about drinking"),
            _("The SAMHSA helpline, day and night. It asks for no name and tells no employer."),
            _("Shown because of your newest answers about drinking."),
            _("See the number"),
            "resources",
        )


def _peer(known: Known) -> Iterator[Next]:
    if known.above_usual:
        yield Next(
            "peer_calls",
            _("A peer who knows these calls"),
            _("You choose who. Nobody in your chain of command can be one."),
            _("Shown because you had more of these than usual in the last 30 days: %(kinds)s.")
            % {"kinds": ", ".join(str(each) for each in known.above_usual[:2])},
            _("See the peers"),
            "peers",
        )
    elif known.answers.get("stress") == Band.HIGH or known.colour in (Colour.ORANGE, Colour.RED):
        yield Next(
            "peer_stress",
            _("Talk to a peer"),
            _("Somebody who does the same work. You choose who, and what you say."),
            _("Shown because your newest check-in told of a lot of stress."),
            _("See who is there"),
            "talk",
        )


def _rest(known: Known) -> Iterator[Next]:
    short = known.answers.get("sleep") in (Band.RAISED, Band.HIGH)
    if short or known.worn_out or known.answers.get("fatigue") == Band.HIGH:
        tip = tips_for(known.worn_out or ["sleep_24"], most=1)[0]
        yield Next(
            "rest",
            tip.title,
            tip.text,
            _("Shown because of your hours and nights.")
            if known.worn_out
            else _("Shown because you told of little sleep, or of being worn out."),
            _("My hours and sleep"),
            "hours",
        )


def _balance(known: Known) -> Iterator[Next]:
    if known.answers.get("balance") in (Band.RAISED, Band.HIGH):
        yield Next(
            "together",
            _("Something that is not work"),
            _("What colleagues do together in the next weeks. Nobody sees why you come."),
            _("Shown because there was little room for your life outside work."),
            _("See what is on"),
            "activities",
        )


def _keep(known: Known) -> Iterator[Next]:
    """Only when nothing stands out, and only for somebody who said something."""
    said = known.colour or known.bands or known.answers
    if said and not any(True for rule in RULES[:-1] for _found in rule(known)):
        yield Next(
            "keep",
            _("Keep what helps"),
            _("Short courses and reading for a good time. Nobody sees what you open."),
            _("Shown because nothing in your newest answers stands out."),
            _("See what is offered"),
            "training",
        )


RULES: tuple[Callable[[Known], Iterator[Next]], ...] = (
    _safety,
    _longer,
    _professional,
    _drinking,
    _peer,
    _rest,
    _balance,
    _keep,
)
