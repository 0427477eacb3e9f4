"""Hostile and endless texts, and cards and dialogs made of them, with ids as Slack has them."""

from hypothesis import strategies as st

from tests.bot.hostile import Hostile

_OURS = Hostile(
    own=(
        "<!channel>", "<!here|here>", "@here", "@Channel", "＠ＥＶＥＲＹＯＮＥ", "@\u200bhere", "@h\u200dere", "@𝗵𝗲𝗿𝗲",
        "@\u202ehere", "<@U1>", "<!subteam^S1>", "<https://evil.example|bank>", "*bold* _it_ ~no~ `code`",
        "> quote\n>>> all", "&lt;!channel&gt; &amp;", "|", "^", "<!date^1^{date}|x>", "#general",
    ),
    members=st.sampled_from(("U1", "W0ABC", "gone-7", "", "<!channel>", "U 1")) | st.text(max_size=5),
    places=st.sampled_from(("C1", "D1", "<!here>", "")),
    messages=("1.000002",),
    linked=st.sampled_from(("C1", "x")),
    named=("U1", "S1", "C1"),
    entered=("U1,U2,x", "C1", ",".join(f"U{n}" for n in range(300))),
)  # fmt: skip
HOSTILE = _OURS.all
CARDS = _OURS.cards()
DIALOGS = _OURS.dialogs()
