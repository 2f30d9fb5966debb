"""Those who take part when something closed is opened in danger."""

from tests.trust.glass import house

__all__ = ["house"]
