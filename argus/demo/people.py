"""The people of the demonstration agency: about 320 officers in a five-level tree, as a roster CSV.

Invented from start to end, the same at every run (fixed seed), dates relative to ``today``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

AGENCY = "Riverbend Police"
TREE: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    "Operations": {
        "Patrol North": {
            "Harbor": ("Harbor Days", "Harbor Nights", "Harbor Relief"),
            "Old Town": ("Old Town Days", "Old Town Nights", "Old Town Relief"),
        },
        "Patrol South": {
            "Mills": ("Mills Days", "Mills Nights", "Mills Relief"),
            "Airport": ("Airport Days", "Airport Nights"),
        },
    },
    "Support": {
        "Investigations": {
            "Major Crimes": ("Violent Crime", "Missing Persons"),
            "Property": ("Burglary", "Fraud"),
        },
        "Field Services": {
            "Traffic": ("Traffic Days", "Traffic Nights"),
            "Rescue": ("Medic Response", "Community Response"),
        },
    },
}
FIRST = (
    "Ana", "Ben", "Cara", "Dev", "Elena", "Finn", "Grace", "Hugo", "Iris", "Jonah", "Kim", "Leo",
    "Mara", "Noah", "Olga", "Paul", "Quinn", "Rosa", "Sam", "Tess", "Uma", "Victor", "Wren",
    "Xavier", "Yara", "Zane",
)  # fmt: skip
LAST = (
    "Abbot", "Barnes", "Castillo", "Doyle", "Ellis", "Farrow", "Grant", "Huang", "Ibarra", "Jensen",
    "Keller", "Lopez", "Mercer", "Nolan", "Ochoa", "Parker", "Quigley", "Reyes", "Sato", "Turner",
    "Ulrich", "Vance", "Walsh", "Yates", "Zimmer",
)  # fmt: skip
SQUAD_SIZE = (14, 19)
# What each sign-in name of the demonstration is for, in the order in which it is printed.
ACCOUNTS = {
    "officer": "an officer who has joined and shares with a peer supporter",
    "peer": "a peer supporter",
    "coordinator": "runs the programme: incidents, offers, referrals",
    "supervisor": "the officer's sergeant",
    "commander": "leads the division",
    "chief": "leads the agency",
    "admin": "wellness administrator: people, units, settings",
    "union": "reviewer of the association",
    "chaplain": "a chaplain of the programme",
    "clinician": "a clinician of the programme",
}
MEDICS = ("54266", "67981")


@dataclass
class Person:
    """One line of the roster, once per post."""

    number: str
    name: str
    username: str
    unit: str
    role: str
    since: dt.date
    more: list[tuple[str, str]] = field(default_factory=list)

    def rows(self) -> Iterator[list[str]]:
        for unit, role in [(self.unit, self.role), *self.more]:
            mail = f"{self.username}@riverbend.example"
            yield [self.number, self.name, mail, self.username, unit, role, str(self.since), ""]


def squads() -> list[str]:
    """Every squad as a path from the agency down."""
    return [
        f"{AGENCY}/{bureau}/{division}/{district}/{squad}"
        for bureau, divisions in TREE.items()
        for division, districts in divisions.items()
        for district, names in districts.items()
        for squad in names
    ]


def people(today: dt.date) -> list[Person]:
    """Everybody, the named accounts first."""
    dice = random.Random(20_250_401)  # noqa: S311 - invented people, not secrets
    since = today - dt.timedelta(days=900)
    staff = _accounts(since)
    taken = {each.username for each in staff}
    for index, squad in enumerate(squads()):
        for place in range(dice.randint(*SQUAD_SIZE)):
            person = _officer(dice, squad, since, len(staff), taken)
            if place == 0 and index:
                person.more.append((squad, "supervisor"))
            elif place == 1 and index % 2:
                person.more.append((AGENCY, "peer_support"))
            staff.append(person)
    return staff + _programme(since)


def _accounts(since: dt.date) -> list[Person]:
    home = squads()[0]
    division = "/".join(home.split("/")[:3])
    medics = f"{AGENCY}/Support/Field Services/Rescue/Medic Response"
    command = [("commander", division), ("chief", AGENCY)]
    team = [
        ("coordinator", "wellness_coordinator"),
        ("admin", "wellness_admin"),
        ("union", "union_reviewer"),
    ]
    return [
        Person("10001", "Alex Rivera", "officer", home, "officer", since),
        Person("10002", "Dana Reyes", "peer", squads()[3], "officer", since, [(AGENCY, "peer_support")]),
        Person("10003", "Kit Ortiz", "supervisor", home, "officer", since, [(home, "supervisor")]),
        *(Person(f"1001{n}", name, role, unit, role, since)
          for n, (name, (role, unit)) in enumerate(zip(("Erin Marsh", "Jo Whitfield"), command, strict=True))),
        *(Person(f"1002{n}", name, login, AGENCY, role, since)
          for n, (name, (login, role)) in enumerate(
              zip(("Carol Nguyen", "Pat Lindqvist", "Lee Hammond"), team, strict=True))),
        *(Person(number, name, f"medic{n}", medics, "officer", since)
          for n, (number, name) in enumerate(zip(MEDICS, ("Mia Brandt", "Omar Shaw"), strict=True), 1)),
    ]  # fmt: skip


def _officer(
    dice: random.Random, squad: str, since: dt.date, count: int, taken: set[str]
) -> Person:
    first, last = dice.choice(FIRST), dice.choice(LAST)
    username = f"{first[0]}{last}".lower()
    while username in taken:
        username = f"{first[0]}{last}{dice.randint(2, 999)}".lower()
    taken.add(username)
    return Person(str(20_000 + count), f"{first} {last}", username, squad, "officer", since)


def _programme(since: dt.date) -> list[Person]:
    roles = [
        ("Robin Okafor", "rokafor", "wellness_coordinator"),
        ("Amy Dell", "chaplain", "chaplain"),
        ("Dr. Nina Holt", "clinician", "clinician"),
        ("Terry Blum", "tblum", "dispatcher"),
        ("CAD feed", "cadfeed", "integration"),
    ]
    return [
        Person(f"3000{n}", name, login, AGENCY, role, since)
        for n, (name, login, role) in enumerate(roles)
    ]


def roster_csv(today: dt.date) -> str:
    """The roster as ``manage.py ingest roster`` reads it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["personnel_number", "name", "email", "username", "unit", "role", "from", "until"]
    )
    for person in people(today):
        writer.writerows(person.rows())
    return out.getvalue()
