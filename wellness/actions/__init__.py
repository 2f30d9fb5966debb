"""What an officer does with their own record. Every action is atomic and knows who acts.

Raises ``trust.refusal.Refusal`` (a clear no with its reason), ``PermissionDenied`` or ``Http404``.
"""

from wellness.actions.check_ins import delete_check_in, save_draft, submit_check_in
from wellness.actions.consent import allowed_levels, level_named, set_opt_in, withdraw
from wellness.actions.exposure import (
    bring_in_attendance,
    count_exposure,
    record_exposures,
    remove_exposure,
)
from wellness.actions.record import (
    Looked,
    MyStanding,
    download,
    looks_at_me,
    my_answers,
    my_standing,
)
from wellness.actions.retention import forget_old_check_ins, forget_old_exposure
from wellness.actions.schedule import invite_after_incident, invite_weekly, remind, skip_invitation
from wellness.actions.sharing import (
    choose_peer,
    let_peer_go,
    peers_to_choose,
    revoke_share,
    share_result,
)

__all__ = [
    "Looked",
    "MyStanding",
    "allowed_levels",
    "bring_in_attendance",
    "choose_peer",
    "count_exposure",
    "delete_check_in",
    "download",
    "forget_old_check_ins",
    "forget_old_exposure",
    "invite_after_incident",
    "invite_weekly",
    "let_peer_go",
    "level_named",
    "looks_at_me",
    "my_answers",
    "my_standing",
    "peers_to_choose",
    "record_exposures",
    "remind",
    "remove_exposure",
    "revoke_share",
    "save_draft",
    "set_opt_in",
    "share_result",
    "skip_invitation",
    "submit_check_in",
    "withdraw",
]
