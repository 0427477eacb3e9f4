"""A workload: eleven weeks of an invented workspace, with the proportions of real ones, drawn from a seed."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from handlers.events import Event, MessagePosted, ReactionAdded

WORKSPACE = "bench"
BEGIN = 1_767_600_000_000_000
"""A Monday morning."""
DAYS = 77
SENTENCES = (
    "ok", "thanks!", "Sounds good to me", "I pushed the fix, could you have another look when you find the time?",
    "The numbers for last week are in the sheet, and they look better than I had feared :smile:",
    "Does anybody know where the slides of the last all-hands are?",
    """We talked about this on Tuesday: the import runs twice when the first one takes long, since nothing locks it.
    I would add a lock and a test, and leave the schedule as it is. What do you think?""",
    "See https://example.org/notes/42 for the details", "Good morning everybody :wave:", "`make check` is green again",
)  # fmt: skip
EMOJI = ("+1", "heart", "joy", "eyes", "raised_hands", "fire", "pray", "clap::skin-tone-3", "white_check_mark", "tada")


@dataclass
class Workload:
    """About a third messages, two thirds reactions; a few people and a few messages get most of it."""

    events: int
    seed: int = 7
    _random: Random = field(init=False)
    _recent: deque[MessagePosted] = field(default_factory=lambda: deque(maxlen=300))
    _loved: deque[MessagePosted] = field(default_factory=lambda: deque(maxlen=12))
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311  # a workload, no secret
        count = max(20, self.events // 60)
        self.people = [f"U{place:05d}" for place in range(count)]
        self._shares = list(accumulate(1 / (place + 4) for place in range(count)))
        self.channels = [f"C{place:03d}" for place in range(max(5, count // 10))]
        self._channel_shares = list(accumulate(1 / (place + 2) for place in range(len(self.channels))))
        self._emoji_shares = list(accumulate(1 / (place + 1) for place in range(len(EMOJI))))

    def __iter__(self) -> Iterator[Event]:
        """Every event, in the order of time."""
        step = DAYS * 86_400_000_000 // self.events
        for place in range(self.events):
            at = BEGIN + place * step
            if self._random.random() < 0.34 or not self._recent:
                yield self._message(at, place)
            else:
                yield self._reaction(at)

    def batches(self, size: int) -> list[list[Event]]:
        """The events, so many at a time."""
        events = list(self)
        return [events[begin : begin + size] for begin in range(0, len(events), size)]

    def _message(self, at: int, place: int) -> MessagePosted:
        chance, who, thread = self._random.random(), self._person(), ""
        channel = self._random.choices(self.channels, cum_weights=self._channel_shares)[0]
        if chance < 0.55 and self._recent:
            parent = self._target()
            channel, thread = parent.channel, parent.thread or parent.message
        files = ("image/png",) if chance > 0.96 else ()
        message = f"{at // 1_000_000}.{place % 1_000_000:06d}"
        posted = MessagePosted(
            workspace=WORKSPACE, at=at, member=who, channel=channel, message=message, text=self._text(),
            thread=thread, files=files,
        )  # fmt: skip
        self._recent.append(posted)
        if self._random.random() < 0.04:
            self._loved.append(posted)
        return posted

    def _text(self) -> str:
        chance, text = self._random.random(), self._random.choice(SENTENCES)
        if chance < 0.05:
            return f"<@{self._person()}> :tada: {text} #teamwork"
        return f"<@{self._person()}> {text}" if chance < 0.15 else text

    def _reaction(self, at: int) -> ReactionAdded:
        while True:
            message, who = self._target(), self._person()
            emoji = self._random.choices(EMOJI, cum_weights=self._emoji_shares)[0]
            key = (who, message.message, emoji)
            if key not in self._seen:
                self._seen.add(key)
                return ReactionAdded(
                    workspace=WORKSPACE, at=at, member=who, channel=message.channel, message=message.message,
                    emoji=emoji, author=message.member,
                )  # fmt: skip

    def _person(self) -> str:
        return self._random.choices(self.people, cum_weights=self._shares)[0]

    def _target(self) -> MessagePosted:
        # A quarter goes to what everybody talks about, the rest to what was said lately.
        if self._loved and self._random.random() < 0.25:
            return self._random.choice(self._loved)
        back = min(int(self._random.expovariate(0.05)), len(self._recent) - 1)
        return self._recent[-1 - back]
