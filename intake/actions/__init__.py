"""What the intake does: take a delivery in, keep what can't be taken, try again."""

from intake.actions.again import retry_all
from intake.actions.deliveries import open_items, take_in
from intake.actions.delivery import Delivery, Summary
from intake.actions.quarantine import refuse
from intake.actions.retry import retry_crew

__all__ = ["Delivery", "Summary", "open_items", "refuse", "retry_all", "retry_crew", "take_in"]
