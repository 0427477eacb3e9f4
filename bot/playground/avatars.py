"""Drawn faces: a small SVG for each colleague and one for the bot, from initials and colours."""

from html import escape

from bot.playground.colleagues import BOT, PEOPLE

# Two tones each: the ground, and a warmer one for the shape behind the initials. White on them is readable (AA).
PALETTE = {
    "coral": ("#b8432f", "#d0644a"),
    "teal": ("#0f6b66", "#2a8a83"),
    "plum": ("#7a2f5f", "#96487a"),
    "indigo": ("#3b4a9c", "#5767b8"),
    "rose": ("#a83258", "#c25078"),
    "amber": ("#8f5406", "#ad6f1c"),
    "moss": ("#4f6420", "#6a8236"),
    "sky": ("#1f638f", "#3a80ad"),
    "clay": ("#85492f", "#a2634a"),
    "violet": ("#5f3f9e", "#7a5bb8"),
    "pine": ("#1f6443", "#39815d"),
    "honey": ("#7d5a0a", "#9a7622"),
}

BOT_FACE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Huzzah">
<rect width="64" height="64" fill="#7c2d3e"/>
<path d="M0 12Q32 26 64 12" fill="none" stroke="#f6e3c5" stroke-width="1.6"/>
<path d="M6 15l10 3-7 10zM21 19h11l-5.5 11zM37 19l11-2-3 12zM52 16l8-3 0 11z" fill="#f2b53c"/>
<path d="M21 19h11l-5.5 11z" fill="#ef7b5c"/><path d="M52 16l8-3 0 11z" fill="#58b5a4"/>
<path d="M20 36v18M44 36v18M20 45h24" stroke="#fff6e6" stroke-width="7" stroke-linecap="round" fill="none"/>
</svg>"""


def initials(name: str) -> str:
    """The first letters of the first and the last part of a name."""
    parts = name.split() or [""]
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper()


def face(member: str, letters: str = "") -> str:
    """The SVG of a member, the bot, or (for anybody else) these letters, or a plain disc."""
    if member == BOT:
        return BOT_FACE
    person = PEOPLE.get(member)
    letters = "".join(char for char in letters if char.isalnum())[:2].upper()
    label = person.name if person else "Somebody"
    total = sum(map(ord, member))
    ground, shape = ("#6b625a", "#857b72")
    if person:
        ground, shape, letters = *PALETTE[person.hue], initials(label)
    elif letters:
        ground, shape = [*PALETTE.values()][total % len(PALETTE)]
    turn = total % 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="{escape(label)}">'
        f'<rect width="64" height="64" fill="{ground}"/>'
        f'<circle cx="{12 + turn}" cy="{66 - turn // 2}" r="34" fill="{shape}"/>'
        f'<text x="32" y="33" text-anchor="middle" dominant-baseline="central" fill="#fff" '
        f'font-family="system-ui, sans-serif" font-size="24" font-weight="600">{escape(letters or "?")}</text></svg>'
    )
