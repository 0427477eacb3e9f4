"""Topics: everything that can be typed, by what it is about; `/huzzah help polls` shows one of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.cards.blocks import Button, Icon, Runs, Text, say


@dataclass(frozen=True, slots=True)
class Help:
    """What matters to the one who asks."""

    currency: str = "kudos"
    emoji: str = "tada"
    leader: bool = False
    admin: bool = False
    pluses: bool = True
    value: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the help."""

    label: str
    """On the button that leads to it."""
    title: str
    icon: str
    rows: tuple[Runs, ...]
    words: tuple[str, ...] = ()
    """By which it is found, besides its name and what it lists."""
    buttons: tuple[Button, ...] = ()


def row(command: str, words: str) -> Runs:
    """A command, and what it does."""
    return say(Text(command, bold=True), f"  {words}")


POLLS = Topic(
    "Polls", "Ask everybody", "bar_chart",
    (
        row('/poll "Lunch?" "Pizza" "Sushi"', "a poll; or just /poll for a form with a preview"),
        row('/poll "Lunch?" "Pizza" "Sushi" anonymous close 2h', "also multi, hidden, sealed, add, ranking, quiz"),
        row('/poll "Lunch?" "Pizza" "Sushi" every friday 10:00', "again and again"),
        row("/huzzah trivia", "a round of quiz questions, with a winner"),
        row("/huzzah polls", "what was asked, with the results"),
        row("/huzzah templates", "polls that are asked often: lunch, retro, mood, meeting ..."),
        row('/huzzah propose "What ...?"', "a question of the day I could ask everybody"),
        row("/huzzah pulse", "a few anonymous questions on how work is going, when a round is open"),
    ),
    ("poll", "ask", "asking", "vote", "votes", "voting", "quiz", "trivia", "survey", "surveys", "question", "pulses"),
    (Button("huzzah", "Templates", "templates"),),
)  # fmt: skip
CONTESTS = Topic(
    "Contests", "Contests and challenges", "trophy",
    (
        row('/huzzah contest photo "Your desk today"', "colleagues show theirs, reactions decide"),
        row("/huzzah contest", "the same by a form; also meme, result, or a free theme"),
        row("/huzzah contests", "those under way, and the hall of fame"),
        row('/huzzah challenge "500 thanks" thanks 500 here', "a goal for all of us, with a progress bar"),
        row("/huzzah challenges", "goals under way, and those we reached"),
    ),
    ("together", "photo", "photos", "meme", "memes", "competition", "goal", "goals", "team"),
    (Button("contest", "Hold a contest"), Button("challenge", "Call a challenge")),
)  # fmt: skip
CELEBRATIONS = Topic(
    "Birthdays, coffee", "Celebrate, and meet", "birthday",
    (
        row("/huzzah birthday 14 March", "I celebrate it with a card that colleagues sign"),
        row("/huzzah anniversary 1 May 2019", "the day you began here"),
        row("/huzzah celebrate", "both days in a form, or none"),
        row("/huzzah coffee", "meet somebody you don't know well yet, every few weeks"),
    ),
    ("birthdays", "celebrations", "celebration", "anniversaries", "donut", "buddy", "pairs"),
    (Button("celebrate", "My days"), Button("huzzah", "Coffee", "coffee")),
)  # fmt: skip
CALENDAR = Topic(
    "Calendar", "What I will post", "calendar",
    (
        row("/huzzah calendar", "the next two weeks"),
        row("/huzzah remind me tomorrow 10:00 to call Mei", "a reminder, for you alone"),
        row("/huzzah calendar skip 3", "not this time; also move, send, pause, resume, remove, for what is yours"),
        row("/huzzah calendar help", "more examples, and what fills it"),
    ),
    ("schedule", "reminder", "reminders", "notice", "notices", "pause", "upcoming"),
    (Button("huzzah", "Show the calendar", "calendar"),),
)  # fmt: skip
POINTS = Topic(
    "Points",
    "See how it stands",
    "medal",
    (
        row("/huzzah board", "who is ahead: add week, month, all, #channel, given, around me"),
        row("/huzzah me", "your points, coins, level, streak and badges"),
        row("/huzzah why", "where each point came from; object to one that is wrong"),
        row("/huzzah earn", "how to earn points, and what you can give"),
        row("/huzzah badges", "every badge, and how to get it"),
        row("/huzzah rules", "every rule, with its limits"),
        row("/huzzah values", "what we value, and how to name it"),
    ),
    ("point", "leaderboard", "ranking", "coins", "level", "levels", "streak", "badge", "rule", "profile"),
    (Button("huzzah", "Board", "board"), Button("huzzah", "My profile", "me")),
)
YOU = Topic(
    "Privacy", "As you like it", "lock",
    (
        row("/huzzah privacy", "what is counted, shown and announced; your data; be forgotten"),
        row("/huzzah away 2026-12-24..2027-01-02", "your streak waits for you"),
    ),
    ("data", "forget", "forgotten", "export", "absence", "holiday"),
    (Button("huzzah", "Privacy", "privacy"),),
)  # fmt: skip
LEADERS = Topic(
    "For leaders", "For leaders", "mega",
    (
        row("/shoutout @ana @design-team what for #value", "praise for all to see, or just /shoutout for a form"),
        row("/huzzah question", "ask one of our questions here; “every weekday 9:30” has me ask by myself"),
        row("/huzzah calendar add every monday 9:00 in #general Stand-up!", "a notice in a channel"),
        row('/huzzah challenge "500 thanks" thanks 500 company', "a goal for the whole company"),
    ),
    ("leader", "shout-out"),
)  # fmt: skip
ADMINS = Topic(
    "For admins", "For admins", "wrench",
    (
        row("/huzzah rules talking", "change what earns points; also thanks, welcoming, noticing"),
        row("/huzzah settings", "allowance, emoji, channels, how much I say, who takes part"),
        row("/huzzah role @ana leader", "lets her call shout-outs; -leader ends it"),
        row("/huzzah objections", "settle what people doubt"),
        row("/huzzah questions", "all questions of the day: add, retire, look at what is proposed"),
        row("/huzzah pulse every 2 weeks on tue 10:00", "a few anonymous questions by a rhythm, with the trend"),
        row("/huzzah trends on", "what is rising in a channel becomes a proposal for you"),
        row("/huzzah celebrations", "whom we celebrate; settings, and asking everybody once"),
    ),
    ("admin", "setup", "set-up", "configure", "pulses", "trend", "roles"),
    (Button("huzzah", "Settings", "settings"), Button("huzzah", "Rules", "rules")),
)  # fmt: skip


def _thanks(about: Help) -> Topic:
    tag = f" #{about.value}" if about.value else ""
    pluses: tuple[Runs, ...] = (say(Text("@ana ++", bold=True), " or ", Text("@ana +3", bold=True), " does the same"),)
    menu = "“Say thanks” and “Shout out”" if about.leader else "“Say thanks”"
    rows = (
        say(Text("@ana ", bold=True), Icon(about.emoji), " in any message gives her one; react with it to do the same"),
        *(pluses if about.pluses else ()),
        row(f"/kudos @ana @ben 3 for the release{tag}", "or just /kudos for a form"),
        say(Text(menu, bold=True), "  in the menu of a message; works in threads too, where commands may not"),
        row("/kudos @ana --private thanks", "only she sees it"),
        row("/huzzah undo", "takes your latest gift back"),
    )
    give = Button("kudos", f"Give {about.currency}", "", "primary")
    return Topic("Thanks", "Say thanks", about.emoji, rows, ("thank", "give", "giving", "gift", "gifts"), (give,))


def topics(about: Help) -> Mapping[str, Topic]:
    """The pages that are for this person, by their names."""
    found = {
        "thanks": _thanks(about), "polls": POLLS, "contests": CONTESTS, "celebrations": CELEBRATIONS,
        "calendar": CALENDAR, "points": POINTS, "privacy": YOU,
    }  # fmt: skip
    if about.leader:
        found["leaders"] = LEADERS
    if about.admin:
        found["admins"] = ADMINS
    return found
