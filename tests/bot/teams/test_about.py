"""The pages that the manifest links to are there, say what they must, and need nothing from anywhere."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from bot.teams import about
from bot.teams.manifest import template
from tests.bot.playground.serving import running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """A browser before the pages."""
    with (
        running(Starlette(routes=about.routes())) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as opened,
    ):
        yield opened


def test_every_page_that_the_manifest_names_is_there_and_no_other(client: httpx.Client) -> None:
    linked = {urlsplit(url).path for name, url in template()["developer"].items() if name.endswith("Url")}
    assert linked == set(about.PAGES)
    assert {client.get(path).status_code for path in linked} == {200}


def test_the_page_on_privacy_says_what_is_kept_and_what_is_ones_choice(client: httpx.Client) -> None:
    said = client.get(about.PRIVACY).text
    assert "Not its text" in said
    assert "be forgotten" in said


@pytest.mark.parametrize("path", about.PAGES)
def test_pages_are_whole_in_themselves(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "http" not in answer.text
    assert "`" not in answer.text
