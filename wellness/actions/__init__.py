"""What an officer does with their own record. Every action is atomic and knows who acts.

Raises ``trust.refusal.Refusal`` (a clear no with its reason), ``PermissionDenied`` or ``Http404``.
"""

from wellness.actions.assessments import (
    cancel as cancel_assessment,
)
from wellness.actions.assessments import (
    confirm_annual_review,
    my_results,
    save_answer,
    save_answers,
    save_draft,
)
from wellness.actions.assessments import (
    delete as delete_assessment,
)
from wellness.actions.assessments import (
    start as start_assessment,
)
from wellness.actions.assessments import (
    submit as submit_assessment,
)
from wellness.actions.assessments import (
    take_back as take_back_annual_review,
)
from wellness.actions.check_ins import delete_check_in, submit_check_in
from wellness.actions.consent import (
    allowed_levels,
    destroy_my_record,
    level_named,
    set_opt_in,
    withdraw,
)
from wellness.actions.export import record_fhir, record_json
from wellness.actions.exposure import (
    add_exposure,
    annotate_exposure,
    bring_in_attendance,
    count_exposure,
    dispute_exposure,
    look_up_attendance,
    map_again,
    record_exposures,
    remove_exposure,
    save_exposure_rule,
    take_back_dispute,
)
from wellness.actions.fatigue_bands import refresh_fatigue
from wellness.actions.hours import (
    delete_sleep,
    delete_work,
    log_sleep,
    log_work,
    my_fatigue,
    my_shifts,
    my_sleep,
)
from wellness.actions.leaving import my_hold, my_receipts
from wellness.actions.overview import my_next_steps
from wellness.actions.record import (
    Looked,
    MyStanding,
    download,
    looks_at_me,
    my_answers,
    my_standing,
)
from wellness.actions.safety import delete_plan, my_plan, save_plan
from wellness.actions.schedule import (
    due_now,
    invite_after_incident,
    invite_rounds,
    invite_weekly,
    my_reminders,
    remind,
    set_reminders,
    skip_invitation,
    snooze_invitation,
)
from wellness.actions.sharing import (
    choose_peer,
    let_peer_go,
    peers_to_choose,
    revoke_assessment_share,
    revoke_share,
    share_assessment,
    share_result,
)
from wellness.actions.wordings import upload_wording

__all__ = [
    "Looked",
    "MyStanding",
    "add_exposure",
    "allowed_levels",
    "annotate_exposure",
    "bring_in_attendance",
    "cancel_assessment",
    "choose_peer",
    "confirm_annual_review",
    "count_exposure",
    "delete_assessment",
    "delete_check_in",
    "delete_plan",
    "delete_sleep",
    "delete_work",
    "destroy_my_record",
    "dispute_exposure",
    "download",
    "due_now",
    "invite_after_incident",
    "invite_rounds",
    "invite_weekly",
    "let_peer_go",
    "level_named",
    "log_sleep",
    "log_work",
    "look_up_attendance",
    "looks_at_me",
    "map_again",
    "my_answers",
    "my_fatigue",
    "my_hold",
    "my_next_steps",
    "my_plan",
    "my_receipts",
    "my_reminders",
    "my_results",
    "my_shifts",
    "my_sleep",
    "my_standing",
    "peers_to_choose",
    "record_exposures",
    "record_fhir",
    "record_json",
    "refresh_fatigue",
    "remind",
    "remove_exposure",
    "revoke_assessment_share",
    "revoke_share",
    "save_answer",
    "save_answers",
    "save_draft",
    "save_exposure_rule",
    "save_plan",
    "set_opt_in",
    "set_reminders",
    "share_assessment",
    "share_result",
    "skip_invitation",
    "snooze_invitation",
    "start_assessment",
    "submit_assessment",
    "submit_check_in",
    "take_back_annual_review",
    "take_back_dispute",
    "upload_wording",
    "withdraw",
]
