"""The roof: composes the rooms, decides nothing."""
