"""The rule book's file as one table of fields: the parser reads by it, and the JSON schema says the same."""

from scoring.book_nests import Field, ListOf, Pairs, Record
from scoring.book_rules import CHANNEL, EMOJI, ID, MOST_POINTS, ROLE, RULE
from scoring.book_shapes import Choice, Day, Flag, Name, Schema, Whole, Words, Zone
from scoring.tallies import TALLIES

_HASHTAG = Name(
    r"^[^\s!-,./:-@\[-^`{-~]{1,40}$",
    "a hashtag",
    "Write one word in small letters, without the #, as in `teamwork`.",
)
COUNTRY = Name(
    r"^([A-Z]{2})?$", "a country", "Write two capital letters, as in `DE`, or leave it empty.", capitals=True
)
_NOISE = Choice(("silent", "quiet", "lively"), "a way to be heard")

BADGE = Record(
    (
        Field("id", ID, "What the ledger calls the badge.", required=True),
        Field("name", Words(60), "Its name.", required=True),
        Field("emoji", EMOJI, "Its picture.", required=True),
        Field(
            "tally",
            Choice(tuple(TALLIES), "something I count"),
            "What is counted; see the list of tallies.",
            required=True,
        ),
        Field("at", Whole(1, 1_000_000), "From which count on it is held.", required=True),
        Field("words", Words(200), "What it is for, as people read it.", required=True),
        Field("points", Whole(0, MOST_POINTS), "Points that come with it.", default=0),
        Field("coins", Whole(0, MOST_POINTS), "Coins that come with it.", default=0),
    )
)

LEVEL = Record(
    (
        Field("at", Whole(0, 10_000_000), "From how many points on.", required=True),
        Field("name", Words(60), "Its name.", required=True),
        Field("emoji", EMOJI, "Its picture.", default="star"),
    )
)

VALUE = Record(
    (
        Field("id", _HASHTAG, "The hashtag, without the #.", required=True),
        Field("words", Words(200), "What is meant by it.", required=True),
        Field("emoji", EMOJI, "Its picture.", default="sparkles"),
    )
)

SEASON = Record(
    (
        Field("name", Words(60), "Its name.", required=True),
        Field("first", Day(), "Its first day.", required=True),
        Field("last", Day(), "Its last day.", required=True),
    )
)

ALLOWANCE = Record(
    (
        Field("amount", Whole(0, 1000), "How many units everybody may give.", default=5),
        Field(
            "per",
            Choice(("day", "week", "month"), "a period"),
            "How often it is filled up, in the giver's own zone.",
            default="day",
        ),
        Field("roles", Pairs(ROLE, Whole(0, 1000), 20), "More for a role; the highest counts."),
    )
)

CURRENCY = Record(
    (
        Field("name", Words(30), "What recognition is called here.", default="kudos"),
        Field(
            "emoji",
            ListOf(EMOJI, 10, distinct=True),
            "Each of these after a name gives one; so does reacting with it.",
            default=["tada"],
        ),
        Field("aliases", Pairs(EMOJI, EMOJI, 100), "Your own emoji, and which one each of them stands for."),
        Field("pluses", Flag(), "Whether `@ana ++` gives, too.", default=True),
    )
)

SETTINGS = Record(
    (
        Field("zone", Zone(), "Weeks and months of the boards begin at midnight here.", default="UTC"),
        Field("newcomer_days", Whole(0, 366), "For how long someone is a newcomer.", default=14),
        Field(
            "keep_texts",
            Flag(),
            "Whether the words of recognition are kept. No other words ever are.",
            default=True,
        ),
        Field(
            "ranking",
            Choice(("individual", "groups"), "a way to rank"),
            "`individual`, or `groups`: only groups of five or more are shown.",
            default="individual",
        ),
        Field(
            "announce_channel",
            CHANNEL,
            "Where shout-outs and celebrations are posted.",
            default="announcements",
        ),
        Field(
            "noise",
            _NOISE,
            "`silent`, `quiet` (a reaction on a gift) or `lively` (badges in the thread).",
            default="quiet",
        ),
        Field("noise_channels", Pairs(CHANNEL, _NOISE, 200), "Another noise for a channel."),
        Field("undo_hours", Whole(0, 720), "For how long a gift can be taken back.", default=24),
        Field(
            "shoutouts_per_week",
            Whole(0, 100),
            "How many shout-outs one leader may call in a week.",
            default=5,
        ),
        Field(
            "country",
            COUNTRY,
            "Whose public holidays the calendar honours in channels: two letters such as DE (ISO 3166), or nothing.",
            default="",
        ),
        Field(
            "quiet_from",
            Whole(0, 23),
            "From this hour on the calendar begins nothing by itself, in the zone it goes by; the same hour as "
            "`quiet_until` means that it never is quiet.",
            default=20,
        ),
        Field("quiet_until", Whole(0, 23), "From this hour on it does again.", default=8),
        Field(
            "guests",
            Choice(("yes", "receive", "no"), "a way to take guests in"),
            "`yes`: guests take part like anybody. `receive`: they can be thanked and praised, which earns them points "
            "and a place on the boards, but nothing else earns, and they don't give. `no`: they take no part.",
            default="yes",
        ),
        Field(
            "external",
            Choice(("no", "yes"), "a way to take people of other organisations in"),
            "`no`: people of other organisations take no part. `yes`: in shared channels they can thank and be "
            "thanked, which is all that earns them points; they are on no board.",
            default="no",
        ),
    )
)

BOOK = Record(
    (
        Field("settings", SETTINGS, "How the bot behaves in this workspace."),
        Field("currency", CURRENCY, "What recognition is called, and the emoji that give it."),
        Field("allowance", ALLOWANCE, "How much everybody may give."),
        Field("values", ListOf(VALUE, 30), "Company values: hashtags that are recorded with a gift."),
        Field("levels", ListOf(LEVEL, 100), "Names for having so many points in all."),
        Field("seasons", ListOf(SEASON, 100), "Stretches of days with a board of their own."),
        Field(
            "rules",
            ListOf(RULE, 200),
            "What earns how many points, up to which limit, and why.",
            required=True,
        ),
        Field("badges", ListOf(BADGE, 200), "What is awarded for reaching a count."),
    )
)

SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Huzzah's rule book",
    "description": "Rules, badges, levels, values, currency and allowance of a workspace.",
    **BOOK.schema(),
}
"""What editors and `huzzah rules check` go by."""
