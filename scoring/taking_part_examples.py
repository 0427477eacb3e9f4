"""Examples of the rules about taking part in what the bot asks: questions, polls, contests, coffees."""

from scoring.book import Kind
from scoring.example import earns, nothing
from scoring.stories import DAYS, WORD, answered, asked, did, prompted, reacted, showed

TAKING_PART = (
    earns("prompt-answered", {"ana": 1}, "an answer to a question of mine", prompted(), answered("ana", "q")),
    earns(
        "prompt-answered",
        {"ana": 1},
        "once for each question",
        prompted(),
        answered("ana", "q"),
        answered("ana", "q", 2),
    ),
    earns(
        "prompt-answered",
        {"ana": 2},
        "two a day",
        *(fact for n in range(4) for fact in (prompted(f"q{n}", n), answered("ana", f"q{n}", n))),
    ),
    nothing("prompt-answered", "an answer to a colleague", asked("ben"), answered("ana")),
    nothing("prompt-answered", "an answer of two letters", prompted(), answered("ana", "q", length=WORD)),
    earns("best-answer", {"ana": 5}, "the best answer of a week", did("ana", Kind.BEST_ANSWER, "prompts:1")),
    earns(
        "best-answer",
        {"ana": 5},
        "once a week, in however many channels",
        did("ana", Kind.BEST_ANSWER, "prompts:1"),
        did("ana", Kind.BEST_ANSWER, "prompts:2"),
    ),
    nothing("best-answer", "an answer alone", prompted(), answered("ana", "q")),
    earns("voted", {"ana": 1}, "a vote in a poll", did("ana", Kind.VOTED, channel="")),
    earns("voted", {"ana": 3}, "three a day", *(did("ana", Kind.VOTED, "", n, channel="") for n in range(5))),
    nothing("voted", "a reaction is no vote", prompted(), reacted("ana", "q")),
    earns("quiz-won", {"ana": 5}, "a quiz won", did("ana", Kind.QUIZ_WON, "poll:1")),
    earns("quiz-won", {"ana": 15}, "three a week", *(did("ana", Kind.QUIZ_WON, f"poll:{n}") for n in range(5))),
    nothing("quiz-won", "a vote in one", did("ana", Kind.VOTED, channel="")),
    earns("contest-won", {"ana": 10}, "a contest won", did("ana", Kind.CONTEST_WON, "contest:1")),
    earns(
        "contest-won",
        {"ana": 10, "ben": 10},
        "those who tie win together",
        did("ana", Kind.CONTEST_WON, "contest:1"),
        did("ben", Kind.CONTEST_WON, "contest:1"),
    ),
    earns(
        "contest-won", {"ana": 30}, "three a week", *(did("ana", Kind.CONTEST_WON, f"contest:{n}") for n in range(5))
    ),
    nothing("contest-won", "an entry alone", prompted(), showed("ana", "e", 1, thread="q")),
    earns("met", {"ana": 3}, "a coffee that took place", did("ana", Kind.MET, "coffee:1", people=("ben",))),
    earns(
        "met",
        {"ana": 3},
        "once a week with the same colleague",
        did("ana", Kind.MET, "coffee:1", people=("ben",)),
        did("ana", Kind.MET, "coffee:2", DAYS, people=("ben",)),
    ),
    nothing("met", "a coffee with oneself", did("ana", Kind.MET, "coffee:1", people=("ana",))),
)
"""At least one that earns and one that doesn't for each of them."""
