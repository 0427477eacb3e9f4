"""Keys: `keys new` and `keys rotate`, for changing what secrets at rest are sealed with."""

from typing import TYPE_CHECKING

import typer

from bot.cli.opening import JsonOption, opened
from bot.cli.showing import as_json, hint, say

if TYPE_CHECKING:
    from storage.resealing import Resealed

keys = typer.Typer(
    help="Change the key that secrets at rest are sealed with.", no_args_is_help=True, rich_markup_mode=None
)

HOW = """\
To take it into use:
  1. Put it in front of the old one, with a comma between them: HUZZAH_SECRET_KEY=NEW,OLD
     (or as a new first line into secret.key in the data folder, if that is where your key lies).
  2. Stop and start every `huzzah run`: from now on the new key seals, and both open.
  3. Run `huzzah keys rotate`: what is sealed is sealed once more, with the new key.
  4. Take the old one away, and keep it with the backups that were made before."""


@keys.command("new")
def new() -> None:
    """Print a fresh key; how to take it into use is said beside it."""
    from bot.keys import fresh

    say(fresh())
    hint(HOW)


@keys.command("rotate")
def rotate(json: JsonOption = False) -> None:
    """Seal everything that lies sealed in the database once more, with the first of your keys."""
    from storage.resealing import reseal

    with opened() as database:
        assert database.sealing is not None  # noqa: S101  # `opened` always gives one
        done = reseal(database, database.sealing)
    if json:
        as_json(
            {
                "installations": done.installations,
                "dead_letters": done.letters,
                "secrets": done.others,
                "unreadable": done.unreadable,
            }
        )
    else:
        _tell(done)
    if done.unreadable:
        raise typer.Exit(1)


def _tell(done: "Resealed") -> None:
    say(
        f"Sealed with the first key: tokens of {_counted(done.installations, 'workspace')}, "
        f"{_counted(done.letters, 'dead letter')}, {_counted(done.others, 'other secret')}."
    )
    if done.unreadable:
        hint(
            f"No key here opens {_counted(done.unreadable, 'more')}, which stayed as they were. "
            "Add the key they were sealed with to HUZZAH_SECRET_KEY, and run this again."
        )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 or what == "more" else f"{number:,} {what}s"
