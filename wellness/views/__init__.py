"""The pages of the wellness room. Views are thin: ask the policy, act, draw."""

from wellness.views.home import home_cards

__all__ = ["home_cards"]
