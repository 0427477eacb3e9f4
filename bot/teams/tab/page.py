"""The tab's page: a shell that signs in inside Teams and then asks for what is the member's.

https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview; which hosts may frame
it: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements
"""

from pathlib import Path
from typing import Any, Final

from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

STATIC: Final = Path(__file__).parent / "static"
MICROSOFTS: Final = "https://res.cdn.office.net"
LIBRARY: Final = f"{MICROSOFTS}/teams-js/2.58.0/js/MicrosoftTeams.min.js"
"""Microsoft's own, which speaks to the Teams around the page; Teams' clients load theirs from the same host. From there
it also asks which addresses Teams may have."""
INTEGRITY: Final = "sha384-sMo/EOqQPa1OCup2/VBRum7oFeOS22kvs8WGDc45xK53tUVZzFR5WwFYDUYN1LO4"
FRAMES: Final = (
    "https://*.cloud.microsoft https://teams.microsoft.com https://*.teams.microsoft.com https://*.microsoft365.com "
    "https://*.office.com https://outlook.office.com https://outlook.office365.com https://*.teams.microsoft.us"
)
"""Those of Microsoft's that show tabs; the last one is the government's."""
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {MICROSOFTS}",
        "style-src 'self'",
        "img-src 'self' data: https:",
        f"connect-src 'self' {MICROSOFTS}",
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
# Addresses are relative, for a proxy may have us under a path of its own.
PAGE: Final = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>My Huzzah</title>
<link rel="stylesheet" href="tab/shared/base.css">
<link rel="stylesheet" href="tab/shared/cards.css">
<link rel="stylesheet" href="tab/shared/overlays.css">
<link rel="stylesheet" href="tab/static/tab.css">
<link rel="stylesheet" href="tab/static/contrast.css">
<link rel="modulepreload" href="tab/static/filling.js">
<link rel="modulepreload" href="tab/static/over.js">
<link rel="modulepreload" href="tab/static/times.js">
<script src="{LIBRARY}" integrity="{INTEGRITY}" crossorigin="anonymous" defer></script>
<script type="module" src="tab/static/tab.js"></script>
</head>
<body>
<h1 class="unseen">My Huzzah</h1>
<main id="mine" aria-busy="true"><p class="loading" role="status">Looking up what is yours …</p></main>
<dialog class="dialog" id="dialog" aria-labelledby="dialog-title"></dialog>
<noscript><p class="noscript">This page needs JavaScript, as Teams itself does.</p></noscript>
</body>
</html>
"""


class Files(StaticFiles):
    """The page's own files: asked for anew each time, so that an upgrade never mixes old ones with new ones."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """With the page's headers; one that is known already is answered by 304."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(HEADERS)
        return response


def page() -> Response:
    """The shell: the same for everybody."""
    return HTMLResponse(PAGE, headers=HEADERS)
