"""A real OpenID provider on a loopback port, and a server of ours at which people sign in by it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import REQUIRED, Server, settle

PEOPLE = {"ada": "Ada Example", "ben": "Ben Example"}


@contextmanager
def providing() -> Iterator[str]:
    """The address of a provider that knows PEOPLE, whom anybody may say to be."""
    if REQUIRED:
        import oidc_provider_mock
    else:
        oidc_provider_mock = pytest.importorskip("oidc_provider_mock")
    people = [
        oidc_provider_mock.User(sub=sub, claims={"name": name, "email": f"{sub}@example.org"})
        for sub, name in PEOPLE.items()
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as found:
        yield f"http://localhost:{found.server_port}"


@contextmanager
def serving(folder: Path, provider: str, sign_in: str = "offered", **more: str) -> Iterator[Server]:
    """A server of ours at which one signs in by that provider."""
    secrets = folder / "secrets.toml"
    one = Server(
        folder,
        MLOPS_ASSISTANT_SIGN_IN=sign_in,
        STREAMLIT_SECRETS_FILES=str(secrets),
        **more,
    )
    write_secrets(secrets, one.url, provider)
    one.start()
    try:
        yield one
    finally:
        one.stop()


def write_secrets(path: Path, url: str, provider: str) -> None:
    """Write what a server at this address needs to know of the provider."""
    path.write_text(
        "[auth]\n"
        f'redirect_uri = "{url}/oauth2callback"\n'
        'cookie_secret = "a secret of the test, long enough for it"\n'
        'client_id = "assistant"\n'
        'client_secret = "said to the provider"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n'
    )


def sign_in(page: Page, sub: str) -> None:
    """Sign in by the button that is on the page, and come back from the provider."""
    page.get_by_test_id("stMain").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=sub, exact=True).first.click()
    page.wait_for_url("**/")
    settle(page)


def sign_out(page: Page, url: str) -> None:
    """Sign out on the account page, at the provider too."""
    page.goto(f"{url}/account")
    settle(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{url}/")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
