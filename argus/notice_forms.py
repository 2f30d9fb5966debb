"""What a person may choose about messages; each form stands alone, so that each saves alone."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agency.models import User
from trust.channels import Mine, masked
from trust.doors.forms import CalmForm, CalmRadio
from trust.models import Channel
from trust.notify.wishes import MailTo

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
WRITE_IT = {"invalid": gettext_lazy("Write the time like 21:30.")}


class ChoicesForm(CalmForm):
    """Channels and hours. Only what can be switched on is there."""

    mail = forms.ChoiceField(label=gettext_lazy("E-mail"), widget=CalmRadio)
    sms = forms.BooleanField(label=gettext_lazy("Text message"), required=False)
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        help_text=gettext_lazy("On the agency’s clock. Leave both empty for no quiet hours."),
        widget=CLOCK,
        required=False,
        error_messages=WRITE_IT,
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        help_text=gettext_lazy("What comes meanwhile waits, and comes as one message."),
        widget=CLOCK,
        required=False,
        error_messages=WRITE_IT,
    )
    rest = forms.BooleanField(
        label=gettext_lazy("Quiet also after a night shift of mine"),
        help_text=gettext_lazy("For eleven hours after its end."),
        required=False,
    )
    wake = forms.BooleanField(
        label=gettext_lazy("Wake me for requests while I am on duty"),
        help_text=gettext_lazy(
            "For those who help. Only while you have switched yourself on duty."
        ),
        required=False,
    )

    def __init__(self, *args: object, mine: Mine, person: User, helps: bool) -> None:
        super().__init__(*args, initial=_initial(mine))
        self.fields["mail"].choices = mail_choices(mine, person)  # type: ignore[attr-defined]
        if not mine.wishes.number:
            del self.fields["sms"]
        else:
            self.fields["sms"].label = _("Text message to my number %(number)s") % {
                "number": masked(mine.wishes.number)
            }
        if not helps and not mine.wishes.wake:
            del self.fields["wake"]


def _initial(mine: Mine) -> dict[str, object]:
    now, hours = mine.wishes, mine.wishes.hours
    return {
        "mail": "" if mine.mail_goes_nowhere else now.mail,
        "sms": now.sms,
        "quiet_from": hours.since if hours else None,
        "quiet_until": hours.until if hours else None,
        "rest": now.rest,
        "wake": now.wake,
    }


def mail_choices(mine: Mine, person: User) -> list[tuple[str, str]]:
    """Only addresses that exist and may be used; the work mailbox says who else reads it."""
    own = MailTo.WORK if mine.work_mailbox else MailTo.ACCOUNT
    offered = [
        (MailTo.PRIVATE, mine.wishes.address),
        (own, person.email),
        (MailTo.OFF, "-"),
    ]
    return [
        (str(each.value), _with_address(str(each.label), where)) for each, where in offered if where
    ]


def _with_address(label: str, where: str) -> str:
    return f"{label} ({masked(where)})" if "@" in where else label


class AddressForm(CalmForm):
    """A private address that will be asked to prove itself."""

    to = forms.CharField(
        label=gettext_lazy("Private address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NumberForm(CalmForm):
    """A number that will be asked to prove itself."""

    to = forms.CharField(
        label=gettext_lazy("Number of your own phone"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class CodeForm(CalmForm):
    """The six digits."""

    code = forms.CharField(
        label=gettext_lazy("The six digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


FORMS: dict[str, type[CalmForm]] = {Channel.MAIL: AddressForm, Channel.SMS: NumberForm}
