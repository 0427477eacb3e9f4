"""HTML of Teams and Graph becomes markup: nothing somebody writes is taken for what they didn't mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.reading.html_words import of_html, of_text
from bot.teams.reading.mentions import Mentions
from bot.teams.reading.tags import LONGEST_HTML
from scoring.markup import Kind, tokens

NOBODY = Mentions(())
BEN = "<@ben>"


def markup(html: str) -> str:
    """With Ben mentioned under the index 0, whatever the words."""
    return of_html(html, Mentions([("0", "Ben", "<at>Ben</at>", BEN)])).text


def span(words: str = "Ben", index: str = "0") -> str:
    """A mention as activities have it."""
    return f'<span itemscope itemtype="http://schema.skype.com/Mention" itemid="{index}">{words}</span>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello</p>", "Hello"),
        ("<div>\r\n<div>Hello\n  there</div>\n</div>", "Hello there"),
        ("<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("a &lt;b&gt; &amp; c&nbsp;d", "a &lt;b&gt; &amp; c d"),
        ("1 < 2 and 3 > 2", "1 &lt; 2 and 3 &gt; 2"),
        ("<strong>bold</strong> <em>it</em> <s>no</s>", "bold it no"),
        (f"Thanks {span()} &#43;&#43;", f"Thanks {BEN} ++"),
        ('Thanks <at id="0">Ben</at> ++', f"Thanks {BEN} ++"),
        ("<at>Ben</at> ++", f"{BEN} ++"),
        (f"<b>{span('<i>Ben</i>')}</b>++", f"{BEN}++"),
        (f"{span('Be')}{span('n')}", BEN),
        ("<@ben> ++", "&lt;@ben&gt; ++"),
        ("&lt;@ben&gt; ++", "&lt;@ben&gt; ++"),
        ("&lt;!channel&gt;", "&lt;!channel&gt;"),
        (f"<code>{span()} ++</code>", "`Ben ++`"),
        ("<code>a`b</code>", "`ab`"),
        ("<code>a<br>b</code>", "```a\nb```"),
        ("<pre>x = 1\ny = 2</pre>z", "```x = 1\ny = 2```\nz"),
        ('<codeblock class="Json"><code>{"a": 1}</code></codeblock>', '```{"a": 1}```'),
        ("<code> </code>", ""),
        (f"<blockquote><p>{span()} ++</p><p>two</p></blockquote>mine", f"&gt; {BEN} ++\n&gt; two\nmine"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "&gt; a\n&gt; b\nc"),
        ('<blockquote itemtype="http://schema.skype.com/Reply" itemid="1">Ben ++</blockquote><p>mine</p>', "mine"),
        ('<blockquote itemtype="http://schema.skype.com/Forward">Ben ++</blockquote>', ""),
        ('<attachment id="1600457867820">Ben ++</attachment>\n<p>mine</p>', "mine"),
        ('<a href="https://x.org/?a=1&amp;b=2" title="x">this</a>', "<https://x.org/?a=1&amp;b=2|this>"),
        ('<a href="https://x.org">https://x.org</a>', "<https://x.org>"),
        ('<a href="mailto:ana@x.org">ana</a>', "<mailto:ana@x.org|ana>"),
        ('<a href="https://x.org/|a&gt; &lt;@ben&gt;">x</a>', "<https://x.org/%7Ca%3E%3C@ben%3E|x>"),
        ('<a href="nowhere">x</a>', "x"),
        ("<a>x</a>", "x"),
        (f'<a href="https://x.org">{span()}</a>', BEN),
        ('<img itemtype="http://schema.skype.com/Emoji" itemid="1f389_partypopper" alt="🎉" title="Party">', "🎉"),
        ('<emoji id="1f440_eyes" alt="👀" title="Eyes"></emoji>', "👀"),
        ('<emoji id="heartblue"></emoji>', "💙"),
        ('<span type="(yes)" title="Like"><img itemtype="http://schema.skype.com/Emoji" itemid="yes"></span>', "👍"),
        ('<customemoji id="dGVz" alt="testsc" source="https://x"></customemoji>', ":testsc:"),
        ('<img itemtype="http://schema.skype.com/CustomEmoji" alt=":test sc:">', ":test_sc:"),
        ("<emoji></emoji>", ""),
        ("<script>alert(1)</script><style>p {}</style>x<!-- no -->y<!-- no", "xy"),
        ("<!DOCTYPE html><?php no ?>x", "x"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("</p></div></blockquote>x", "x"),
        ("<b><i>x</b></i>", "x"),
        ('<p title="a > b">x</p>', "x"),
        (f"&#{'9' * 5000};x&#xD800;&#0;", "x\ufffd\ufffd"),
        ("a\0b\ud800", "ab"),
    ],
)
def test_what_is_said_is_what_is_read(html: str, text: str) -> None:
    assert markup(html) == text


@pytest.mark.parametrize(
    ("html", "pictures"),
    [
        ('<img src="https://graph.microsoft.com/v1.0/teams/x/hostedContents/y/$value">', ("image/*",)),
        ('<img itemtype="http://schema.skype.com/AMSImage" src="https://eu-api.asm.skype.com/x">', ("image/*",)),
        ('<img itemtype="http://schema.skype.com/Giphy" src="https://x">', ("image/gif",)),
        ('<img src="https://media1.giphy.com/media/abc/giphy.webp">', ("image/gif",)),
        ('<img src="https://example.org/a.GIF?x=1"><img src="https://example.org/a.png">', ("image/gif", "image/*")),
        ('<img itemtype="http://schema.skype.com/Emoji" alt="🎉" src="https://x/a.gif">', ()),
        ('<blockquote itemtype="http://schema.skype.com/Reply"><img src="https://x.org/a.gif"></blockquote>', ()),
    ],
)
def test_pictures_are_seen(html: str, pictures: tuple[str, ...]) -> None:
    assert of_html(html, NOBODY).pictures == pictures


def test_a_mention_that_nobody_tells_of_stays_words() -> None:
    assert of_html(span("Mei", "7"), NOBODY).text == "Mei"
    assert of_text("Hi <at>Mei</at>", NOBODY).text == "Hi Mei"
    assert of_text("Hi <at id='3'>Ben</at>", Mentions([("0", "Ben", "", BEN)])).text == f"Hi {BEN}"


def test_a_name_counts_more_than_an_index() -> None:
    people = [("0", "Ben", "", "<@ben>"), ("1", "Mei", "", "<@mei>")]
    assert of_html(span("Mei", "0"), Mentions(people)).text == "<@mei>"
    assert of_html(span("Somebody", "0"), Mentions(people)).text == "<@ben>"


@pytest.mark.parametrize(
    "piece",
    [
        "<", "<a", "<a ", "<!--", "<![CDATA[", "<?", "</", "&", "&#", "&#9", '<a "', "<a x='", "<a x='y' ", "<script>",
        "<div>", "<blockquote>a", "<code>a", "<pre> ", "<at>x", "<a href=x>", "`", " ", "\u00a0", "<@a>", "&lt;",
        '<span itemtype="http://schema.skype.com/Mention">x', "<img src=x>", "<p>a</p>", "\n> ",
    ],
)  # fmt: skip
def test_hostile_html_is_read_in_a_bounded_way(piece: str) -> None:
    # Each of these takes well under a tenth of a second; html.parser needs a minute for some.
    html = (piece * (LONGEST_HTML // len(piece) + 1))[: LONGEST_HTML + 1_000]
    assert len(of_html(html, NOBODY).text) < 6 * LONGEST_HTML
    assert len(of_text(html, NOBODY).text) < 6 * LONGEST_HTML


@given(
    st.lists(st.sampled_from(["<", ">", "@ben", "!channel", "&", "lt;", "a", "`", "'", '"', "</code>", "<code>", "|"]))
)
def test_nobody_is_mentioned_but_by_a_mention(parts: list[str]) -> None:
    kinds = {token.kind for token in tokens(of_html("".join(parts), NOBODY).text)}
    assert not kinds & {Kind.PERSON, Kind.GROUP, Kind.EVERYONE, Kind.CHANNEL}
    kinds = {token.kind for token in tokens(of_text("".join(parts), NOBODY).text)}
    assert not kinds & {Kind.PERSON, Kind.GROUP, Kind.EVERYONE, Kind.CHANNEL}
