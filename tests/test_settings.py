"""Settings come from the environment, have working defaults, and say what is wrong with a value."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant import settings
from assistant.settings import PREFIX, SettingsError, data_folder, read


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in os.environ if one.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def test_without_variables_everything_has_a_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings.sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    chosen = read()
    assert chosen.knowledge is None
    assert chosen.data == tmp_path / "mlops-assessment-assistant"
    assert chosen.database_url == f"sqlite:///{chosen.data}/sessions.sqlite3"
    assert (chosen.encoder, chosen.language_model) == ("", "")
    assert not chosen.data.exists()


def test_each_variable_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = {
        "KNOWLEDGE": str(tmp_path),
        "DATA": str(tmp_path / "data"),
        "DATABASE": "postgresql://me:secret@host/base",
        "ENCODER": "  some/encoder ",
        "LANGUAGE_MODEL": "openai:gpt-x",
    }
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name, value)
    chosen = read()
    assert chosen.knowledge == tmp_path
    assert chosen.data == tmp_path / "data"
    assert chosen.database_url == "postgresql://me:secret@host/base"
    assert chosen.encoder == "some/encoder"
    assert chosen.language_model == "openai:gpt-x"
    assert "secret" not in repr(chosen)


@pytest.mark.parametrize(
    ("model", "suggests", "expected"),
    [
        ("", "", False),
        ("openai:x", "", False),
        ("openai:x", "false", False),
        ("", "true", False),
        ("openai:x", "true", True),
        ("openai:x", "1", True),
    ],
)
def test_a_model_suggests_only_where_it_is_named_and_asked_to(
    monkeypatch: pytest.MonkeyPatch, model: str, suggests: str, expected: bool
) -> None:
    monkeypatch.setenv(PREFIX + "LANGUAGE_MODEL", model)
    monkeypatch.setenv(PREFIX + "LANGUAGE_MODEL_SUGGESTS", suggests)
    assert read().suggests is expected


def test_home_is_expanded_and_empty_means_not_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(PREFIX + "DATA", "~/kept")
    monkeypatch.setenv(PREFIX + "KNOWLEDGE", "")
    assert read().data == tmp_path / "kept"
    assert read().knowledge is None


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        read().encoder = "other"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("KNOWLEDGE", "/no/such/folder", "there is no folder '/no/such/folder'"),
        ("DATA", __file__, "is a file, not a folder"),
        ("DATA", "  ", "must name a folder"),
        ("DATABASE", "mysql://me:secret@host/base", "must start with sqlite:/// or postgresql://"),
        ("DATABASE", "sqlite://", "must start with sqlite:///"),
        ("LANGUAGE_MODEL", "gpt", "provider:model (found 'gpt')"),
        ("LANGUAGE_MODEL_SUGGESTS", "perhaps", "valid boolean"),
        ("DATABSE", "sqlite:///x", "is not a setting"),
    ],
)
def test_a_bad_value_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as caught:
        read()
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{PREFIX}{name}: ")
    assert said in line
    assert "secret" not in line


def test_all_bad_values_are_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + "LANGUAGE_MODEL", "gpt")
    monkeypatch.setenv(PREFIX + "DATABASE", "nowhere")
    with pytest.raises(SettingsError) as caught:
        read()
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/x"}, "/x"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "/home/me/.local/share"),
        ("linux", {}, "/home/me/.local/share"),
        ("darwin", {"XDG_DATA_HOME": "/x"}, "/home/me/Library/Application Support"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local"),
        ("win32", {}, "/home/me/AppData/Local"),
    ],
)
def test_the_data_folder_follows_the_platform(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: str
) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert data_folder(environment, platform) == Path(expected) / "mlops-assessment-assistant"
