"""x."""


def measure(options):
    """x"""
    yield from ()
