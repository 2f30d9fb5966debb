"""Every handle with an id: addresses, mutations and lookups, with the record that each one names."""

from tests.adversary.scenes import joined, listed

#: Routes whose id names an entry in the caller's own book, a row of the agency, or a door for one role.
NO_ROW_OF_HERS = (
    "incident_detail", "exposure_entry", "exposure_note", "exposure_dispute", "exposure_take_back",
    "exposure_remove", "sleep_edit", "sleep_delete", "work_edit", "work_delete", "receipt",
    "receipt_file", "activity_join", "activity_leave", "activity_ics", "legal_hold_approve",
    "legal_hold_release",
)  # fmt: skip
#: The same for mutations.
OF_NO_ROW = {
    "createReferral", "joinActivity", "leaveActivity", "logSleep", "logWork", "deleteSleep",
    "deleteWork", "disputeExposure", "annotateExposure", "removeExposure", *listed("of_no_row"),
}  # fmt: skip
#: Routes with an id -> the kind of row whose id it is. A kind that is not Alice's alone is None.
NAMES_A_ROW: dict[str, str | None] = {
    "check_in_detail": "Check-in: note",
    "check_in_done": "Check-in: note",
    "check_in_delete": "Check-in: note",
    "share": "Check-in: note",
    "standing_detail": "Standing",
    "revoke_share": "Share",
    "let_peer_go": "Assignment",
    "skip_invitation": "Suggested check-in",
    "offer_detail": "Offer, declined",
    "answer_offer": "Offer, declined",
    "finish_offer": "Offer, declined",
    "move_referral": "Referral",
    "snooze_invitation": "Suggested check-in",
    "take_review_back": "Annual review, confirmed",
    "end_assessment_share": "Assessment share",
    "assessment_detail": "Assessment: answers",
    "assessment_done": "Assessment: answers",
    "assessment_share": "Assessment: answers",
    "assessment_delete": "Assessment: answers",
    "assessment_forget": "Assessment, unfinished",
    "thanks_delete": "Thanks",
    "milestone_delete": "Own day",
    **dict.fromkeys(NO_ROW_OF_HERS),
    **joined("routes"),
}

#: Mutations at a row of hers, as a stranger sends them: the text, and the record whose id it takes.
BY_ID = [
    ('deleteCheckIn(checkIn: "%s")', "Check-in: note"),
    ('shareResult(checkIn: "%s", person: "dan")', "Check-in: note"),
    ('revokeShare(share: "%s")', "Share"),
    ('cancelAssessment(assessment: "%s")', "Assessment, unfinished"),
    ('deleteAssessment(assessment: "%s")', "Assessment: answers"),
    ('saveAnswer(assessment: "%s", answers: [])', "Assessment, unfinished"),
    ('shareAssessment(assessment: "%s", person: "dan")', "Assessment: answers"),
    ('submitAssessment(assessment: "%s", key: "mine")', "Assessment, unfinished"),
    ('revokeAssessmentShare(share: "%s")', "Assessment share"),
    ('takeBackAnnualReview(annualReview: "%s")', "Annual review, confirmed"),
    ('snoozeAssessment(dueAssessment: "%s")', "Suggested check-in"),
    ('respondToOffer(offer: "%s", answer: ACCEPT)', "Offer, declined"),
    *listed("mutations"),
]

#: Mutations as she sends them herself.
OWN = [
    ('setOptIn(textVersion: "%s", level: FULL)', "CURRENT"),
    ('submitCheckIn(key: "new", answers: {stress: 9, sleep: 3})', ""),
    ('shareResult(checkIn: "%s", person: "gwen")', "Check-in: note"),
    ('cancelAssessment(assessment: "%s")', "Assessment, unfinished"),
    ('deleteAssessment(assessment: "%s")', "Assessment: answers"),
    ('saveAnswer(assessment: "%s", answers: [])', "Assessment, unfinished"),
    ('shareAssessment(assessment: "%s", person: "gwen")', "Assessment: answers"),
    ('submitAssessment(assessment: "%s", key: "mine")', "Assessment, unfinished"),
    ('revokeAssessmentShare(share: "%s")', "Assessment share"),
    ('takeBackAnnualReview(annualReview: "%s")', "Annual review, confirmed"),
    ('snoozeAssessment(dueAssessment: "%s")', "Suggested check-in"),
    ('respondToOffer(offer: "%s", answer: SCHEDULE)', "Offer, accepted"),
    ("createReferral(kind: FAMILY)", ""),
    *listed("own"),
]

#: Lookups in the administration that would tell who matches, and lists that could take them.
LOOKUPS = (
    "checkingrant__content_object__note__contains=canary", "checkingrant__isnull=False",
    "owned_referrals__kind=chaplain", "attendances__incident__number__startswith=CANARY",
    "participantgrant__content_object__level__gte=30", "password__startswith=md5", "score__gte=8",
)  # fmt: skip
LISTS = ("agency/user", "agency/post", "agency/unit", "intake/quarantine", "trust/groupsize")
