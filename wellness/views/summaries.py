"""What the top level opens to the wellness team beside the colour: bands, and no number behind them.

Each look is written in the officer's log by ``access.reveal`` before anything opens.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import cast

from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from agency.models import User
from trust import access
from wellness import scoring
from wellness.fatigue import Band
from wellness.instruments import Instrument, say
from wellness.models import FatigueSummary, ScoreSummary
from wellness.views.results import shown

Row = dict[str, object]
TAGS = {Band.FINE: "settled", Band.RAISED: "care", Band.HIGH: "attention"}


def fatigue_of(by: User, participant: uuid.UUID) -> Row | None:
    """The fatigue band of the roster and since when; None where no level opens it."""
    row = access.visible(by, FatigueSummary).filter(participant=participant).first()
    if row is None:
        return None
    state = cast("Mapping[str, str]", access.reveal(by, row).content["state"])
    band = Band(state["band"])
    return {"label": band.label, "tag": TAGS[band], "since": parse_date(state["since"])}


def scores_of(by: User, participant: uuid.UUID) -> list[Row]:
    """The newest band of each instrument; empty where no level opens them."""
    row = access.visible(by, ScoreSummary).filter(participant=participant).first()
    if row is None:
        return []
    bands = cast("Mapping[str, Mapping[str, str]]", access.reveal(by, row).content["bands"])
    return [_score(code, each) for code, each in sorted(bands.items())]


def _score(code: str, each: Mapping[str, str]) -> Row:
    of = shown(code, "")
    return {
        "title": say(of.title, get_language() or "en") if of else code,
        "label": _label(of, each["band"]) if of else each["band"],
        "on": parse_date(each["on"]),
    }


def _label(of: Instrument, band: str) -> object:
    scales = [each.code for each in of.scales if band in {known.code for known in each.bands}]
    return scoring.band_label(of, scales[0], band) if scales else band
