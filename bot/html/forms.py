"""Dialogs as HTML forms: pure, everything escaped; the page collects what was entered and sends it."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from bot.html.cards import cut, runs_html
from bot.html.look import Look, Options
from handlers.cards.blocks import Dialog, Field

MOST_OPTIONS: Final = 5_000
FEW: Final = 4
"""A choice among so many is shown as buttons, among more as a list to unfold."""


def dialog_html(dialog: Dialog, look: Look) -> str:
    """The form of a dialog."""
    intro = f'<p class="dialog-intro">{runs_html(dialog.intro, look)}</p>' if dialog.intro else ""
    fields = "".join(_field(field, look) for field in dialog.fields)
    return (
        f'<form class="dialog-form" data-dialog="{escape(dialog.id)}" data-context="{escape(dialog.context)}" '
        f'novalidate data-testid="dialog-form">'
        f'<h2 class="dialog-title" id="{escape(look.form)}dialog-title">'
        f"{escape(cut(dialog.title, 200), quote=False)}</h2>{intro}"
        f'<div class="dialog-fields">{fields}</div><p class="dialog-error" role="alert" hidden></p>'
        '<div class="dialog-actions">'
        '<button type="button" class="button" data-close data-testid="dialog-cancel">Cancel</button>'
        '<button type="submit" class="button button-primary" data-testid="dialog-submit">'
        f"{escape(cut(dialog.submit, 60), quote=False)}</button></div></form>"
    )


def _field(field: Field, look: Look) -> str:
    control = _ENTRIES.get(field.kind, _line)(field, look)
    hint = f'<p class="field-hint" id="{_id("hint", field, look)}">{escape(cut(field.hint, 500), quote=False)}</p>'
    label = escape(cut(field.label, 300), quote=False)
    optional = "" if field.required or field.kind == "toggle" else ' <span class="field-optional">optional</span>'
    many = field.kind in ("choices", "people") or (field.kind == "choice" and _are_few(field.options))
    head = (
        f'<legend class="field-label">{label}{optional}</legend>'
        if many
        else f'<label class="field-label" for="{_id("field", field, look)}">{label}{optional}</label>'
    )
    outer = "fieldset" if many else "div"
    must = ' data-required="yes"' if many and field.required else ""
    described = _described(field, look) if many else ""
    return (
        f'<{outer} class="field field-{escape(field.kind)}" data-field="{escape(field.id)}" '
        f'data-kind="{escape(field.kind)}"{must}{described}>{head}{control}{hint if field.hint else ""}'
        f'<p class="field-error" role="alert" hidden></p></{outer}>'
    )


def _id(what: str, field: Field, look: Look) -> str:
    return escape(f"{look.form}{what}-{field.id}")


def _common(field: Field, look: Look) -> str:
    required = " required" if field.required else ""
    return f'id="{_id("field", field, look)}" name="{escape(field.id)}"{required}{_described(field, look)}'


def _described(field: Field, look: Look) -> str:
    return f' aria-describedby="{_id("hint", field, look)}"' if field.hint else ""


def _line(field: Field, look: Look) -> str:
    return f'<input type="text" {_common(field, look)} value="{escape(field.value)}" autocomplete="off">'


def _lines(field: Field, look: Look) -> str:
    return f'<textarea {_common(field, look)} rows="4">\n{escape(field.value, quote=False)}</textarea>'


def _number(field: Field, look: Look) -> str:
    return f'<input type="number" {_common(field, look)} value="{escape(field.value)}" inputmode="numeric">'


def _emoji(field: Field, look: Look) -> str:
    if not look.is_chat:
        return _line(field, look)
    return (
        f'<span class="emoji-entry"><input type="text" {_common(field, look)} value="{escape(field.value)}" '
        'autocomplete="off" spellcheck="false"><button type="button" class="icon-button" data-pick-emoji '
        'aria-label="Choose an emoji" title="Choose an emoji">🙂</button></span>'
    )


def _toggle(field: Field, look: Look) -> str:
    on = " checked" if field.value.lower() in ("true", "yes", "on", "1") else ""
    return (
        f'<input type="checkbox" class="switch" role="switch" id="{_id("field", field, look)}" '
        f'name="{escape(field.id)}" value="true"{on}{_described(field, look)}>'
    )


def _choice(field: Field, look: Look) -> str:
    if not _are_few(field.options):
        return _select(field, field.options, look)
    return _ticks(field, "radio", field.options)


def _choices(field: Field, _: Look) -> str:
    return _ticks(field, "checkbox", field.options)


def _person(field: Field, look: Look) -> str:
    return _select(field, look.people, look)


def _people(field: Field, look: Look) -> str:
    return _ticks(field, "checkbox", look.people, look)


def _channel(field: Field, look: Look) -> str:
    return _select(field, look.channels, look)


def _select(field: Field, options: Options, look: Look) -> str:
    known = any(value == field.value for value, _ in options)
    blank = "" if known and field.required else '<option value="">Choose …</option>'
    rows = "".join(
        f'<option value="{escape(value)}"{" selected" if value == field.value else ""}>'
        f"{escape(cut(label, 150), quote=False)}</option>"
        for value, label in options[:MOST_OPTIONS]
    )
    return f"<select {_common(field, look)}>{blank}{rows}</select>"


def _ticks(field: Field, sort: str, options: Options, look: Look | None = None) -> str:
    chosen = {field.value} if sort == "radio" else {part.strip() for part in field.value.split(",")}
    rows = "".join(
        f'<label class="tick"><input type="{sort}" name="{escape(field.id)}" value="{escape(value)}"'
        f"{' checked' if value in chosen else ''}>"
        f"{_face(look, value, label) if look else ''}<span>{escape(cut(label, 150), quote=False)}</span></label>"
        for value, label in options[:MOST_OPTIONS]
    )
    return f'<div class="ticks{" ticks-many" if len(options) > 2 * FEW else ""}">{rows}</div>'


def _face(look: Look, member: str, name: str) -> str:
    face = look.face(member, name)
    return f'<img src="{escape(face)}" alt="" class="tick-face">' if face else ""


def _are_few(options: Options) -> bool:
    return len(options) <= FEW


_ENTRIES: Final[Mapping[str, Callable[[Field, Look], str]]] = {
    "text": _line,
    "lines": _lines,
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "toggle": _toggle,
    "person": _person,
    "people": _people,
    "channel": _channel,
    "emoji": _emoji,
}
