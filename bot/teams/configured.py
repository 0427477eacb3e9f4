"""What the settings say about Teams: whether it is served and how, and what is missing or mixed up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.loopback import is_loopback
from bot.teams.workplace import object_id

if TYPE_CHECKING:
    from bot.settings import Settings

GUIDE: Final = "docs/teams.md takes you there step by step"
ANY: Final = "*"
"""Among the tenants: whoever installs the app is served."""
GUIDS: Final = {
    "teams_app_id": "Copy the Application (client) ID from the Overview of your app registration",
    "teams_tenant": "Copy the Directory (tenant) ID from the Overview of your app registration",
}
ADDRESSES: Final = ("teams_login_url", "teams_graph_url", "teams_openid_url")
"""Microsoft's own, which only national clouds have elsewhere."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How Teams is served."""

    any: bool
    """Whether it is at all: activities come to `/teams/messages`."""
    graph: bool
    """Notifications of what happens in channels come to `/teams/graph`."""
    managed: bool
    """The app proves who it is as a managed identity of Azure's, without a secret."""


def ways(settings: "Settings") -> Ways:
    """How Teams is served."""
    managed = settings.teams_identity == "managed"
    proof = managed or bool(settings.teams_app_secret.get_secret_value())
    served = bool(settings.teams_app_id and settings.teams_tenant and proof and settings.public_url)
    return Ways(any=served, graph=served and settings.teams_graph == "on", managed=served and managed)


def listed(written: str) -> tuple[str, ...]:
    """What a setting lists, separated by commas."""
    return tuple(each for part in written.split(",") if (each := part.strip()))


def faults(settings: "Settings") -> list[str]:
    """What is wrong, one line each; nothing if Teams isn't configured or all is well."""
    return [*_ids(settings), *_secrets(settings), *_people(settings), *_addresses(settings), *_gaps(settings)]


def _ids(settings: "Settings") -> Iterator[str]:
    for name, advice in GUIDS.items():
        value = getattr(settings, name)
        if value and not object_id(value):
            yield f'HUZZAH_{name.upper()} is "{value}": it isn\'t a GUID. {advice}.'
    if settings.teams_app_id and settings.teams_app_id.lower() == settings.teams_tenant.lower():
        yield (
            "HUZZAH_TEAMS_APP_ID and HUZZAH_TEAMS_TENANT are the same: one is the Application (client) ID, the other "
            "the Directory (tenant) ID; both are on the Overview of your app registration."
        )
    for each in listed(settings.teams_tenants):
        if each != ANY and not object_id(each):
            yield f"HUZZAH_TEAMS_TENANTS: \"{each}\" isn't a tenant's GUID. Separate several by commas; * is for all."


def _secrets(settings: "Settings") -> Iterator[str]:
    secret = settings.teams_app_secret.get_secret_value()
    if object_id(secret.strip()):
        yield (
            "HUZZAH_TEAMS_APP_SECRET: this is the ID of the secret. Take what stands under Value beside it, in "
            "Certificates & secrets; it is shown only once, so make a new one if it is hidden by now."
        )
    elif re.search(r"[^!-~]", secret):
        yield "HUZZAH_TEAMS_APP_SECRET: there are characters in it that no secret has; copy it again."
    if secret and settings.teams_identity == "managed":
        yield (
            "HUZZAH_TEAMS_APP_SECRET is set, and HUZZAH_TEAMS_IDENTITY=managed needs none: take one of the two out, "
            "as the type of your Azure Bot has it (Single Tenant or User-Assigned Managed Identity)."
        )


def _people(settings: "Settings") -> Iterator[str]:
    for each in listed(settings.teams_admins):
        if not object_id(each) and not re.fullmatch(r"[^@\s]+@[^@\s]+", each):
            yield (
                f'HUZZAH_TEAMS_ADMINS: "{each}" is neither a sign-in name like ana@example.com nor an object id. '
                "Separate several by commas."
            )


def _addresses(settings: "Settings") -> Iterator[str]:
    for name in ADDRESSES:
        if not _is_safe(getattr(settings, name)):
            yield f"HUZZAH_{name.upper()}: it isn't an https address. Leave it out unless you are in a national cloud."
    if not settings.teams_issuer:
        yield "HUZZAH_TEAMS_ISSUER is empty. Leave it out unless you are in a national cloud."
    if _wanted(settings) and "/teams/" in f"{urlsplit(settings.public_url).path}/":
        yield (
            "HUZZAH_PUBLIC_URL: give only how the address begins, https://huzzah.example.com; /teams/messages and the "
            "others are added by themselves."
        )
    # Another shape than an address is said once, for all platforms.
    if _wanted(settings) and urlsplit(settings.public_url).scheme == "http" and not _is_safe(settings.public_url):
        yield "HUZZAH_PUBLIC_URL: Teams only comes to https addresses. Put a proxy with TLS before Huzzah."


def _is_safe(written: str) -> bool:
    # Without TLS only on this machine, where nobody else listens.
    address = urlsplit(written)
    host = address.hostname or ""
    return bool(host) and (address.scheme == "https" or (address.scheme == "http" and is_loopback(host)))


def _wanted(settings: "Settings") -> bool:
    given = settings.teams_app_id, settings.teams_tenant, settings.teams_tenants, settings.teams_admins
    return any(given) or bool(settings.teams_app_secret.get_secret_value()) or settings.teams_identity == "managed"


def _gaps(settings: "Settings") -> Iterator[str]:
    if not _wanted(settings):
        return
    for name, advice in GUIDS.items():
        if not getattr(settings, name):
            yield f"HUZZAH_{name.upper()} is missing. {advice}; {GUIDE}."
    if settings.teams_identity == "secret" and not settings.teams_app_secret.get_secret_value():
        yield (
            "HUZZAH_TEAMS_APP_SECRET is missing: the bot can't speak without it. With a managed identity set "
            f"HUZZAH_TEAMS_IDENTITY=managed instead; {GUIDE}."
        )
    if not settings.public_url:
        yield (
            "HUZZAH_PUBLIC_URL is missing: Teams has to reach Huzzah. Example: HUZZAH_PUBLIC_URL=https://huzzah.example.com"
        )
