"""What people fill in: as little as can be. Nothing here asks what was said or felt."""
