"""Kinds of support, and the words in which supporters describe themselves. Pure data.

The list of kinds is the closed set of the programme: peer, chaplain, employee assistance, clinician,
crisis service, family support, money advice (IACP peer support guidelines; Everly and Mitchell's CISM
elements).
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    PEER = "peer", _("Peer supporter")
    CHAPLAIN = "chaplain", _("Chaplain")
    EAP = "eap", _("Employee assistance programme")
    CLINICIAN = "clinician", _("Counsellor")
    CRISIS = "crisis", _("Crisis service")
    FAMILY = "family", _("Family support")
    FINANCIAL = "financial", _("Money advice")


class Language(TextChoices):
    EN = "en", _("English")
    ES = "es", _("Spanish")
    ZH = "zh", _("Chinese")
    VI = "vi", _("Vietnamese")
    TL = "tl", _("Tagalog")
    KO = "ko", _("Korean")
    AR = "ar", _("Arabic")
    FR = "fr", _("French")
    HT = "ht", _("Haitian Creole")
    RU = "ru", _("Russian")
    PT = "pt", _("Portuguese")
    SO = "so", _("Somali")
    ASL = "ase", _("American Sign Language")


class Background(TextChoices):
    """What a supporter has lived through or done; told by themselves, and only if they want."""

    MILITARY = "military", _("Military service")
    SHOOTING = "shooting", _("Was in a shooting on duty")
    INJURY = "injury", _("Was injured on duty")
    LOSS = "loss", _("Lost a colleague")
    SUICIDE_LOSS = "suicide_loss", _("Lost somebody to suicide")
    RECOVERY = "recovery", _("In recovery from alcohol or drugs")
    DIVORCE = "divorce", _("Went through a divorce")
    PARENT = "parent", _("Parent")
    CAREGIVER = "caregiver", _("Cares for a relative")
    LGBTQ = "lgbtq", _("LGBTQ+")
    WOMAN = "woman", _("Woman in policing")
    MINORITY = "minority", _("Person of colour")
    RETIRED = "retired", _("Retired from service")
    DISPATCH = "dispatch", _("Worked in dispatch")
    INVESTIGATED = "investigated", _("Went through an investigation")


class Speciality(TextChoices):
    """What a supporter was trained for."""

    CISM_GROUP = "cism_group", _("Group crisis support (CISM)")
    CISM_ONE = "cism_one", _("One-to-one crisis support (CISM)")
    TRIM = "trim", _("TRiM practitioner")
    SUICIDE = "suicide", _("Suicide prevention")
    SUBSTANCE = "substance", _("Alcohol and drugs")
    FAMILY = "family", _("Couples and families")
    GRIEF = "grief", _("Grief")
    SLEEP = "sleep", _("Shift work and sleep")
    MONEY = "money", _("Money worries")
    RETURN = "return", _("Return to duty")
    SPIRITUAL = "spiritual", _("Spiritual care")
