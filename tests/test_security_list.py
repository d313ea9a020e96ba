"""docs/security-checklist.md is whole, names tests that exist, and is right about the code."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.ui import arrival

ROOT = Path(__file__).parents[1]
LIST = (ROOT / "docs" / "security-checklist.md").read_text(encoding="utf-8")
CODE = sorted((ROOT / "assistant").rglob("*.py"))
LEVEL_1 = (
    "1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 "
    "3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 "
    "6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2 7.2.1 7.2.2 7.2.3 "
    "7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 "
    "10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 "
    "15.1.1 15.2.1 15.3.1 "
)
"""The items of level 1 of OWASP ASVS 5.0."""


def items(of: str) -> dict[str, str]:
    """The items of a list, by their number, with what holds them."""
    found = re.findall(rf"^\| ({of})\b.*\| ([^|]+) \|$", LIST, re.MULTILINE)
    assert len(found) == len(dict(found)), "an item stands twice"
    return dict(found)


def test_every_item_of_level_1_is_there_with_a_test_or_a_reason() -> None:
    found = items(r"\d+\.\d+\.\d+")
    assert list(found) == LEVEL_1.split()
    assert min(map(len, found.values())) >= len("there are no accounts")


def test_every_item_about_language_models_is_there_with_a_test() -> None:
    found = items(r"LLM\d\d")
    assert list(found) == [f"LLM{number:02d}" for number in range(1, 11)]
    assert all("::test_" in one for one in found.values())


@pytest.mark.parametrize("page", ["docs/security-checklist.md", "docs/architecture.md"])
def test_every_test_that_is_named_exists(page: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / page).read_text(encoding="utf-8"))
    assert len(named) > 20
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        tests = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        assert name in tests, f"{file}::{name}"


def calls(tree: ast.AST) -> Iterator[str]:
    """The names of what is called, with that of the module before a dot."""
    for one in ast.walk(tree):
        if isinstance(one, ast.Call):
            yield ast.unparse(one.func)


def imports(tree: ast.AST) -> Iterator[str]:
    for one in ast.walk(tree):
        if isinstance(one, ast.Import):
            yield from (name.name for name in one.names)
        elif isinstance(one, ast.ImportFrom):
            yield one.module or ""


CALLED = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
IMPORTED = {"subprocess", "pickle", "marshal", "shelve", "joblib", "dill", "xml", "lxml", "ctypes"}


def bad(source: str) -> set[str]:
    tree = ast.parse(source)
    modules = {one.partition(".")[0] for one in imports(tree)}
    return (CALLED & set(calls(tree))) | (IMPORTED & modules)


def test_the_code_runs_no_text_and_starts_no_process() -> None:
    assert bad("import subprocess\nfrom xml.dom import minidom\neval('1')\nos.system('x')") == {
        *("subprocess", "xml", "eval", "os.system")
    }
    assert {path.name: found for path in CODE if (found := bad(path.read_text("utf-8")))} == {}


def test_only_sha256_is_used() -> None:
    used = {
        one
        for path in CODE
        for one in calls(ast.parse(path.read_text("utf-8")))
        if re.fullmatch(r"hashlib\.\w+|md5|sha1", one)
    }
    assert used == {"hashlib.sha256"}


def test_no_page_opens_a_file_by_a_name_it_was_given() -> None:
    """Files that pages read are named in the code, beside it."""
    opening = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
    found = {
        ast.unparse(one)
        for path in CODE
        if "ui" in path.parts
        for one in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(one, ast.Call) and ast.unparse(one.func).rpartition(".")[2] in opening
    }
    assert found == {
        "(Path(st.__file__).parent / 'static' / 'index.html').read_text(encoding='utf-8')",
        "(default_folder() / 'texts.yaml').read_text('utf-8')",
        "path.read_bytes()",
        "Service.open(settings.read())",
    }


def test_the_settings_that_keep_it_small_are_set() -> None:
    given = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = given["server"]
    assert server["address"] == "127.0.0.1"
    assert max(server["maxUploadSize"], server["maxWidgetStateSize"]) <= 2
    assert server["enableXsrfProtection"] is server["enableCORS"] is True
    assert given["client"]["showErrorDetails"] == "none"
    assert "enableAgentApi" not in server


def test_fetching_the_page_begins_no_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    arrival.forget()
    token = arrival.admit("")
    assert not arrival.service().sessions.knows(token)
    arrival.begin(token)
    assert arrival.service().sessions.knows(token), "it begins when something is said"
    arrival.forget()
