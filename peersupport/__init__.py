"""Offers of support after an incident, and the people who give it."""
