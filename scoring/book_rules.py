"""What the file says of a rule, field by field: its kind, its filters, its limits."""

from scoring.book import Kind
from scoring.book_checks import ABOUT_ONE, COINS_FOR, across_rule
from scoring.book_nests import Field, ListOf, Record
from scoring.book_shapes import Choice, Emoji, Flag, Name, Schema, Whole, Words

MOST_POINTS = 1000
LENGTHS = (0, 10, 40, 140, 500)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

KINDS = {
    Kind.MESSAGE: "A message in a channel (answers in threads are `reply`).",
    Kind.REPLY: "An answer in a thread that someone else began.",
    Kind.WELCOME: "The first answer to something a newcomer wrote. The other side is the newcomer.",
    Kind.REACTION_GIVEN: "A reaction to someone's message; several emoji on one message are one.",
    Kind.REACTION_RECEIVED: "A reaction from someone; several emoji of one person on one message are one.",
    Kind.THREAD_JOINED: "Others answered in a thread; whoever began it earns, once per thread.",
    Kind.PHOTO: "A message with a photo or gif.",
    Kind.QUESTION: "A message that asks something.",
    Kind.MENTIONED: "Being named in someone's message (not in one that names more than twenty).",
    Kind.GIFT_GIVEN: "Recognition given; the points are for each unit.",
    Kind.GIFT_RECEIVED: "Recognition received; the points are for each unit.",
    Kind.SHOUTOUT_GIVEN: "A shout-out called, whatever the number of people it praises.",
    Kind.SHOUTOUT_RECEIVED: "Being praised in a shout-out.",
    Kind.PROMPT_ANSWERED: "An answer in the thread of a question, contest or poll that I posted.",
    Kind.BEST_ANSWER: "Having given the week's best answer to a question of mine.",
    Kind.VOTED: "A first vote in a poll; which poll, and for what, is not recorded.",
    Kind.QUIZ_WON: "Winning a quiz.",
    Kind.CONTEST_WON: "Winning a contest; those who tie win together.",
    Kind.MET: "Having met for the coffee I arranged. The other side is whom one met.",
}

ID = Name(
    r"^[a-z0-9][a-z0-9_-]{0,39}$",
    "an id",
    "Use up to 40 small letters, digits, `-` and `_`, as in `first-answer`.",
)
ROLE = Name(r"^[a-z0-9_-]{1,40}$", "a role", "Write one word in small letters, as in `leader`.")
CHANNEL = Words(80)
EMOJI = Emoji()
_COUNT = Whole(0, 10_000)

ONLY = Record(
    (
        Field(
            "channels",
            ListOf(CHANNEL, 50),
            "Only in these channels: names or ids; `*` and `?` stand for any signs.",
        ),
        Field("not_channels", ListOf(CHANNEL, 50), "Not in these channels; written as above."),
        Field("emoji", ListOf(EMOJI, 50, distinct=True), "Only with these reactions."),
        Field(
            "min_length",
            Choice(LENGTHS, "a length I measure"),
            "Only from so many letters and digits on: 0, 10, 40, 140 or 500.",
            default=0,
        ),
        Field(
            "has",
            ListOf(Choice(("photo", "gif", "link", "question"), "something a message has"), 4, distinct=True),
            "Only if the message has one of these: photo, gif, link, question.",
        ),
        Field(
            "where",
            Choice(("thread", "top"), "a place"),
            "Only in a thread (`thread`) or outside of threads (`top`).",
        ),
        Field(
            "weekdays",
            ListOf(Choice(WEEKDAYS, "a weekday"), 7, distinct=True),
            "Only on these days, mon to sun, where the earner lives.",
        ),
        Field("roles", ListOf(ROLE, 20, distinct=True), "Only for earners who have one of these roles."),
        Field("people", Whole(0, 100), "For `thread_joined`: so many others must have answered.", default=0),
    )
)

LIMITS = Record(
    (
        Field("per_day", _COUNT, "So often a day, where the earner lives; 0 is no limit.", default=0),
        Field("per_week", _COUNT, "So often a week (from Monday); 0 is no limit.", default=0),
        Field(
            "per_pair_week",
            _COUNT,
            "So often a week with the same other person; of a gift each unit counts.",
            default=0,
        ),
        Field("per_thread", _COUNT, "So often in one thread; 0 is no limit.", default=0),
        Field("cooldown_minutes", Whole(0, 10_080), "So many minutes must pass before it pays again.", default=0),
        Field(
            "falling",
            ListOf(Whole(0, 100), 10),
            "Percent of the points for the first, second ... time with the same other person in a week; "
            "the last stays, and fractions of a point are dropped.",
        ),
    )
)


def _if_kind(kinds: tuple[Kind, ...], then: Schema) -> Schema:
    chosen: Schema = {"properties": {"kind": {"enum": [kind.value for kind in kinds]}}, "required": ["kind"]}
    return {"if": chosen, "then": then}


def _empty(section: str, *names: str) -> Schema:
    # Not set, or set to what means nothing.
    nothing: Schema = {"enum": [0, [], False]}
    return {"properties": {section: {"properties": dict.fromkeys(names, nothing)}}}


def _without(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    return tuple(kind for kind in Kind if kind not in kinds)


def _not_where(place: str) -> Schema:
    return {"properties": {"only": {"properties": {"where": {"not": {"const": place}}}}}}


_REACTIONS = (Kind.REACTION_GIVEN, Kind.REACTION_RECEIVED)
_GIFTS = (Kind.GIFT_GIVEN, Kind.GIFT_RECEIVED)

RULE = Record(
    (
        Field(
            "id",
            ID,
            "What the ledger calls the rule; it stays the same when the rule changes.",
            required=True,
        ),
        Field(
            "kind",
            Choice(tuple(kind.value for kind in Kind), "a kind of rule I know"),
            "What it is about; see the list of kinds.",
            required=True,
        ),
        Field("points", Whole(0, MOST_POINTS), "Points each time; of a gift, for each unit.", required=True),
        Field("words", Words(200), 'What people read under "how do I earn points here?".', required=True),
        Field(
            "coins",
            Flag(),
            "Whether as many coins come with the points; only for recognition, shout-outs and contests won.",
            default=False,
        ),
        Field(
            "earns",
            Choice(("self", "other"), "a side"),
            "Who earns: whom the kind is about (`self`), or the other person (`other`).",
            default="self",
        ),
        Field("only", ONLY, "Filters; all that are set must hold."),
        Field("limits", LIMITS, "How often it pays."),
        Field("on", Flag(), "Whether the rule is in force.", default=True),
    ),
    also=(
        _if_kind(_without(COINS_FOR), {"properties": {"coins": {"const": False}}}),
        _if_kind(_without(_REACTIONS), _empty("only", "emoji")),
        _if_kind(_without((Kind.THREAD_JOINED,)), _empty("only", "people")),
        _if_kind(_GIFTS, _empty("only", "min_length")),
        _if_kind(ABOUT_ONE, {**_empty("limits", "per_pair_week", "falling")}),
        _if_kind(ABOUT_ONE, {"properties": {"earns": {"const": "self"}}}),
        _if_kind((Kind.MESSAGE, Kind.THREAD_JOINED), _not_where("thread")),
        _if_kind((Kind.REPLY, Kind.WELCOME), _not_where("top")),
    ),
    check=across_rule,
)
