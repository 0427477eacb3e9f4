"""Outcomes: what may come of a call to a platform instead of an answer."""


class Limited(Exception):
    """It must wait; nothing was asked, or the platform asked for it."""

    def __init__(self, seconds: float, *, everything: bool = True) -> None:
        """Seconds to wait; `everything` if that goes for the method in the whole workspace."""
        super().__init__(f"the platform's limit is reached, try again in {seconds:.0f} s")
        self.seconds = seconds
        self.everything = everything


class Refused(Exception):
    """The platform understood and said no; `error` is its own word for why."""

    def __init__(self, error: str) -> None:
        """As it came."""
        super().__init__(error)
        self.error = error


class Ambiguous(Exception):
    """It may have happened: the answer got lost."""


class Away(Exception):
    """The platform isn't well; it didn't happen, or may be asked for again. `reached` if it said so itself."""

    def __init__(self, reason: str, *, reached: bool = False) -> None:
        """A reason for the log."""
        super().__init__(reason)
        self.reached = reached
