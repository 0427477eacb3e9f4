"""Cards as HTML: pure, everything escaped, and what is too long is shortened and says so."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import groupby
from typing import Final

from bot.charts import named_once
from bot.html import charts, prose
from bot.html.look import Look
from bot.spoken import heard
from handlers.cards import blocks
from handlers.cards.blocks import Block, Card, Runs
from scoring.facts import Micros

MOST_BLOCKS: Final = 100
MOST_ROWS: Final = 100
MOST_BUTTONS: Final = 25
LONGEST: Final = 8_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STYLES: Final = {"plain": "button", "primary": "button button-primary", "danger": "button button-danger"}
_MEDALS: Final = {1: "first", 2: "second", 3: "third"}


def card_html(card: Card, look: Look) -> str:
    """One card, as the inside of a message."""
    shown = "".join(_block(block, look) for block in _in_one_row(named_once(card.blocks[:MOST_BLOCKS])))
    return f'<div class="card">{shown}{_more(len(card.blocks), MOST_BLOCKS, "part")}</div>'


def _in_one_row(found: Sequence[Block]) -> Iterator[Block]:
    # Cards have rows of five, as many as fit elsewhere; here they break where they must.
    for is_buttons, row in groupby(found, lambda block: isinstance(block, blocks.Buttons)):
        if is_buttons:
            yield blocks.Buttons(
                tuple(each for block in row if isinstance(block, blocks.Buttons) for each in block.buttons)
            )
        else:
            yield from row


def runs_html(runs: Runs, look: Look) -> str:
    """Runs in a row."""
    return "".join(_run(run, look) for run in runs)


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and three dots."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def moment_html(at: Micros, style: str = "both") -> str:
    """A moment that the page shows in the reader's zone; until then, and for whoever reads the source, in UTC."""
    try:
        when = _EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return "some time"
    day, time = f"{when:%a %-d %b %Y}", f"{when:%H:%M} UTC"
    words = {"date": day, "time": time}.get(style, f"{day}, {time}")
    return f'<time datetime="{when.isoformat()}" data-at="{at}" data-style="{escape(style)}">{words}</time>'


def _run(run: blocks.Run, look: Look) -> str:
    match run:
        case blocks.Text():
            return _text(run)
        case blocks.Person():
            return prose.person(run.id, cut(run.name, 80), look)
        case blocks.Place():
            return prose.place(run.id, cut(run.name, 80).removeprefix("#"), look)
        case blocks.Icon():
            return prose.emoji(run.name)
        case blocks.Link():
            return _link(run, look)
        case blocks.When():
            return moment_html(run.at, run.style)


def _text(run: blocks.Text) -> str:
    words = escape(cut(run.text), quote=False)
    if run.italic:
        words = f"<em>{words}</em>"
    return f"<b>{words}</b>" if run.bold else words


def _link(run: blocks.Link, look: Look) -> str:
    if run.url or not run.channel:
        return prose.link(cut(run.text, 300), run.url)
    return prose.message(cut(run.text, 300), look.address(run.channel, run.message))


def _block(block: Block, look: Look) -> str:
    match block:
        case blocks.Header():
            icon = prose.emoji(block.icon) + " " if block.icon else ""
            return f'<h3 class="card-header">{icon}<span>{escape(cut(block.text, 300), quote=False)}</span></h3>'
        case blocks.Say():
            return f'<p class="card-say">{runs_html(block.runs, look)}</p>'
        case blocks.Words():
            words = prose.to_html(cut(block.markup), block.names.get, look)
            return f'<blockquote class="card-words">{words}</blockquote>'
        case blocks.Small():
            return f'<p class="card-small">{runs_html(block.runs, look)}</p>'
        case blocks.Rule():
            return '<hr class="card-rule">'
        case blocks.Picture():
            return _picture(block, look)
        case blocks.Progress():
            return _progress(block)
        case _:
            return _list(block, look)


_Lists = (
    blocks.Bullets | blocks.Fields | blocks.Standings | blocks.Table | blocks.Buttons | blocks.Choices | blocks.Chart
)


def _list(block: _Lists, look: Look) -> str:
    match block:
        case blocks.Bullets():
            rows = "".join(f"<li>{runs_html(row, look)}</li>" for row in block.rows[:MOST_ROWS])
            return f'<ul class="card-bullets">{rows}</ul>{_more(len(block.rows), MOST_ROWS, "line")}'
        case blocks.Fields():
            pairs = "".join(
                f"<div><dt>{escape(cut(label, 200), quote=False)}</dt><dd>{runs_html(value, look)}</dd></div>"
                for label, value in block.pairs[:MOST_ROWS]
            )
            return f'<dl class="card-fields">{pairs}</dl>{_more(len(block.pairs), MOST_ROWS, "field")}'
        case blocks.Standings():
            return _standings(block, look)
        case blocks.Table():
            return _table(block, look)
        case blocks.Buttons():
            buttons = "".join(_button(button) for button in block.buttons[:MOST_BUTTONS])
            return f'<div class="card-buttons">{buttons}</div>'
        case blocks.Choices():
            shown = charts.choices_html(block, lambda runs: runs_html(runs, look), _button_of)
            return shown + _more(len(block.rows), charts.MOST_POINTS, "choice")
        case blocks.Chart():
            return charts.chart_html(block) + _more(len(block.points), charts.MOST_POINTS, "point")


def _picture(block: blocks.Picture, look: Look) -> str:
    address = prose.safe_address(block.url)
    if look.pictures and block.url.startswith(look.pictures) and ".." not in block.url:
        address = block.url
    alt = escape(cut(block.alt, 500))
    if not address or address.lower().startswith("mailto:"):
        return f'<p class="card-small">(a picture: {alt})</p>'
    return (
        f'<img class="card-picture" src="{escape(address)}" alt="{alt}" title="{alt}" loading="lazy" '
        'referrerpolicy="no-referrer">'
    )


def _progress(block: blocks.Progress) -> str:
    whole = max(block.whole, 1)
    done = min(max(block.done, 0), whole)
    label = escape(cut(block.label, 300))
    return (
        f'<div class="card-progress"><span class="card-progress-label">{label}</span>'
        f'<span class="card-progress-count">{block.done:,} of {block.whole:,}</span>'
        f'<progress max="{whole}" value="{done}" aria-label="{label}"></progress></div>'
    )


def _standings(block: blocks.Standings, look: Look) -> str:
    most = max((row.amount for row in block.rows), default=0)
    rows = "".join(_standing(row, most, look) for row in block.rows[:MOST_ROWS])
    unit = escape(cut(block.unit, 40))
    return f'<ol class="standings" data-unit="{unit}">{rows}</ol>{_more(len(block.rows), MOST_ROWS, "row")}'


def _standing(row: blocks.Standing, most: int, look: Look) -> str:
    length = round(100 * max(row.amount, 0) / most) if most > 0 else 0
    place = f" standing-{_MEDALS[row.rank]}" if row.rank in _MEDALS else ""
    face = look.face(row.person.id, row.person.name)
    picture = f'<img class="standing-face" src="{escape(face)}" alt="">' if face else ""
    me = " standing-me" if row.me else ""
    note = f'<span class="standing-note">{escape(cut(row.note, 200), quote=False)}</span>' if row.note else ""
    return (
        f'<li class="standing{place}{me}"{_data("person", row.person.id) if look.is_chat else ""}>'
        f'<span class="standing-rank">{row.rank}</span>'
        f"{picture}"
        f'<span class="standing-name">{escape(cut(row.person.name, 80), quote=False)}{note}</span>'
        f'<span class="standing-amount">{row.amount:,}</span>'
        '<svg class="standing-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="4"/><rect class="standing-fill" width="{length}" height="4"/></svg></li>'
    )


def _table(block: blocks.Table, look: Look) -> str:
    head = "".join(f'<th scope="col">{escape(cut(cell, 200), quote=False)}</th>' for cell in block.head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{runs_html(cell, look)}</td>" for cell in row) + "</tr>"
        for row in block.rows[:MOST_ROWS]
    )
    return (
        '<div class="card-table" tabindex="0" role="region" aria-label="Table"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"{_more(len(block.rows), MOST_ROWS, 'row')}"
    )


def _data(name: str, value: str) -> str:
    return f' data-{name}="{escape(value)}"' if value else ""


def _button_of(button: blocks.Button, row: blocks.Choice) -> str:
    # Whoever doesn't see beside what a button stands hears it.
    said = escape(cut(f"{button.text}: {heard(row.runs)}", 200))
    return _button(button).replace("<button ", f'<button aria-label="{said}" ', 1)


def _button(button: blocks.Button) -> str:
    asks = _data("action", button.action) + _data("value", button.value) + _data("confirm", button.confirm)
    style = _STYLES.get(button.style, "button")
    words = escape(cut(button.text, 120), quote=False)
    return f'<button type="button" class="{style}"{asks}>{words}</button>'


def _more(count: int, most: int, thing: str) -> str:
    left = count - most
    if left <= 0:
        return ""
    return f'<p class="card-small">… and {left:,} more {thing}{"" if left == 1 else "s"}, not shown here.</p>'
