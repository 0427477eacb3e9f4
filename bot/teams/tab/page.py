"""The tab's page: a shell that signs in inside Teams and then asks for what is the member's.

https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview; which hosts may frame
it: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements
"""

from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse, Response

STATIC: Final = Path(__file__).parent / "static"
LIBRARY: Final = "https://res.cdn.office.net/teams-js/2.58.0/js/MicrosoftTeams.min.js"
"""Microsoft's own, which speaks to the Teams around the page; Teams' clients load theirs from the same host."""
INTEGRITY: Final = "sha384-sMo/EOqQPa1OCup2/VBRum7oFeOS22kvs8WGDc45xK53tUVZzFR5WwFYDUYN1LO4"
FRAMES: Final = (
    "https://teams.microsoft.com https://*.teams.microsoft.com https://teams.cloud.microsoft https://*.cloud.microsoft "
    "https://*.microsoft365.com https://*.office.com https://outlook.office.com https://outlook.office365.com"
)
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' https://res.cdn.office.net",
        "style-src 'self'",
        "img-src 'self' data: https:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        f"frame-ancestors {FRAMES}",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
PAGE: Final = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>My Huzzah</title>
<link rel="stylesheet" href="/teams/tab/shared/base.css">
<link rel="stylesheet" href="/teams/tab/shared/cards.css">
<link rel="stylesheet" href="/teams/tab/shared/overlays.css">
<link rel="stylesheet" href="/teams/tab/static/tab.css">
<script src="{LIBRARY}" integrity="{INTEGRITY}" crossorigin="anonymous" defer></script>
<script type="module" src="/teams/tab/static/tab.js"></script>
</head>
<body>
<main id="mine" aria-busy="true"><p class="loading">Looking up what is yours …</p></main>
<dialog class="dialog" id="dialog" aria-labelledby="dialog-title"></dialog>
<noscript><p class="noscript">This page needs JavaScript, as Teams itself does.</p></noscript>
</body>
</html>
"""


def page() -> Response:
    """The shell: the same for everybody."""
    return HTMLResponse(PAGE, headers=HEADERS)
