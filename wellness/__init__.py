"""Opt-in, check-ins, standing and trends: what an officer writes for themselves."""
