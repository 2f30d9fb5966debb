"""How facts enter: feeds are read here, stripped of what is not ours to keep, or set aside."""
