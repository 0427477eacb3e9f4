"""Pages: what people see in the browser while they install the app - whole in itself, without assets or scripts."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from html import escape

from starlette.responses import HTMLResponse

STYLE = """
:root { color-scheme: light dark; --paper: #fdfaf4; --card: #fff; --ink: #2b2430; --soft: #6d6472; --line: #eae2d6;
  --warm: #b4432f; --on-warm: #fff; }
@media (prefers-color-scheme: dark) { :root { --paper: #1b181d; --card: #262229; --ink: #f3edf4; --soft: #b5abb9;
  --line: #3a343e; --warm: #f0a08c; --on-warm: #2b1712; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--paper);
  color: var(--ink); font: 17px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 34rem; background: var(--card); border: 1px solid var(--line); border-radius: 16px;
  padding: clamp(24px, 6vw, 44px); }
.mark { font-size: 40px; line-height: 1; }
h1 { margin: 16px 0 8px; font-size: clamp(24px, 6vw, 30px); line-height: 1.2; overflow-wrap: anywhere; }
p { margin: 0 0 12px; } p, li { overflow-wrap: anywhere; }
ol { margin: 16px 0; padding-left: 1.4em; } li { margin: 8px 0; padding-left: 4px; }
code { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 1px 6px; font-size: .9em; }
.go { display: inline-block; margin-top: 12px; padding: 12px 22px; border-radius: 10px; background: var(--warm);
  color: var(--on-warm); font-weight: 600; text-decoration: none; }
.go:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
.soft { color: var(--soft); font-size: 15px; margin: 20px 0 0; }
""".strip()

_HASH = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
}
"""The address of such a page holds a code, so it is kept from caches and from whatever is opened next."""


@dataclass(frozen=True, slots=True)
class Page:
    """Words for a person; `code`-like parts of `steps` stand between backticks."""

    mark: str
    title: str
    words: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    link: tuple[str, str] | None = None
    """An address and what stands on its button."""
    after: str = ""
    status: int = 200


def shown(page: Page) -> HTMLResponse:
    """The page as an answer."""
    return HTMLResponse(html(page), status_code=page.status, headers=HEADERS)


def html(page: Page) -> str:
    """The page as HTML; everything in it is escaped."""
    parts = [f'<div class="mark" aria-hidden="true">{escape(page.mark)}</div>', f"<h1>{escape(page.title)}</h1>"]
    parts += [f"<p>{_line(words)}</p>" for words in page.words]
    if page.steps:
        parts.append("<ol>" + "".join(f"<li>{_line(step)}</li>" for step in page.steps) + "</ol>")
    if page.link:
        address, words = page.link
        parts.append(f'<a class="go" href="{escape(address)}">{escape(words)}</a>')
    if page.after:
        parts.append(f'<p class="soft">{_line(page.after)}</p>')
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(page.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{chr(10).join(parts)}\n</main>\n</body>\n</html>\n"
    )


def _line(words: str) -> str:
    # Between backticks: something to be typed.
    pieces = escape(words).split("`")
    return "".join(f"<code>{piece}</code>" if place % 2 else piece for place, piece in enumerate(pieces))
