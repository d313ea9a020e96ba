"""Who is signed in: as the settings say, known by a hash, and the start says what is missing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from postgres import free_port
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from assistant.settings import SettingsError
from assistant.ui import access, arrival, identity

ROOT = Path(__file__).parents[1]
PAGE = Path(access.__file__).parent / "page.py"
GOOD = """
[auth]
redirect_uri = "http://localhost:8501/oauth2callback"
cookie_secret = "long enough to be a secret"
client_id = "assistant"
client_secret = "told by the provider"
server_metadata_url = "http://localhost:9/.well-known/openid-configuration"
"""
WHO = {"is_logged_in": True, "iss": "https://id.example.org", "sub": "17", "name": "Ada"}


@pytest.fixture
def setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    monkeypatch.setenv("MLOPS_ASSISTANT_SIGN_IN", "offered")
    arrival.forget()
    yield monkeypatch
    arrival.forget()


def known(setting: pytest.MonkeyPatch, **who: object) -> str:
    setting.setattr(st, "user", {**WHO, **who})
    return identity.person()


def test_a_person_is_who_their_provider_says_and_known_by_a_hash(
    setting: pytest.MonkeyPatch,
) -> None:
    found = known(setting)
    assert len(found) == 64
    assert found == known(setting, name="Ada after her marriage", email="new@example.org")
    others = ({"sub": "18"}, {"iss": "https://id.example.org1", "sub": "7"}, {"iss": "https://x"})
    assert len({found, *(known(setting, **one) for one in others)}) == 4
    assert identity.called() == "Ada"


@pytest.mark.parametrize(
    "who", [{"is_logged_in": False}, {"iss": ""}, {"sub": None}], ids=["not in", "no iss", "no sub"]
)
def test_who_is_not_known_for_good_is_nobody(
    setting: pytest.MonkeyPatch, who: dict[str, object]
) -> None:
    assert known(setting, **who) == ""


def test_off_nobody_is_asked_who_they_are(setting: pytest.MonkeyPatch) -> None:
    class Untouched:
        def get(self, _: str) -> object:
            raise AssertionError("somebody asked")

    setting.delenv("MLOPS_ASSISTANT_SIGN_IN")
    setting.setattr(st, "user", Untouched())
    assert identity.person() == ""
    assert not identity.on()
    page = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not page.exception
    assert "account" not in page.session_state["pages"]


def test_the_start_says_what_is_missing(setting: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("authlib")
    file = tmp_path / "secrets.toml"
    faults = (
        ("", "credentials"),
        (GOOD.replace("cookie_secret", "biscuit_secret"), "cookie_secret"),
        (GOOD.replace("client_id", "client"), "client_id"),
        (GOOD, ""),
    )
    before = st.get_option("secrets.files")
    try:
        st.config.set_option("secrets.files", [str(file)])
        for text, fault in faults:
            file.write_text(text)
            secrets_singleton._reset()
            if not fault:
                identity.check()
                continue
            with pytest.raises(SettingsError, match=f"MLOPS_ASSISTANT_SIGN_IN: .*{fault}"):
                identity.check()
    finally:
        st.config.set_option("secrets.files", before)
        secrets_singleton._reset()


def test_a_server_at_which_nobody_could_sign_in_does_not_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    found = subprocess.run(
        [*command, "--server.port", str(free_port())],
        cwd=ROOT,
        env={
            **os.environ,
            "MLOPS_ASSISTANT_DATA": str(tmp_path),
            "MLOPS_ASSISTANT_SIGN_IN": "required",
            "STREAMLIT_SECRETS_FILES": str(tmp_path / "secrets.toml"),
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert found.returncode != 0
    assert "MLOPS_ASSISTANT_SIGN_IN: " in found.stderr
