"""How fast the house is, with its walls up. ``python -m bench``; not part of the product."""
