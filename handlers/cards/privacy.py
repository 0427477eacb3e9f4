"""Privacy: what is kept and what isn't, five switches, an export, and being forgotten."""

from collections.abc import Mapping

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Dialog,
    Field,
    Fields,
    Header,
    Icon,
    Say,
    Small,
    Text,
    say,
)

DIALOG = "privacy"
ERASE_DIALOG = "privacy_erase"
WORD = "ERASE"
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "score": ("Score me", "I earn points, badges and levels for what I do."),
    "show": ("Show me", "I appear on boards, and others can see where my points come from."),
    "announce": ("Announce me", "My badges and levels may be told in channels."),
    "celebrate": ("Celebrate me", "My birthday and work anniversary are celebrated, if I tell them: /huzzah birthday"),
    "pair": ("Pair me", "I am brought together with colleagues for a coffee, if I join: /huzzah coffee"),
}
"""Each choice: its name, and what yes means."""

KEPT = (
    "That you wrote, reacted or thanked: who, where and when, and whether it was a question or had a picture.",
    "Your points, badges and streak, and which rule gave them.",
)
NOT_KEPT = "The text of your messages is not kept"


def card(choices: Mapping[str, bool], *, keeps_words: bool) -> Card:
    """How things stand for one member."""
    pairs = tuple(
        (label, say(Icon("white_check_mark" if choices[name] else "no_entry_sign"), " Yes" if choices[name] else " No"))
        for name, (label, _) in QUESTIONS.items()
    )
    words = f"{NOT_KEPT}, except for the words of a thank-you to a colleague." if keeps_words else f"{NOT_KEPT}."
    blocks: tuple[Block, ...] = (
        Header("Your privacy", "lock"),
        Fields(pairs),
        Buttons(
            (Button("privacy_change", "Change", style="primary"), Button("privacy_export", "Export what is held on me"))
        ),
        Say(say(Text("What is kept", bold=True))),
        Bullets((*(say(kept) for kept in KEPT), say(words))),
        Buttons((Button("privacy_forget", "Erase me", style="danger"),)),
        Small(say("Only you see this.")),
    )
    return Card("Your privacy", blocks)


def dialog(choices: Mapping[str, bool]) -> Dialog:
    """The switches."""
    fields = tuple(
        Field(name, label, "toggle", "true" if choices[name] else "", hint=hint, required=False)
        for name, (label, hint) in QUESTIONS.items()
    )
    return Dialog(
        DIALOG, "Your privacy", fields, intro=say("Each of these is your own choice; you can change it at any time.")
    )


def erase_dialog() -> Dialog:
    """The last question."""
    return Dialog(
        ERASE_DIALOG,
        "Erase me",
        (
            Field(
                "confirm", f"Type {WORD} to confirm", "text", hint="This can't be undone. You may want to export first."
            ),
        ),
        submit="Erase me",
        intro=say(
            "Your name, your words and everything that says who you are is erased. Your points stay in the totals "
            "under an invented name. From then on nothing about you is kept, and you can't give or earn any more."
        ),
    )


def erased() -> Card:
    """It is done."""
    words = "Done. Your name and your words are erased, and nothing about you will be kept from now on. All the best!"
    return Card("You are forgotten", (Say(say(words)),))


def unknown() -> Card:
    """Somebody who was erased asks again."""
    words = "You asked to be forgotten, so nothing is held on you, and there is nothing to set."
    return Card("Nothing is held on you", (Say(say(words)),))


def example() -> Card:
    """Somebody who doesn't want to be announced."""
    return card({**dict.fromkeys(QUESTIONS, True), "announce": False}, keeps_words=True)


def example_dialog() -> Dialog:
    """The switches, all on."""
    return dialog(dict.fromkeys(QUESTIONS, True))


def example_erase_dialog() -> Dialog:
    """The last question."""
    return erase_dialog()


def example_erased() -> Card:
    """Good-bye."""
    return erased()
