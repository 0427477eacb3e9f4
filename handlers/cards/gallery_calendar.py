"""The gallery of the calendar and of the help: every card and form of theirs, by name."""

from collections.abc import Callable

from handlers.cards import calendar, calendar_words, helping, notices
from handlers.cards.blocks import Card, Dialog

CALENDAR_AND_HELP: tuple[tuple[str, Callable[[], Card | Dialog]], ...] = (
    ("calendar: listing", calendar.example_listing),
    ("calendar: for others", calendar.example_listing_for_others),
    ("calendar: in pages", calendar.example_listing_pages),
    ("calendar: at rest", calendar.example_listing_at_rest),
    ("calendar: paused", calendar.example_listing_paused),
    ("calendar: an entry", calendar.example_entry),
    ("calendar: skipped", calendar.example_skipped),
    ("calendar: an entry rests", calendar.example_paused),
    ("calendar: overtaken", calendar_words.example_instead),
    ("calendar: shall it go", calendar_words.example_ask_removal),
    ("calendar: removed", calendar.example_ended),
    ("calendar: gone", calendar.example_gone),
    ("calendar: move", calendar.example_move),
    ("calendar: which one", calendar_words.example_which),
    ("calendar: how it goes", calendar_words.example_explained),
    ("calendar: unknown", calendar_words.example_unknown),
    ("calendar: not understood", calendar.example_not_understood),
    ("calendar: rests", calendar_words.example_rests),
    ("calendar: added", notices.example_added),
    ("calendar: added for oneself", notices.example_added_alone),
    ("calendar: not for you", notices.example_not_for_you),
    ("calendar: notice", notices.example_notice),
    ("calendar: notice taken off", notices.example_ended),
    ("calendar: reminder", notices.example_reminder),
    ("helping: help", helping.example_help),
    ("help: thanks", helping.example_thanks),
    ("help: polls", helping.example_polls),
    ("help: contests", helping.example_contests),
    ("help: celebrations", helping.example_celebrations),
    ("help: calendar", helping.example_calendar),
    ("help: points", helping.example_points),
    ("help: privacy", helping.example_privacy),
    ("help: leaders", helping.example_leaders),
    ("help: admins", helping.example_admins),
    ("helping: unknown", helping.example_unknown),
    ("helping: a slash of its own", helping.example_without_slash),
    ("helping: outdated", helping.example_outdated),
    ("helping: trouble", helping.example_trouble),
    ("helping: nobody asks", helping.example_nobody),
)
"""(name, what makes it); a part of handlers.cards.gallery."""
