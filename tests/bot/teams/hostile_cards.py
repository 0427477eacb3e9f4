"""Hostile and endless texts, and cards and dialogs made of them, with ids as Teams has them."""

from hypothesis import strategies as st

from tests.bot.hostile import Hostile

ANA, BEN = "0a0a0a0a-0000-4000-8000-000000000001", "0b0b0b0b-0000-4000-8000-000000000002"
_CHANNELS = st.sampled_from(("19:abc@thread.tacv2", "19:abc@thread.v2", "C1", "<x>", "19:a)b@thread.v2", ""))
_OURS = Hostile(
    own=(
        "<at>Ana Sousa</at>", "</at>", "<at>", "<b>bold</b>", "<https://evil.example>", "[bank](https://evil.example)",
        "**bold** _it_ ~~no~~ `code`", "__x__", "# heading", "> quote", "- item", "1. item", "1) item", "***", "---",
        "===", "* * *", "    code", "![x](https://e.example/a.png)", "&lt;at&gt;Ana&lt;/at&gt;", "&#42;x&#42;", "&",
        "{{DATE(2017-02-14T06:00:00Z, SHORT)}}", "{{{TIME(2017-02-14T06:00:00Z)}}", "{", "${name}", "\\", "\\*",
        "|a|b|", "https://e.example/(x)[y]*z*_w_",
    ),
    members=st.sampled_from((ANA, BEN, "29:1abc-D_e", "gone-7", "", "<at>", "U1")) | st.uuids().map(str),
    places=_CHANNELS,
    messages=("1760000000000",),
    linked=_CHANNELS,
    named=(ANA, "S1", "C1"),
    entered=(f"{ANA},{BEN},x", "19:abc@thread.tacv2"),
    names_of_ours=("kudos", "huzzah", "msteams", "\ud800"),
)  # fmt: skip
HOSTILE = _OURS.all
CARDS = _OURS.cards()
DIALOGS = _OURS.dialogs()
ANSWERS = st.dictionaries(_OURS.ids(), _OURS.values(), max_size=3)
