"""The ground: who there is and what happened. Models only, no doors."""
