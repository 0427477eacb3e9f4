"""Countries of time zones, by which public holidays are known."""

import pytest

from bot.countries import country_of
from bot.slack.reading.people import member_changed
from tests.bot.slack.payloads import HOME, NOW, user


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Amsterdam", "NL"), ("Europe/Berlin", "DE"), ("Atlantic/Reykjavik", "IS"), ("America/New_York", "US"),
        ("America/Argentina/Buenos_Aires", "AR"), ("Asia/Kolkata", "IN"), ("Australia/Lord_Howe", "AU"),
        ("Asia/Calcutta", "IN"), ("Europe/Kiev", "UA"), ("US/Pacific", "US"), ("America/Buenos_Aires", "AR"),
    ],
)  # fmt: skip
def test_a_zone_lies_in_a_country_under_its_former_name_as_well(zone: str, country: str) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize("zone", ["Etc/UTC", "UTC", "Iceland", "Africa/Asmera", "Mars/Olympus", "europe/amsterdam", ""])
def test_where_no_country_is_certain_there_is_none(zone: str) -> None:
    assert country_of(zone) is None


def test_a_profile_tells_the_country_by_its_zone() -> None:
    somebody = member_changed(user(tz="Asia/Tokyo"), HOME, NOW)
    assert somebody is not None
    assert (somebody.zone, somebody.country) == ("Asia/Tokyo", "JP")
    nowhere = member_changed(user(tz="Etc/UTC"), HOME, NOW)
    assert nowhere is not None
    assert nowhere.country is None
    untold = member_changed(user(tz=None), HOME, NOW)
    assert untold is not None
    assert untold.country is None
