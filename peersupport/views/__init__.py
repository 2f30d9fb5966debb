"""Pages of the peer support room: for the officer, the people who ask for others, the coordinator, command."""

from peersupport.views.asking import AskForSupport, RaiseCase
from peersupport.views.command import offers_in_time
from peersupport.views.coordinator import (
    IncidentDetail,
    Incidents,
    finish_offer,
)
from peersupport.views.debriefs import (
    DebriefDetail,
    Debriefs,
    MoveDebrief,
    PlanDebrief,
    cancel_debrief,
    debrief_appointment,
    hold_debrief,
    reinstate_debrief,
)
from peersupport.views.officer import (
    answer_offer,
    answer_seat,
    home_cards,
    offer_detail,
    offers,
    seat_appointment,
)
from peersupport.views.outreach import Outreaches, PlanVisit, close_visit, tick_care_step

__all__ = [
    "AskForSupport",
    "DebriefDetail",
    "Debriefs",
    "IncidentDetail",
    "Incidents",
    "MoveDebrief",
    "Outreaches",
    "PlanDebrief",
    "PlanVisit",
    "RaiseCase",
    "answer_offer",
    "answer_seat",
    "cancel_debrief",
    "close_visit",
    "debrief_appointment",
    "finish_offer",
    "hold_debrief",
    "home_cards",
    "offer_detail",
    "offers",
    "offers_in_time",
    "reinstate_debrief",
    "seat_appointment",
    "tick_care_step",
]
