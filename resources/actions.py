"""What people do on the notice board: sign up, thank one another, remember a day of their own."""

__all__: list[str] = []
