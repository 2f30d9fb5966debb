"""Kinds of record as people call them, for the boundary page. A test asks that none is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy

Text = str | Lazy


@dataclass(frozen=True)
class Kind:
    """A kind of record as people call it, and what it holds."""

    name: Text
    holds: Text = ""


KINDS: dict[str, Kind] = {
    "wellness.Standing": Kind(
        gettext_lazy("How you are doing: a colour"),
        gettext_lazy("Green to red, since when, and whether you would like contact."),
    ),
    "wellness.Exposure": Kind(
        gettext_lazy("Hard calls you attended"),
        gettext_lazy("Which kind of call and when. Only after you joined."),
    ),
    "wellness.ExposureSummary": Kind(
        gettext_lazy("How many hard calls, month by month"),
        gettext_lazy("Counts by kind of call. No day and no incident."),
    ),
    "wellness.CheckIn": Kind(
        gettext_lazy("Check-in"), gettext_lazy("Your answers and your note, sealed.")
    ),
    "wellness.Assessment": Kind(
        gettext_lazy("Assessment"), gettext_lazy("Your answers and their bands, sealed.")
    ),
    "wellness.AssessmentGrant": Kind(gettext_lazy("One assessment shared with one person")),
    "wellness.AnnualReview": Kind(
        gettext_lazy("That you did your annual review"),
        gettext_lazy("The day, when you confirm it yourself. No score and no note."),
    ),
    "wellness.SafetyPlan": Kind(
        gettext_lazy("Safety plan"), gettext_lazy("Your own words for a bad night, sealed.")
    ),
    "wellness.Diary": Kind(gettext_lazy("Sleep and hours that you wrote down")),
    "wellness.Reminders": Kind(gettext_lazy("When you want to be reminded")),
    "wellness.ScoreSummary": Kind(
        gettext_lazy("Bands of your assessments"), gettext_lazy("No answer and no number.")
    ),
    "wellness.FatigueSummary": Kind(
        gettext_lazy("Fatigue band"), gettext_lazy("One word. No hour, no shift, no night.")
    ),
    "wellness.ExposureRule": Kind(
        gettext_lazy("Which call type counts as which kind of hard call")
    ),
    "wellness.Wording": Kind(gettext_lazy("Licensed wording of a questionnaire")),
    "resources.Activity": Kind(gettext_lazy("Team activity")),
    "resources.SignUp": Kind(gettext_lazy("Who comes to a team activity")),
    "resources.Opportunity": Kind(gettext_lazy("Training opportunity")),
    "resources.ThanksChoice": Kind(gettext_lazy("Whether you would like to get thanks")),
    "resources.Thanks": Kind(
        gettext_lazy("Thanks from a colleague"), gettext_lazy("Their words to you, sealed.")
    ),
    "resources.Milestone": Kind(gettext_lazy("A day that you want to remember, sealed")),
    "resources.Feed": Kind(gettext_lazy("Your secret calendar address")),
    "agency.Shift": Kind(gettext_lazy("Your hours on the roster")),
    "trust.LegalHold": Kind(
        gettext_lazy("That your record must wait for a court"),
        gettext_lazy("Who asked, who agreed, since when. Set by two people, never by command."),
    ),
    "trust.BreakGlass": Kind(
        gettext_lazy("That your name and plan were opened in an emergency"),
        gettext_lazy("Why (one of two reasons), who asked, who agreed, what the review found."),
    ),
    "trust.DeletionReceipt": Kind(gettext_lazy("Proof that your record was destroyed")),
    "trust.RetentionRule": Kind(gettext_lazy("How long things are kept")),
    "trust.PurgeRun": Kind(gettext_lazy("How much was cleared away in a night, in numbers")),
    "wellness.CheckInGrant": Kind(gettext_lazy("One check-in shared with one person")),
    "wellness.Invitation": Kind(gettext_lazy("Invitation to a check-in")),
    "peersupport.Supporter": Kind(
        gettext_lazy("Supporter on the roster"),
        gettext_lazy("What they say of themselves, for colleagues to read."),
    ),
    "peersupport.Availability": Kind(gettext_lazy("Hours in which a supporter can be reached")),
    "peersupport.Away": Kind(gettext_lazy("Days on which a supporter is away")),
    "peersupport.Photo": Kind(gettext_lazy("Photograph of a supporter, if they want one")),
    "peersupport.Application": Kind(
        gettext_lazy("Application to become a supporter"),
        gettext_lazy("Who would like to, and how far it is. No reason is asked for."),
    ),
    "peersupport.Ballot": Kind(
        gettext_lazy("Vote on an application"),
        gettext_lazy("One for each seat of the steering group."),
    ),
    "peersupport.Member": Kind(gettext_lazy("Seat in the steering group")),
    "peersupport.Meeting": Kind(
        gettext_lazy("Meeting of the steering group"),
        gettext_lazy("The day, and which seats were there."),
    ),
    "resources.Session": Kind(
        gettext_lazy("Training session"),
        gettext_lazy("When, where, and how many seats."),
    ),
    "resources.Enrolment": Kind(gettext_lazy("Your seat in a training session")),
    "agency.Course": Kind(gettext_lazy("Course of the catalogue")),
    "agency.TrainingRecord": Kind(
        gettext_lazy("That you took a course"),
        gettext_lazy("Which one, when, and until when it counts. Never how you did."),
    ),
    "peersupport.Case": Kind(
        gettext_lazy("Hard incident and its follow-up"),
        gettext_lazy("Incident number, what is offered and by when. No names."),
    ),
    "peersupport.Place": Kind(gettext_lazy("Your place in the follow-up of an incident")),
    "peersupport.Offer": Kind(
        gettext_lazy("Offer of support after an incident"),
        gettext_lazy("Everyone who was there gets one. A “no” is seen by nobody."),
    ),
    "peersupport.Debrief": Kind(
        gettext_lazy("Session after an incident"),
        gettext_lazy("When, where and who leads it. Not who comes, and never what was said."),
    ),
    "peersupport.DebriefSeat": Kind(
        gettext_lazy("Your place in a session"),
        gettext_lazy("Whether you come. “Not this time” is seen by nobody."),
    ),
    "peersupport.Facilitator": Kind(gettext_lazy("Who leads a session")),
    "peersupport.Room": Kind(gettext_lazy("Room of a session")),
    "peersupport.Outreach": Kind(
        gettext_lazy("Visit to the briefing of a unit"),
        gettext_lazy("A unit and a month. No name and no figure."),
    ),
    "peersupport.CareStep": Kind(
        gettext_lazy("What is done after an assault on an officer"),
        gettext_lazy("Seven steps of an incident, done or not. No words."),
    ),
    "peersupport.PackRule": Kind(gettext_lazy("Windows and limits that the agency has changed")),
    "peersupport.PeerRequest": Kind(
        gettext_lazy("Your request for somebody to talk to"),
        gettext_lazy("What you wish for and a pseudonym. Coordinators never see your name."),
    ),
    "peersupport.Ask": Kind(
        gettext_lazy("That a supporter was asked for you"),
        gettext_lazy("A pseudonym of its own for each supporter, until you give your name."),
    ),
    "peersupport.Wishes": Kind(
        gettext_lazy("Your own team, and whom you would rather not meet"),
        gettext_lazy("Sealed. Nobody is told that they are on either list."),
    ),
    "peersupport.Contact": Kind(
        gettext_lazy("Contact with a supporter"),
        gettext_lazy("Day, channel and length. There is no place for a word of it."),
    ),
    "peersupport.ConfidentialityException": Kind(
        gettext_lazy("That a confidence had to be opened"),
        gettext_lazy("Which exception of the law, and that a second person was asked. No words."),
    ),
    "peersupport.Provider": Kind(
        gettext_lazy("Provider outside the agency"),
        gettext_lazy("Who they are. No officer stands in it."),
    ),
    "peersupport.Slot": Kind(
        gettext_lazy("Time that a provider keeps free"),
        gettext_lazy("Booked, it names a referral only."),
    ),
    "peersupport.Pathway": Kind(gettext_lazy("Way to help that is offered here")),
    "peersupport.PathwayStep": Kind(gettext_lazy("Whose step it is, and for how long")),
    "peersupport.ReferralDetails": Kind(
        gettext_lazy("What a provider may see of you"),
        gettext_lazy(
            "Sealed. It opens for you, and behind the one link that you agreed to. No coordinator reads it."
        ),
    ),
    "peersupport.Handoff": Kind(
        gettext_lazy("That a referral was handed on"),
        gettext_lazy("When, to whom, one of ten codes."),
    ),
    "peersupport.ProviderLink": Kind(
        gettext_lazy("That a provider has a link"),
        gettext_lazy("When it was sent and when it ends."),
    ),
    "peersupport.Referral": Kind(
        gettext_lazy("Referral"), gettext_lazy("Where to and how far it got. No reasons.")
    ),
    "peersupport.ReturnPlan": Kind(
        gettext_lazy("Your plan for coming back to duty"),
        gettext_lazy("Where you are now, sealed. A pause or a step back leaves no mark."),
    ),
    "peersupport.ReturnPlanGrant": Kind(gettext_lazy("Who is on your plan for coming back")),
    "peersupport.ReturnSeat": Kind(
        gettext_lazy("That a facilitator is wanted"),
        gettext_lazy("A made-up code and the stream. Coordinators never see your name."),
    ),
    "agency.DutyStatus": Kind(
        gettext_lazy("What the personnel office says of your duty"),
        gettext_lazy("Fit, restricted in which duties, or not fit, and the date. Never a reason."),
    ),
    "agency.User": Kind(gettext_lazy("Name, e-mail address and personnel number")),
    "agency.Unit": Kind(gettext_lazy("Units of the agency")),
    "agency.Post": Kind(gettext_lazy("Who holds which role where")),
    "agency.Incident": Kind(gettext_lazy("Incident from dispatch")),
    "agency.Attendance": Kind(gettext_lazy("Who was at an incident")),
    "agency.Encounter": Kind(
        gettext_lazy("What a patient record means for the crew"),
        gettext_lazy("That support is called for and why. No patient, no vital sign."),
    ),
    "trust.Participant": Kind(gettext_lazy("Your sharing settings as they stand")),
    "trust.Consent": Kind(gettext_lazy("What you decided about sharing, every version")),
    "trust.ParticipantGrant": Kind(gettext_lazy("Who your peer supporter is")),
    "trust.Notice": Kind(gettext_lazy("Message that there is something to see")),
    "trust.Delivery": Kind(gettext_lazy("That a message went out")),
    "trust.NoticeChoice": Kind(
        gettext_lazy("How you hear from us"),
        gettext_lazy("Your address, your number and your quiet hours, sealed."),
    ),
    "trust.PushDevice": Kind(gettext_lazy("Device that shows you messages")),
    "trust.NoticeCode": Kind(gettext_lazy("Code to confirm an address or a number")),
    "trust.Disclosure": Kind(
        gettext_lazy("Who looked"), gettext_lazy("Every look at your record, also stopped ones.")
    ),
    "trust.SubjectKey": Kind(gettext_lazy("Key that opens your record")),
    "trust.OutboxJob": Kind(gettext_lazy("Work that waits to be done")),
    "trust.ScheduleSlot": Kind(gettext_lazy("Clock of repeated work")),
    "trust.ReleaseRun": Kind(gettext_lazy("List of the periods with figures")),
    "trust.ReleasedCell": Kind(
        gettext_lazy("Figures about groups"),
        gettext_lazy("Rounded, frozen once, never about a small group."),
    ),
    "trust.GroupSize": Kind(gettext_lazy("Smallest group a figure may be about")),
    "intake.Record": Kind(gettext_lazy("That a file's line was read")),
    "intake.Quarantine": Kind(gettext_lazy("Line of a file that could not be taken in")),
}


def kind(label: str) -> Kind:
    return KINDS.get(label, Kind(label))
