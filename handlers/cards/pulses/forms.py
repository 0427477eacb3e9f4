"""The form by which an admin sets up a pulse, or changes one."""

from dataclasses import dataclass

from handlers.cards.blocks import Dialog, Field, say
from handlers.pulses.questions import LIBRARY, MOST_DAYS, MOST_QUESTIONS, USUAL, USUAL_DAYS


@dataclass(frozen=True, slots=True)
class Begin:
    """What the form begins with."""

    number: int = 0
    """0 is a new one."""
    when: str = "every 2 weeks on tue 10:00"
    questions: tuple[str, ...] = USUAL
    own: tuple[str, ...] = ()
    audience: str = ""
    """The id of a channel; nothing is everybody."""
    results: str = ""
    days: int = USUAL_DAYS


def form(begin: Begin) -> Dialog:
    """To set up a pulse."""
    options = tuple((each.key, f"{each.title}: {each.words}") for each in LIBRARY.values())
    fields = (
        Field("when", "When", "text", begin.when, hint="At everybody's own time: every 2 weeks on tue 10:00."),
        Field("questions", f"Questions, up to {MOST_QUESTIONS}", "choices", ",".join(begin.questions), options,
              required=False),
        Field("own", "Questions of your own, one per line", "lines", "\n".join(begin.own), required=False,
              hint="Things to agree with from 1 to 5: I have the tools I need."),
        Field("audience", "Only the people of a channel", "channel", begin.audience, required=False,
              hint="Empty asks everybody who hasn't said “not for me”."),
        Field("results", "Post results in", "channel", begin.results, required=False,
              hint="Empty tells them to you alone."),
        Field("days", "Open for how many days", "number", str(begin.days), hint=f"1 to {MOST_DAYS}."),
    )  # fmt: skip
    intro = "Anonymous: nobody sees who answered what, and nothing is shown of fewer than five people."
    return Dialog("pulse", "Pulse", fields, "Save", str(begin.number) if begin.number else "", say(intro))


def example_form() -> Dialog:
    """A new one."""
    return form(Begin())
