"""Loopback: the addresses and names under which only this machine reaches itself."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether a host, as it is written in a setting or a header, is this machine and nothing else."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
