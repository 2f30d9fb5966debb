"""Work of the peer support room, one module per topic. Tasks take ids and may run twice."""

from peersupport.tasks.cases import catch_up, consider
from peersupport.tasks.exceptions import tell_everybody_due, tell_of_exception
from peersupport.tasks.referrals import escalate, issue_links, mail_end, mail_provider
from peersupport.tasks.requests import look_after_requests, time_out
from peersupport.tasks.returns import refill_seats
from peersupport.tasks.roster import remind_of_certificates
from peersupport.tasks.sessions import find_outreach, step_back, tell_session

__all__ = [
    "catch_up",
    "consider",
    "escalate",
    "find_outreach",
    "issue_links",
    "look_after_requests",
    "mail_end",
    "mail_provider",
    "refill_seats",
    "remind_of_certificates",
    "step_back",
    "tell_everybody_due",
    "tell_of_exception",
    "tell_session",
    "time_out",
]
