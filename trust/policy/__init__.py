"""Who may do what: the whole access policy of Argus, one page per room.

Model label -> action -> rule. A rule turns a user into the rows they may act on. What is not
listed is closed, for everyone, at every door. ``manage.py show_policy`` prints this table to
``docs/access.md``; ``/boundary/`` serves it to anyone.
"""

from trust.policy.ground import GROUND
from trust.policy.support import SUPPORT
from trust.policy.wellness import WELLNESS
from trust.rules import Rule, nobody

POLICY: dict[str, dict[str, Rule]] = WELLNESS | SUPPORT | GROUND


def rule_for(label: str, action: str) -> Rule:
    """The rule for an action on a model; closed when it is not listed."""
    return POLICY.get(label, {}).get(action, nobody)


def names_apart(label: str) -> bool:
    """True where a row may be seen without its person's name: *name* is an action of its own."""
    return "name" in POLICY.get(label, {})
