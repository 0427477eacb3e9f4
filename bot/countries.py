"""Countries: in which one a time zone lies, by the time zone database's own list.

Slack tells where somebody's clock is, not where they are: docs.slack.dev/reference/objects/user-object
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

ONE_EACH: Final = "zone.tab"
"""One country for each zone: https://data.iana.org/time-zones/tzdb/zone.tab"""
SHARED: Final = "zone1970.tab"
"""All countries whose clocks a zone shares: https://data.iana.org/time-zones/tzdb/zone1970.tab"""
NAMES: Final = "tzdata.zi"
"""Among others, former names of zones, as lines `L newer former`."""


def country_of(zone: str) -> str | None:
    """The ISO 3166 code of the country that a zone lies in; None for one that lies in none, such as `Etc/UTC`.

    A former name stands for the newer one if only one country goes by that: many more were merged than renamed.
    """
    found = _countries().get(zone)
    return found or _alone().get(_renamed().get(zone, ""))


@cache
def _countries() -> Mapping[str, str]:
    return {name: code for code, name in _rows(ONE_EACH)}


@cache
def _alone() -> Mapping[str, str]:
    return {name: codes for codes, name in _rows(SHARED) if "," not in codes}


@cache
def _renamed() -> Mapping[str, str]:
    links = (line.split() for line in _lines(NAMES) if line.startswith("L "))
    return {former: newer for _, newer, former in links}


def _rows(file: str) -> Iterator[tuple[str, str]]:
    for line in _lines(file):
        if not line.startswith("#"):
            codes, _, name, *_ = line.split("\t")
            yield codes, name


def _lines(file: str) -> list[str]:
    return files("tzdata").joinpath("zoneinfo", file).read_text(encoding="utf-8").splitlines()
