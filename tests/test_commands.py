"""The commands that need no encoder: what they write, and one clear line for every bad input."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from test_loader import minimal, write

from assistant import __main__ as command_line
from assistant.catalogue import default_folder, load
from assistant.commands.inputs import LARGEST_FILE, BadInput, Item, items
from assistant.export import FORMATS

Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process; gives exit code, standard output and error."""

    def call(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["mlops-assistant", *map(str, words)])
        try:
            command_line.main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8", "replace"), err.decode()

    return call


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small knowledge in use (activities train and test, quality order), and a folder beside."""
    monkeypatch.setenv("MLOPS_ASSISTANT_KNOWLEDGE", str(write(tmp_path / "known", minimal())))
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def profile(folder: Path, content: str | bytes, name: str = "team.yaml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# --- profiles that cannot be used

BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}]\n" for old, new in pairwise("abcdefghi")
)
A_LEVEL = "; use 0 to 3, absent, manual, partial, automated, informal, defined or embedded"
FAULTS: list[tuple[str, str | bytes, str]] = [
    ("team.yaml", "nope: 1", "nope: is not an activity; see 'check' for the ids"),
    ("team.yaml", "Train: 1", "Train: is not an activity; see 'check' for the ids"),
    ("team.yaml", "1: 1", "1: is not an activity; see 'check' for the ids"),
    ("team.yaml", '"a\\nb\\e[31m": 1', "a?b?[31m: is not an activity; see 'check' for the ids"),
    ("team.yaml", "n" * 99 + ": 1", "n" * 60 + ": is not an activity; see 'check' for the ids"),
    ("team.yaml", "train: 4", "train: '4' is not a level" + A_LEVEL),
    ("team.yaml", "train: -1", "train: '-1' is not a level" + A_LEVEL),
    ("team.yaml", "train: often", "train: 'often' is not a level" + A_LEVEL),
    ("team.yaml", "train: 2.0", "train: '2.0' is not a level" + A_LEVEL),
    ("team.yaml", "train: .nan", "train: 'nan' is not a level" + A_LEVEL),
    ("team.yaml", "train: .inf", "train: 'inf' is not a level" + A_LEVEL),
    ("team.yaml", "train: yes", "train: 'True' is not a level" + A_LEVEL),
    ("team.yaml", "train:", "train: no level is given"),
    ("team.yaml", "train: {level: 1}", "train: a level is one number from 0 to 3 or its word"),
    ("team.yaml", "train: [3, 1]", "train: the range [3, 1] is the wrong way round"),
    ("team.yaml", "train: [1]", "train: a range is written [lowest, highest]"),
    ("team.yaml", "train: [0, 1, 2]", "train: a range is written [lowest, highest]"),
    ("team.yaml", "train: [0, true]", "train: 'True' is not a level" + A_LEVEL),
    ("team.yaml", "train: [[0], 1]", "train: a level is one number from 0 to 3 or its word"),
    ("team.yaml", "train: 1\ntrain: 2",
     "line 2: not readable as YAML: the field 'train' is given twice"),
    ("team.yaml", "train: [1", "line 2: not readable as YAML: did not find expected ',' or ']'"),
    ("team.yaml", "train: 1\n  test: 2",
     "line 2: not readable as YAML: mapping values are not allowed in this context"),
    ("team.yaml", "? [train]\n: 1",
     "line 1: not readable as YAML: the name of a field must be a word"),
    ("team.yaml", "train: !!python/name:os.system x",
     "line 1: not readable as YAML: could not determine a constructor for the tag "
     "'tag:yaml.org,2002:python/name:os.system'"),
    ("team.yaml", BOMB, "a: is not an activity; see 'check' for the ids"),
    ("team.yaml", BOMB.replace("i: ", "train: "), "a: is not an activity; see 'check' for the ids"),
    ("team.yaml", "train: &a [*a, *a]", "train: a level is one number from 0 to 3 or its word"),
    ("team.yaml", b"train: 1\ntest: \xff", "line 2: is not UTF-8 text"),
    ("team.json", '{"train": 1', "not readable as JSON: Expecting ',' delimiter"),
    ("team.json", "train: 1", "not readable as JSON: Expecting value"),
    ("team.json", '{"train":\n1\n', "line 2: not readable as JSON: Expecting ',' delimiter"),
    ("team.json", '{"train": NaN}', "train: not readable as JSON: NaN is not a value of JSON"),
    ("team.json", '{"train": Infinity}', "train: not readable as JSON: Infinity is not a value"),
    ("team.json", '{"train": 1, "train": 2}',
     "not readable as JSON: the field 'train' is given twice"),
    ("team.json", '{"train": "\\ud800"}', "train: '?' is not a level"),
    ("team.json", '{"\\ud800": 1}', "?: is not an activity"),
    ("team.yaml", b"\xff", "is not UTF-8 text"),
    ("team.yaml", "# ours\ntest: 1\n\ntrain: expert\n", "line 4: train: 'expert' is not a level"),
    ("team.yaml", "train: planned 0", "train: level 0 is nothing to plan"),
    ("team.yaml", "train: 2, planned 1", "train: level 1 cannot be planned where level 2 is there"),
    ("team.yaml", "train: 3, planned", "train: nothing above level 3 can be planned"),
    ("team.yaml", "train: planned soon", "train: 'soon' is not a level"),
    ("team.yaml", "train: some, planned", "train: 'some' is not a level"),
    ("team.yaml", "train: ', planned'", "train: '' is not a level"),
    ("team.yaml", "train: planned, 2", "train: 'planned, 2' is not a level"),
    ("team.yaml", "train: unplanned", "train: 'unplanned' is not a level"),
    ("team.yaml", "train: {planned: 2}", "train: a level is one number"),
    ("team.yaml", "train: [planned, 2]", "train: 'planned' is not a level"),
    ("team.yaml", "test: 1\ntrain:\n  - 3\n  - 1\n", "line 2: train: the range [3, 1] is"),
    ("team.yaml", "test: 1\nnope: 1", "line 2: nope: is not an activity; see 'check' for the ids"),
    ("team.json", '{"test": [0, 1], "order": {},\n "train": 1}', "order: a level is one number"),
    ("team.json", '\n{\n\n"test" :\n[0, 1]\n,\n"train": 9}', "line 7: train: '9' is not a level"),
    ("team.json", '{"test": 1,\n"train": [NaN, 1]}', "line 2: train: not readable as JSON: NaN"),
    ("team.json", '{"test": 1,\n"train": 1,\n"test": 2}',
     "line 3: not readable as JSON: the field 'test' is given twice"),
    ("team.json", '{"test": 1,\n"train": {"a": 1, "a": 2}}',
     "line 2: train: not readable as JSON: the field 'a' is given twice"),
]  # fmt: skip
"""In line 1, where no other is named."""

OF_NO_LINE: list[tuple[str, str | bytes, str]] = [
    ("team.yaml", "train: 2024-99-99", "not readable as YAML: month must be in 1..12"),
    ("team.yaml", "[" * 200_000, "not readable as YAML: it may be nested too deeply"),
    ("team.yaml", "", "must list activities with their levels, as 'data-collection: 2'"),
    ("team.yaml", "{}", "must list activities with their levels, as 'data-collection: 2'"),
    ("team.yaml", "- train", "must list activities with their levels, as 'data-collection: 2'"),
    ("team.yaml", "train", "must list activities with their levels, as 'data-collection: 2'"),
    ("team.yaml", b"\x00\x01", "not readable as YAML: unacceptable character"),
    ("team.yaml", b"#" * (LARGEST_FILE + 1), "is larger than 2 MB"),
    ("team.json", "[" * 200_000, "not readable as JSON: it may be nested too deeply"),
    ("team.json", "[1]", "must list activities with their levels, as 'data-collection: 2'"),
]  # fmt: skip


CALLS = [
    *(("assess", *one) for one in FAULTS + OF_NO_LINE),
    *(("interview", *one) for one in FAULTS[::12]),
]


@pytest.mark.parametrize(("command", "name", "content", "fault"), CALLS, ids=range(len(CALLS)))
def test_a_bad_profile_is_refused_in_one_line(
    run: Run, small: Path, command: str, name: str, content: str | bytes, fault: str
) -> None:
    path = profile(small, content, name)
    code, out, err = run(command, path)
    assert (code, out) == (2, "")
    assert err.endswith("\n")
    assert err[:-1].isprintable()
    line = "" if fault.startswith("line ") else "line 1: "
    place = ": " if (name, content, fault) in OF_NO_LINE else f", {line}"
    assert err.startswith(f"{path}{place}{fault}")
    assert len(err) < 500


@pytest.mark.parametrize("command", ["assess", "interview"])
def test_a_file_that_is_none_is_refused_in_one_line(run: Run, small: Path, command: str) -> None:
    missing = small / "missing.yaml"
    assert run(command, missing) == (2, "", f"{missing}: no such file or directory\n")
    assert run(command, small) == (2, "", f"{small}: is a directory\n")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            "test: 0\ntrain: [1, 2]\norder: 0",
            ", line 2: train: an interview needs one level, not a range",
        ),
        (
            "train: unknown\ntest: 0\norder: 0",
            ", line 1: train: an interview needs a level, not 'unknown'",
        ),
        ("test: 0", ": model made: no level is given for order, train"),
    ],
)
def test_an_interview_needs_exact_levels(run: Run, small: Path, content: str, fault: str) -> None:
    path = profile(small, content)
    assert run("interview", path) == (2, "", f"{path}{fault}\n")


@pytest.mark.parametrize("command", ["assess", "interview"])
def test_an_unknown_model_is_refused_in_one_line(run: Run, small: Path, command: str) -> None:
    path = profile(small, "train: 1")
    assert run(command, path, "--model", "x") == (2, "", "--model: 'x' is not one of made\n")


def test_an_unknown_format_is_refused_in_one_line(run: Run, small: Path) -> None:
    path = profile(small, "train: 1")
    listed = ", ".join(FORMATS)
    said = f"--format: 'docx' is not one of {listed}\n"
    assert run("assess", path, "--format", "docx") == (2, "", said)


def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLOPS_ASSISTANT_KNOWLEDGE", "/nowhere")
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert err.startswith("MLOPS_ASSISTANT_KNOWLEDGE: ")
    assert err.count("\n") == 1


# --- assess


def test_choices_on_the_use_case_give_a_target_and_a_place_to_train(run: Run, small: Path) -> None:
    known = load(Path(__file__).parents[1] / "knowledge")
    path = profile(small, "data-collection: 2")
    words = ("--context", "place=devices", "--context", "pace=years", "--context", "rules=nobody")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLOPS_ASSISTANT_KNOWLEDGE")
        code, out, err = run("assess", path, *words, "--format", "json")
        plain = json.loads(run("assess", path, "--format", "json")[1])
    assert (code, err) == (0, "")
    value = json.loads(out)
    assert value["context"] == {"pace": "years", "place": "devices", "rules": "nobody"}
    assert set(value["targets"]) == set(known.models)
    assert (value["edge"]["runs_on_devices"], value["edge"]["option"]) == (True, "edge-inference")
    assert (plain["targets"], plain["edge"]["runs_on_devices"]) == ({}, False)
    assert plain["crosswalk"] == value["crosswalk"]  # where a team stands does not hang on it


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("weather=fine", "--context: 'weather' is not one of size\n"),
        ("size", "--context: size: '' is not one of yes, no\n"),
        ("size=maybe", "--context: size: 'maybe' is not one of yes, no\n"),
    ],
)
def test_a_choice_we_do_not_have_is_named(run: Run, small: Path, words: str, said: str) -> None:
    path = profile(small, "train: 1")
    assert run("assess", path, "--context", words) == (2, "", said)


def test_a_report_is_named_and_dated_on_request(run: Run, small: Path) -> None:
    path = profile(small, "train: 1")
    code, out, err = run("assess", path, "--name", "Team of five", "--date", "2026-03-07")
    assert (code, err) == (0, "")
    assert out.startswith("MLOps assessment of Team of five\n")
    assert "7 March 2026" in out
    plain = run("assess", path)[1]
    assert plain.startswith("MLOps assessment\n")
    assert "March" not in plain
    said = "--date: 'yesterday' is not a day such as 2026-03-07\n"
    assert run("assess", path, "--date", "yesterday") == (2, "", said)


@pytest.mark.parametrize("form", FORMATS)
def test_a_profile_is_assessed_in_every_format(run: Run, small: Path, form: str) -> None:
    path = profile(small, "train: partial\ntest: 1\norder: [informal, 3]\n")
    code, out, err = run("assess", path, "--format", form)
    assert (code, err) == (0, "")
    start = {"text": "MLOps", "json": "{", "markdown": "# ", "html": "<!doctype", "pdf": "%PDF-",
             "csv": "activity,name"}  # fmt: skip
    assert out.startswith(start[form])
    assert len(out) > 300


@pytest.mark.parametrize(
    ("content", "lowest", "highest"),
    [
        ("train: 2\norder: 1", 1, 1),
        ("train: [1, 2]\norder: 1", 0, 1),
        ("train: [0, 1]\norder: 1", 0, 0),
        ("train: [2, 3]\norder: [1, 3]", 1, 1),
        ("train: 2", 0, 1),
        ("train: unknown\norder: 1", 0, 1),
        ("train: not-applicable\norder: 1", 1, 1),
        ("train: PARTIAL\norder: ' defined '", 1, 1),
        ('{"train": "2", "order": [0, 3]}', 0, 1),
        ("train: planned\norder: 1", 0, 0),
        ("train: planned 2\norder: 1", 0, 0),
        ("train: planned automated\norder: 1", 0, 1),
        ("train: '2, planned'\norder: 1", 1, 1),
        ("train: partial, Planned 3\norder: 1", 1, 1),
    ],
)
def test_ranges_and_states_give_a_range_of_stages(
    run: Run, small: Path, content: str, lowest: int, highest: int
) -> None:
    code, out, _ = run("assess", profile(small, content), "--format", "json")
    found = json.loads(out)["models"]["made"]
    assert code == 0
    assert (found["lowest"]["index"], found["highest"]["index"]) == (lowest, highest)
    assert found["certain"] is (lowest == highest)
    assert (found["stage"] is None) is (lowest != highest)


@pytest.mark.parametrize(
    ("given", "lowest", "highest"),
    [
        ("planned", 0, 0),
        ("' Planned '", 0, 0),
        ("planned 1", 0, 0),
        ("planned partial", 0, 1),
        ("planned 3", 0, 2),
        ("0, planned", 0, 0),
        ("2, planned", 2, 2),
        ("manual, planned automated", 1, 1),
    ],
)
def test_what_is_planned_is_not_there_yet_and_is_shown(
    run: Run, small: Path, given: str, lowest: int, highest: int
) -> None:
    path = profile(small, f"test: {given}\norder: 1")
    found = json.loads(run("assess", path, "--format", "json")[1])["activities"]
    assert (found["test"]["lowest"], found["test"]["highest"]) == (lowest, highest)
    assert (found["test"]["planned"], found["order"]["planned"]) == (True, False)
    shown = run("assess", path)[1]
    assert shown.count("planned, not counted") == 1


def test_a_level_that_is_required_and_planned_is_shown_with_its_requirement(
    run: Run, small: Path
) -> None:
    code, out, _ = run("assess", profile(small, "train: planned 2\norder: 1"))
    assert code == 0
    line = next(each for each in out.splitlines() if "needs " in each and "planned" in each)
    assert "✗" in line


def test_an_interview_takes_what_is_there_of_what_is_planned(run: Run, small: Path) -> None:
    plan = profile(small, "train: 1, planned 3\ntest: planned\norder: 1", "plan.yaml")
    without = profile(small, "train: 1\ntest: 0\norder: 1", "without.yaml")
    assert run("interview", plan, "--json")[1] == run("interview", without, "--json")[1]
    said = f"{plan}, line 1: train: an interview needs one level, not a range\n"
    plan.write_text("train: planned 3\ntest: 0\norder: 1", encoding="utf-8")
    assert run("interview", plan) == (2, "", said)


def test_yaml_and_json_say_the_same_and_a_mark_of_byte_order_is_no_fault(
    run: Run, small: Path
) -> None:
    plain = run("assess", profile(small, "train: 2\norder: 1"), "--format", "json")
    as_json = profile(small, '{"train": 2, "order": 1}', "team.json")
    marked = profile(small, b"\xef\xbb\xbftrain: 2\norder: 1", "marked.yaml")
    assert run("assess", as_json, "--format", "json") == plain
    assert run("assess", marked, "--format", "json") == plain


def test_the_named_model_leads_and_all_are_there(run: Run, tmp_path: Path) -> None:
    path = profile(tmp_path, "data-collection: automated\ndata-integration: [partial, 3]\n")
    code, out, _ = run("assess", path, "--model", "google", "--format", "json")
    value = json.loads(out)
    assert code == 0
    assert value["model"] == "google"
    assert set(value["models"]) == set(load().models)
    assert value["models"]["john-2021"]["lowest"]["id"] == "automated-data-collection"


# --- interview


def test_an_interview_ends_where_the_full_form_does(run: Run, small: Path) -> None:
    path = profile(small, "train: 2\ntest: 3\norder: 0\n")
    code, out, err = run("interview", path, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "model": "made",
        "questions": ["train", "order"],
        "asked": 2,
        "floor": 1,
        "asked_with_blockers": 2,
        "floor_with_blockers": 2,
        "stage": "low",
        "full_stage": "low",
        "blockers": ["order"],
        "full_blockers": ["order"],
    }
    code, out, _ = run("interview", path)
    assert code == 0
    assert "stage 0, low; full questionnaire: 0, low" in out


def test_a_contradiction_is_raised_for_both_and_said(run: Run, small: Path) -> None:
    path = profile(small, "train: 3\ntest: 0\norder: 1\n")
    code, out, err = run("interview", path, "--json")
    assert code == 0
    assert err == f"{path}: test is raised from 0 to 2, because train is at 3: b\n"
    assert json.loads(out)["stage"] == json.loads(out)["full_stage"] == "high"


def test_every_model_is_played_on_the_sample(run: Run, tmp_path: Path) -> None:
    known = load()
    path = profile(tmp_path, json.dumps(known.sample.levels), "team.json")
    code, out, err = run("interview", path, "--json")
    played = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    orders = [known.models[one["model"]].order for one in played]
    assert (len(orders), orders) == (len(known.models), sorted(orders))
    for one in played:
        assert one["stage"] == one["full_stage"]
        assert one["blockers"] == one["full_blockers"]
        assert one["floor"] <= one["asked"] <= one["asked_with_blockers"]


def test_models_that_lack_levels_are_said_and_the_others_played(run: Run, tmp_path: Path) -> None:
    """The activities without the qualities are a full profile of three models."""
    known = load()
    levels = {name: known.sample.levels[name] for name in known.activities}
    path = profile(tmp_path, json.dumps(levels), "team.json")
    code, out, err = run("interview", path, "--json")
    assert code == 0
    played = {json.loads(line)["model"] for line in out.splitlines()}
    asked = {
        key: {need.activity for stage in one.stages for need in stage.requirements}
        for key, one in known.models.items()
    }
    assert played == {key for key, names in asked.items() if names <= set(known.activities)}
    missing = (
        f"{path}: model john-2025: no level is given for {', '.join(sorted(known.qualities))}\n"
    )
    assert missing in err
    assert err.count("\n") == len(known.models) - len(played)
    assert run("interview", path, "--model", "john-2025") == (2, "", missing)


def test_an_interview_that_no_model_can_play_is_refused_in_one_line(
    run: Run, tmp_path: Path
) -> None:
    path = profile(tmp_path, "data-collection: 2")
    code, out, err = run("interview", path)
    assert (code, out) == (2, "")
    assert err.startswith(f"{path}: model john-2021: no level is given for ")
    assert err.count("\n") == 1


# --- check


def test_check_writes_the_tables_of_an_edition(run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path, minimal())
    said = (2, "", f"{folder / 'README.md'}: this file is missing\n")
    assert run("check", folder, "--tables") == said
    guide = folder / "README.md"
    guide.write_text("<!-- table: activities -->\n<!-- end -->\n", encoding="utf-8")
    assert run("check", folder, "--tables")[0] == 0
    assert "| `train` | data | 1 | 3 | 1 |\n" in guide.read_text(encoding="utf-8")
    before = guide.read_bytes()
    assert run("check", folder)[0] == 0
    assert guide.read_bytes() == before


def test_check_looks_at_the_words_of_reading_too(run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path, minimal())
    (folder / "reading").mkdir()
    code, out, err = run("check", folder)
    assert (code, out) == (2, "")
    assert "reading/tools.yaml: this file is missing\n" in err


def test_check_looks_at_the_questions_search_learns_from(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(default_folder(), folder, ignore=shutil.ignore_patterns("index"))
    assert run("check", folder)[0] == 0
    strange = (
        'id: strange\nabout: Strange.\nquestions:\n  - {activities: [juggling], text: "How?"}\n'
    )
    (folder / "asked" / "strange.yaml").write_text(strange, encoding="utf-8")
    code, out, err = run("check", folder)
    assert (code, out) == (2, "")
    assert err == ("asked/strange.yaml: questions.0: activities: there is no activity 'juggling'\n")


def test_check_counts_what_is_there(run: Run, small: Path) -> None:
    code, out, err = run("check")
    assert code == 0
    assert err == (
        "activities/test.yaml: no passage is on it\n"
        "qualities/order.yaml: no passage is on it\n"
        "models/made.yaml: no passage of kind stage on 'low'; no passage of kind stage on 'high'; "
        "no passage of kind transition on 'high'; a row of taxonomy.yaml names no record of "
        "sources/ ('this-assistant' for a choice)\n"
    )
    assert "    2 activities\n" in out
    assert "    1 models\n" in out
    assert "    2 passages of kind concept\n" in out
    assert "    1 cases of kind tutorial\n" in out
    assert "train: 4 examples, 1 passages, 3 steps of advice, 1 cases\n" in out


def test_check_tells_every_fault_of_a_folder(run: Run, tmp_path: Path) -> None:
    files = minimal()
    files["activities/train.yaml"]["colour"] = "red"
    files["texts.yaml"] = "a: ["
    code, out, err = run("check", write(tmp_path, files))
    assert (code, out) == (2, "")
    assert [line.split(": ")[0] for line in err.splitlines()] == [
        "activities/train.yaml",
        "texts.yaml",
    ]


def test_check_names_a_missing_folder(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert run("check", missing) == (2, "", f"{missing}: there is no such folder\n")


# --- lines on standard input

LINES: list[tuple[bytes, str]] = [
    (b"{", "line 2: not readable as JSON: Expecting property name"),
    (b"hello", "line 2: not readable as JSON: Expecting value"),
    (b"[1]", 'line 2: must be an object like {"id": "1", "text": "..."}'),
    (b'{"id": "1"}', "line 2: text: must be given, as text"),
    (b'{"text": "a"}', "line 2: id: must be given, as text"),
    (b'{"id": 1, "text": "a"}', "line 2: id: must be given, as text"),
    (b'{"id": "1", "text": null}', "line 2: text: must be given, as text"),
    (b'{"id": "1", "text": NaN}', "line 2: not readable as JSON: NaN is not a value of JSON"),
    (b'{"id": "1", "id": "2", "text": "a"}',
     "line 2: not readable as JSON: the field 'id' is given twice"),
    (b'{"id": "1", "text": "a", "question": 3}',
     "line 2: question: must be the id of an activity, as text"),
    (b'{"id": "1", "text": "\\ud83d"}', "line 2: text: holds half a character"),
    (b'{"id": "1", "text": "\xff"}', "line 2: is not UTF-8 text"),
    (b"[" * 100_000, "line 2: not readable as JSON: it may be nested too deeply"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "fault"), LINES, ids=range(len(LINES)))
def test_a_bad_line_is_named(line: bytes, fault: str) -> None:
    good = b'{"id": "0", "text": "fine"}\n'
    given = items(io.BytesIO(good + line + b"\n" + good))
    assert next(given) == Item("0", "fine", line=1)
    with pytest.raises(BadInput) as caught:
        next(given)
    assert str(caught.value).startswith(f"standard input, {fault}")
    assert "\n" not in str(caught.value)


def test_lines_are_utf_8_and_empty_ones_are_passed_over() -> None:
    text = "naïve \u2028 שלום 🎉"
    line = json.dumps({"id": "é", "text": text, "question": "rollback"}, ensure_ascii=False)
    content = b"\xef\xbb\xbf" + f"\n{line}\r\n\n  \n{line}".encode()
    wanted = [Item("é", text, "rollback", line) for line in (2, 5)]
    assert list(items(io.BytesIO(content))) == wanted


# --- as a process


def process(
    *words: object, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, words)],
        input=given,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
    )


def test_a_bad_line_ends_the_command_at_once(small: Path) -> None:
    ran = process("classify", given=b'{"id": "1"}\n')
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == b"standard input, line 1: text: must be given, as text\n"


def test_a_question_we_do_not_have_is_named_with_its_line(small: Path) -> None:
    ran = process("classify", given=b'\n\n{"id": "x", "text": "a", "question": "nope"}\n')
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == b"standard input, line 3: question: 'nope' is not an activity\n"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["assess"], "'file'"),
        (["search", "-k", "0"], "'-k'"),
        (["search", "-k", "few"], "'-k'"),
        (["assess", "a", "b"], "(b)"),
        (["assess", "--nope"], "--nope"),
        (["bench", "interview", "--runs", "0"], "'--runs'"),
        (["nope"], "'nope'"),
    ],
)
def test_words_that_a_command_cannot_take_are_refused_in_one_line(
    run: Run, words: list[str], named: str
) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert named in err.lower()
    assert err.endswith("\n")
    assert err.count("\n") == 1


def test_help_is_shown_when_asked_for_and_without_any_word(run: Run) -> None:
    code, out, err = run("assess", "--help")
    assert (code, err) == (0, "")
    assert "--format" in out
    code, out, err = run()
    assert code == 2
    assert "classify" in out + err


def test_a_question_has_words_and_not_too_many(run: Run) -> None:
    assert run("ask", "  ") == (2, "", "the question is empty\n")
    assert run("ask", "x" * 40_001)[0] == 2


def test_output_is_utf_8_whatever_the_locale(small: Path) -> None:
    path = profile(small, "train: 1\norder: 0")
    ran = process("assess", path, PYTHONIOENCODING="latin-1", PYTHONUTF8="0", LC_ALL="C")
    assert ran.returncode == 0
    assert "✗" in ran.stdout.decode()


def test_a_reader_that_goes_away_is_no_error(small: Path) -> None:
    path = profile(small, "train: 1\norder: 0")
    command = f"'{sys.executable}' -m assistant assess '{path}' --format json | head -c 5"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
    assert ran.stdout == b'{\n  "'
    assert ran.stderr == b""


def test_check_says_which_built_files_are_behind_and_what_renews_them(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(default_folder(), folder)

    def said() -> str:
        """Say what is behind but the second reader, which is tuned a few times a year."""
        lines = run("check", folder)[2].splitlines(keepends=True)
        return "".join(one for one in lines if not one.startswith("reading/tuned"))

    assert said() == "", "what is shipped is current"
    edit(folder / "texts.yaml", "product: MLOps", "product: Our MLOps")
    assert said() == "", "a text of the page is in no built file"
    edit(folder / "activities" / "rollback.yaml", "There is no way back", "Nothing leads back")
    assert "reading/head.npz is behind" in said()
    assert "index/ is" not in said()
    assert "`train` renews it" in said()
    edit(folder / "passages" / "rollback-in-short.yaml", "title: ", "title: Now, ")
    assert "index/ is behind" in said()
    edit(folder / "passages" / "rollback-in-short.yaml", "asks:\n      - ", "asks:\n      - Say, ")
    assert "index/ranker.npz is behind" in said()


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
