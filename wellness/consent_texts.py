"""The exact texts that officers agree to, as data. Pure; a version is never edited, only followed.

What was shown is proved by version id, language and digest on every ``trust.Consent`` row, so
these sentences are kept here word for word in both languages and not in translation files.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Text:
    """One decision: what is asked, who will and will not see what, and how it ends."""

    title: str
    question: str
    yes: str
    not_now: str
    will: tuple[str, ...]
    will_not: tuple[str, ...]
    until: str
    stop: str
    job: str


@dataclass(frozen=True)
class Texts:
    """One version in one language; ``levels`` says for each level who is added by it."""

    join: Text
    share: Text
    count: Text
    levels: dict[str, str]
    wellness_team: str

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of everything that is shown, in hex."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


class UnknownText(LookupError):
    """No such version, or not in this language."""


JOB = "Your answer has no effect on your job. Nobody is told whether you said yes."
SHARE_JOB = (
    "Your answer has no effect on your job. Only the people you choose can see that you did."
)
JOB_ES = "Su respuesta no afecta su trabajo. A nadie se le dice si aceptó."
SHARE_JOB_ES = "Su respuesta no afecta su trabajo. Solo quienes usted elija pueden ver que lo hizo."

ENGLISH_1 = Texts(
    join=Text(
        title="Keep a private record",
        question="May we store what you write here, sealed, for you alone?",
        yes="Yes, keep it for me",
        not_now="Not now",
        will=("You see everything that you write.", "You can download or delete it at any time."),
        will_not=(
            "Your supervisor sees nothing.",
            "Command, human resources and internal affairs see nothing.",
            "The people who run the computers can't read it.",
        ),
        until="Until you stop. Check-ins are deleted after 12 months.",
        stop="Press “Stop” on the Privacy page. It takes effect on the next click.",
        job=JOB,
    ),
    share=Text(
        title="Who may know how you are doing",
        question="Who, besides you, may see your colour?",
        yes="Yes, share my colour",
        not_now="Not now",
        will=(
            "Your colour: green, yellow, orange or red.",
            "Since when it is so.",
            "Whether you would like contact.",
        ),
        will_not=("Your answers.", "Your notes.", "Your hours of sleep."),
        until="Until you change it. You can choose less for check-ins, incidents or hours alone.",
        stop="Press “Turn off” on the Privacy page. It takes effect on the next click.",
        job=SHARE_JOB,
    ),
    count=Text(
        title="Count me in the totals",
        question="May your answers be counted in totals of large groups?",
        yes="Yes, count me",
        not_now="Not now",
        will=(
            "Rounded totals of large groups, once a month.",
            "The same figures for everyone who may see reports.",
        ),
        will_not=(
            "Any figure in which a group of fewer than 8 people could be found.",
            "Your name, your unit’s list, or a single answer.",
        ),
        until="Until you stop. Totals that are already published stay as they are.",
        stop="Press “Turn off” on the Privacy page. It counts from the next month on.",
        job=JOB,
    ),
    levels={
        "SELF_ONLY": "Only you.",
        "PEER_SUPPORT": "You, and a peer supporter whom you choose.",
        "SUPERVISOR": "Also your direct supervisor.",
        "COMMAND": "Also the commander and chief above your unit.",
        "FULL": (
            "Also the wellness coordinator and the wellness administrator. They see how often you "
            "attended each type of incident, too."
        ),
    },
    wellness_team=(
        "The wellness coordinator may see your colour, and nobody in command. You can choose this "
        "with any answer above."
    ),
)

SPANISH_1 = Texts(
    join=Text(
        title="Llevar un registro privado",
        question="¿Podemos guardar lo que usted escriba aquí, sellado, solo para usted?",
        yes="Sí, guárdelo para mí",
        not_now="Ahora no",
        will=(
            "Usted ve todo lo que escribe.",
            "Puede descargarlo o borrarlo en cualquier momento.",
        ),
        will_not=(
            "Su supervisor no ve nada.",
            "El mando, recursos humanos y asuntos internos no ven nada.",
            "Las personas que administran las computadoras no pueden leerlo.",
        ),
        until="Hasta que usted lo detenga. Los chequeos se borran a los 12 meses.",
        stop="Pulse «Detener» en la página Privacidad. Vale desde el siguiente clic.",
        job=JOB_ES,
    ),
    share=Text(
        title="Quién puede saber cómo está",
        question="Además de usted, ¿quién puede ver su color?",
        yes="Sí, compartir mi color",
        not_now="Ahora no",
        will=(
            "Su color: verde, amarillo, naranja o rojo.",
            "Desde cuándo es así.",
            "Si desea que alguien le contacte.",
        ),
        will_not=("Sus respuestas.", "Sus notas.", "Sus horas de sueño."),
        until="Hasta que lo cambie. Puede elegir menos para los chequeos, los incidentes o las horas.",
        stop="Pulse «Desactivar» en la página Privacidad. Vale desde el siguiente clic.",
        job=SHARE_JOB_ES,
    ),
    count=Text(
        title="Contarme en los totales",
        question="¿Se pueden contar sus respuestas en totales de grupos grandes?",
        yes="Sí, cuéntenme",
        not_now="Ahora no",
        will=(
            "Totales redondeados de grupos grandes, una vez al mes.",
            "Las mismas cifras para todos los que pueden ver informes.",
        ),
        will_not=(
            "Ninguna cifra en la que se pueda hallar a un grupo de menos de 8 personas.",
            "Su nombre, la lista de su unidad o una respuesta suelta.",
        ),
        until="Hasta que usted lo detenga. Los totales ya publicados quedan como están.",
        stop="Pulse «Desactivar» en la página Privacidad. Vale desde el mes siguiente.",
        job=JOB_ES,
    ),
    levels={
        "SELF_ONLY": "Solo usted.",
        "PEER_SUPPORT": "Usted y un compañero de apoyo que usted elija.",
        "SUPERVISOR": "También su supervisor directo.",
        "COMMAND": "También el comandante y el jefe de su unidad.",
        "FULL": (
            "También la coordinación y la administración de bienestar. Ven además cuántas veces "
            "estuvo en cada tipo de incidente."
        ),
    },
    wellness_team=(
        "La coordinación de bienestar puede ver su color, y nadie del mando. Puede elegirlo con "
        "cualquiera de las respuestas anteriores."
    ),
)

VERSIONS: dict[str, dict[str, Texts]] = {"2026-11": {"en": ENGLISH_1, "es": SPANISH_1}}
CURRENT = "2026-11"


def find(version: str, language: str) -> Texts:
    """The texts of a version; raises ``UnknownText``."""
    try:
        return VERSIONS[version][language]
    except KeyError as missing:
        raise UnknownText(f"{version}/{language}") from missing


def spoken(language: str) -> str:
    """The language of ours that is closest to ``language``."""
    short = language.split("-", maxsplit=1)[0]
    return short if short in VERSIONS[CURRENT] else "en"
