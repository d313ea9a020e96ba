"""The loader, on a knowledge of two activities: one mistake at a time, and growing without code."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made import SMALL, small

from assistant import __main__ as command
from assistant.catalogue import KnowledgeError, default_folder, load, parse_yaml
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Origin, Standing, Status
from assistant.staging import assess, close

READING = [{"basis": "reading", "why": "made for a test"}]
LEVELS = ("absent", "manual", "partial", "automated")


def _item(name: str, **more: object) -> dict[str, Any]:
    return {
        "id": name, "name": name, "pipeline": "data", "dimension": "data", "scale": "automation",
        "summary": "s", "why": "w", "rubric": ["a", "b", "c", "d"], "question": "q",
        "replies": [{"level": level, "label": f"reply {level}"} for level in range(4)],
        "examples": {level: ["one"] for level in LEVELS}, "sources": READING, **more,
    }  # fmt: skip


def _advice(name: str, to: int) -> dict[str, Any]:
    return {
        "id": f"{name}-{to}", "activity": name, "to": to, "do": "d", "why": "w", "done_when": "t",
        "effort": "S", "pitfall": "p", "passages": ["p"], "sources": READING,
    }  # fmt: skip


def _stage(name: str, **needs: int) -> dict[str, Any]:
    asked = [{"activity": key, "level": one, "sources": READING} for key, one in needs.items()]
    return {"id": name, "name": name, "summary": "s", "requirements": asked, "passage": "p"}


def _model(name: str, order: int, *stages: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name, "name": name, "label": name, "order": order, "summary": "s",
        "stages": list(stages), "sources": READING,
    }  # fmt: skip


def _words(name: str, count: int = 60) -> str:
    """A text of so many words that shares none with that of another name."""
    return " ".join(f"{name}{number}" for number in range(count))


def _passage(name: str, text: str) -> dict[str, Any]:
    return {"id": name, "title": "t", "kind": "concept", "text": text, "sources": READING}


Files = dict[str, Any]
TEXTS = parse_yaml((default_folder() / "texts.yaml").read_text(encoding="utf-8"))


def minimal() -> Files:
    """A valid knowledge of two activities and one quality, as values by file."""
    rule = {"when": 3, "activity": "test", "then": 2, "kind": "definitional", "because": "b"}
    advice = {f"advice/{name}-{to}.yaml": _advice(name, to) for name in ("train", "test", "order")
              for to in (1, 2, 3)}  # fmt: skip
    options = [{"id": one, "label": one} for one in ("yes", "no")]
    made = {
        "activities/train.yaml": _item("train", implies=[rule]),
        "activities/test.yaml": _item("test"),
        "qualities/order.yaml": _item("order", pipeline="process", scale="practice"),
        "models/made.yaml": _model("made", 1, _stage("low"), _stage("high", train=2, order=1)),
        "passages/p.yaml": {**_passage("p", _words("p")), "activities": ["train"],
                            "stages": ["made/high"], "related": ["other"]},
        "passages/other.yaml": _passage("other", _words("other")),
        **advice,
        "sources/src.yaml": {"id": "src", "label": "l", "citation": "c", "read": "r",
                             "address": "https://example.org/src"},
        "context/size.yaml": {"id": "size", "order": 1, "question": "q", "options": options},
        "wording/answer.yaml": {"id": "answer", "system": "$passages", "note": "$text $number",
                                "question": "$question $notes",
                                "passage": "$number $title $text"},
        "openings/one.yaml": {"id": "one", "order": 1, "kind": "team", "label": "lab", "text": "t"},
        "taxonomy.yaml": {
            "needs": {one: {"some": 1, "much": 2, "why": "w", "asks": [
                {"activity": "test", "level": 1, "since": "much", "sources": READING}]}
                for one in ("rules", "excellence")},
            "targets": [{"model": "made", "rules": "some", "stage": "high", "why": "w",
                         "sources": READING},
                        {"model": "made", "stage": "low", "why": "w", "sources": READING}]},
        "texts.yaml": dict(TEXTS),
        "cases/there.yaml": {
            "id": "there", "name": "n", "kind": "tutorial", "year": 2020, "read": "2026-01-31",
            "summary": "s", "address": "https://example.org/there", "levels": {
                "train": {"level": [1, 2], "basis": "reading", "why": "w"},
                "order": {"level": 3, "basis": "stated", "why": "w"}}},
        "edge.yaml": {
            "options": [{"id": one, "name": one, "summary": "s", "train": "t", "adapt": "a",
                         "predict": "p", "passage": "p"} for one in ("centre", "device")],
            "factors": [{"id": "room", "name": "n", "questions": ["size"], "sources": READING}],
            "limits": [{"when": {"size": ["yes"]}, "against": ["centre"], "why": "w",
                        "lifted": "l"}],
            "leanings": [{"when": {"size": ["no"]}, "against": ["device"], "why": "w"}],
            "suppose": {"size": "yes"},
            "sources": READING},
        "sample.yaml": {"team": "t", "levels": {"train": 1, "test": 0, "order": 0},
                        "context": {"size": "yes"}},
    }  # fmt: skip
    return json.loads(json.dumps(made))  # nothing shared, so that a change breaks one place


def write(root: Path, files: Files) -> Path:
    for name, value in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(value, bytes):
            path.write_bytes(value)
        else:
            text = value if isinstance(value, str) else json.dumps(value)
            path.write_text(text, encoding="utf-8")
    return root


def test_the_minimal_knowledge_is_valid(tmp_path: Path) -> None:
    found = load(write(tmp_path, minimal()))
    assert list(found.items) == ["test", "train", "order"]
    assert found.primary.id == "made"
    assert found.suggesting == load().suggesting  # ours, as it has none of its own
    assert re.fullmatch("[0-9a-f]{64}", found.hash)


Break = Callable[[Files], object]


def put(file: str, *path: str | int, value: object) -> Break:
    """Set one field of one file."""

    def change(files: Files) -> None:
        place = files[file]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def drop(file: str, *path: str | int) -> Break:
    """Take one field, or a whole file, away."""

    def change(files: Files) -> None:
        place, last = files, file
        for step in path:
            place, last = place[last], step
        del place[last]

    return change


def replaced(file: str, value: object) -> Break:
    return lambda files: files.update({file: value})


TRAIN, MODEL, STEP = "activities/train.yaml", "models/made.yaml", "advice/train-2.yaml"
CASE, EDGE = "cases/there.yaml", "edge.yaml"
LIMIT = ("limits", 0)
STAGE = ("stages", 1)
SELF = {"when": 3, "activity": "train", "then": 2, "kind": "definitional", "because": "b"}

MISTAKES: list[tuple[Break, str]] = [
    # files and folders
    (lambda files: [files.pop(f"passages/{one}.yaml") for one in ("p", "other")],
     "passages/: this folder is missing"),
    (drop("taxonomy.yaml"), "taxonomy.yaml: this file is missing"),
    (drop("texts.yaml"), "texts.yaml: this file is missing"),
    (replaced("models/five.yml", "id: five"), "models/five.yml: the name must end in .yaml"),
    # what YAML cannot read, or reads otherwise than meant
    (replaced(TRAIN, "id: [train"), f"{TRAIN}: line 2: not readable as YAML: "),
    (replaced(TRAIN, "id: train\nname: a\nname: b"),
     f"{TRAIN}: line 3: not readable as YAML: the field 'name' is given twice"),
    (replaced(TRAIN, "? [id, name]\n: train"),
     f"{TRAIN}: line 1: not readable as YAML: the name of a field must be a word"),
    (replaced(TRAIN, "id: 2024-99-99"), f"{TRAIN}: not readable as YAML: month must be in 1..12"),
    (replaced(TRAIN, "[" * 100_000), f"{TRAIN}: not readable as YAML: it may be nested too deeply"),
    (replaced(TRAIN, ""), f"{TRAIN}: must be a record of 'field: value'"),
    (replaced(TRAIN, "- id: train"), f"{TRAIN}: must be a record of 'field: value'"),
    (replaced(TRAIN, b"id: tr\xe4in"), f"{TRAIN}: is not UTF-8 text"),
    (replaced(TRAIN, b"id: tr\x00in"), f"{TRAIN}: not readable as YAML: "),
    (put(TRAIN, "name", value=False), f"{TRAIN}: name: Input should be a valid string"),
    (put("texts.yaml", "send", value=False), "texts.yaml: send: must be text"),
    (drop("texts.yaml", "send"), "texts.yaml: send: this text is missing"),
    (put("texts.yaml", "ask.confirm", value="You said {quoted}."),
     "texts.yaml: ask.confirm: there is nothing to fill in for {quoted}"),
    (put("texts.yaml", "ask.confirm", value="You said {quote."),
     "texts.yaml: ask.confirm: expected '}' before end of string"),
    (replaced("texts.yaml", "- a"), "texts.yaml: must be a list of 'name: text'"),
    # what a language model is told
    (put("wording/answer.yaml", "note", value="$text"),
     "wording/answer.yaml: record: note must hold $number, $text and no other $"),
    (replaced("suggesting.yaml", {"system": "$activities", "activity": "$id $name $summary",
                                  "statements": "$statements of $user"}),
     "suggesting.yaml: record: statements must hold $statements and no other $"),
    # fields of a record
    (put(TRAIN, "nmae", value="x"), f"{TRAIN}: nmae: Extra inputs are not permitted (found 'x')"),
    (drop(TRAIN, "question"), f"{TRAIN}: question: Field required"),
    (put(TRAIN, "id", value="training"),
     f"{TRAIN}: id: 'training' must equal the file name"),
    (put(TRAIN, "scale", value="metric"), f"{TRAIN}: scale: Input should be 'automation' or"),
    (put(TRAIN, "rubric", value="a b c d"), f"{TRAIN}: rubric: Input should be a valid tuple"),
    (drop(TRAIN, "replies"), f"{TRAIN}: replies: Field required"),
    (drop(TRAIN, "replies", 3), f"{TRAIN}: replies: Tuple should have at least 4 items"),
    (put(TRAIN, "replies", 0, "level", value=3),
     f"{TRAIN}: record: replies must give the levels 0, 1, 2, 3 in this order"),
    (put(TRAIN, "replies", 3, "level", value=4),
     f"{TRAIN}: replies.3.level: Input should be less than or equal to 3 (found '4')"),
    (put(TRAIN, "replies", 3, "level", value="3"),
     f"{TRAIN}: replies.3.level: Input should be a valid integer (found '3')"),
    (put(TRAIN, "sources", value=[]), f"{TRAIN}: sources: Tuple should have at least 1 item"),
    (put(TRAIN, "sources", 0, "why", value=""),
     f"{TRAIN}: sources.0: basis 'reading' needs why: one sentence on the choice made"),
    (put(TRAIN, "sources", value=[{"basis": "stated"}]),
     f"{TRAIN}: sources.0: basis 'stated' needs a source"),
    (put(TRAIN, "sources", value=[{"basis": "summarised", "source": "src"}]),
     f"{TRAIN}: sources.0: basis 'summarised' needs via: whose summary was read"),
    (put(TRAIN, "sources", value=[{"basis": "reading", "why": "w", "address": "https://a.org"}]),
     f"{TRAIN}: sources.0: address needs via: whose summary stands there"),
    (put(TRAIN, "sources", value=[{"basis": "summarised", "source": "src", "via": "v"}]),
     f"{TRAIN}: sources.0: basis 'summarised' needs address: where that summary can be opened"),
    (put(TRAIN, "sources", value=[{"basis": "summarised", "source": "src", "via": "v",
                                   "address": "a.org"}]),
     f"{TRAIN}: sources.0: address must be a web address, or the word 'internal'"),
    (put(TRAIN, "sources", value=[{"basis": "stated", "source": "No Id"}]),
     f"{TRAIN}: sources.0.source: String should match pattern"),
    (put(MODEL, *STAGE, "requirements", 0, "level", value=0),
     f"{MODEL}: stages.1.requirements.0.level: Input should be greater than or equal to 1"),
    (put(MODEL, "stages", 0, "requirements", value=[{"activity": "train", "level": 1,
                                                     "sources": READING}]),
     f"{MODEL}: record: the first stage must have no requirements"),
    (put(MODEL, "order", value="first"), f"{MODEL}: order: Input should be a valid integer"),
    (put("sample.yaml", "levels", "train", value=9), "sample.yaml: levels.train: Input should be"),
    # links between records
    (put(TRAIN, "sources", value=[{"basis": "stated", "source": "nope"}]),
     f"{TRAIN}: sources: there is no source 'nope'"),
    (put(TRAIN, "presupposes", value=["nope"]),
     f"{TRAIN}: presupposes: there is no activity 'nope'"),
    (put(TRAIN, "implies", 0, "activity", value="nope"),
     f"{TRAIN}: implies: there is no activity 'nope'"),
    (put(TRAIN, "implies", value=[SELF]), f"{TRAIN}: implies: an activity cannot imply itself"),
    (replaced("qualities/train.yaml", _item("train")),
     "qualities/train.yaml: id: is also an activity"),
    (put(MODEL, *STAGE, "requirements", 0, "activity", value="nope"),
     f"{MODEL}: high: requirements: there is no activity 'nope'"),
    (put(MODEL, *STAGE, "passage", value="nope"),
     f"{MODEL}: high: passage: there is no passage 'nope'"),
    (lambda files: files[MODEL]["stages"].append(_stage("high", test=1)),
     f"{MODEL}: stages: 'high' is given twice"),
    (put("passages/p.yaml", "activities", value=["nope"]),
     "passages/p.yaml: activities: there is no activity 'nope'"),
    (put("passages/p.yaml", "stages", value=["made/nope"]),
     "passages/p.yaml: stages: there is no stage 'made/nope'"),
    (put("passages/p.yaml", "related", value=["nope"]),
     "passages/p.yaml: related: there is no passage 'nope'"),
    (put(STEP, "first", value=[{"activity": "nope", "level": 1}]),
     f"{STEP}: first: there is no activity 'nope'"),
    (put(STEP, "first", value=[{"activity": "train", "level": 2}]),
     f"{STEP}: first: a step cannot come after itself"),
    (put(STEP, "passages", value=["nope"]), f"{STEP}: passages: there is no passage 'nope'"),
    (lambda files: [put(f"advice/{one}.yaml", "first", value=[{"activity": other, "level": level}])(
        files) for one, other, level in (("test-1", "train", 3), ("train-1", "test", 2))],
     "advice/test-1.yaml: first: steps wait for one another: "
     "test-1 after train-3 after train-2 after train-1 after test-2 after test-1"),
    (put("passages/p.yaml", "text", value=_words("p", 201)),
     "passages/p.yaml: text: must have 40 to 200 words (found 201)"),
    (put("passages/p.yaml", "text", value=_words("p", 39)),
     "passages/p.yaml: text: must have 40 to 200 words (found 39)"),
    (put("passages/p.yaml", "text", value=_words("other").upper()),
     "passages/p.yaml: text: shares words with 'other': other0 other1 other2 other3 other4 other5 "
     "other6 other7"),
    (put("passages/p.yaml", "text", value=f"{_words('p')} {_words('other', 8)}."),
     "passages/p.yaml: text: shares words with 'other': other0 "),
    (put("sources/src.yaml", "address", value="see the web"),
     "sources/src.yaml: address: must be a web address, or the word 'internal' "
     "(found 'see the web')"),
    (put("sources/src.yaml", "address", value="https://a.org ; https://b.org"),
     "sources/src.yaml: address: must be a web address, or the word 'internal'"),
    (put(STEP, "to", value=3), f"{STEP}: id: must be 'train-3'"),
    (replaced("advice/nope-1.yaml", _advice("nope", 1)),
     "advice/nope-1.yaml: activity: there is no activity 'nope'"),
    (put("taxonomy.yaml", "targets", 0, "stage", value="nope"),
     "taxonomy.yaml: targets: there is no stage 'made/nope'"),
    (put("taxonomy.yaml", "targets", 0, "model", value="nope"),
     "taxonomy.yaml: targets: there is no stage 'nope/high'"),
    (lambda files: files["taxonomy.yaml"]["targets"].reverse(),
     "taxonomy.yaml: targets: made: 'high' must stand above 'low', which is lower"),
    (put("taxonomy.yaml", "needs", "rules", "asks", 0, "activity", value="nope"),
     "taxonomy.yaml: needs: rules: asks: there is no activity 'nope'"),
    (put("taxonomy.yaml", "needs", "rules", "asks", 0, "sources",
         value=[{"basis": "stated", "source": "nope"}]),
     "taxonomy.yaml: needs: rules: asks: sources: there is no source 'nope'"),
    (put("taxonomy.yaml", "needs", "excellence", "some", value=2),
     "taxonomy.yaml: needs.excellence: some must be fewer points than much"),
    (put("taxonomy.yaml", "targets", 0, "excellence", value="a lot"),
     "taxonomy.yaml: targets.0.excellence: Input should be 'some' or 'much'"),
    (put("context/size.yaml", "options", 0, "weighs", value={"speed": 1}),
     "context/size.yaml: options.0.weighs.speed: Extra inputs are not permitted"),
    (put("sample.yaml", "levels", "nope", value=1),
     "sample.yaml: levels: there is no activity 'nope'"),
    (put("sample.yaml", "context", value={"nope": "yes"}),
     "sample.yaml: context: there is no context question 'nope'"),
    (put("sample.yaml", "context", value={"size": "nope"}),
     "sample.yaml: context: there is no chip 'nope'"),
    # cases
    (put(CASE, "levels", "train", "level", value=4),
     f"{CASE}: levels.train.level: must be a level from 0 to 3, or two as [lowest, highest] "
     "(found '4')"),
    (put(CASE, "levels", "train", "level", value=[0, 1, 2]),
     f"{CASE}: levels.train.level: must be a level from 0 to 3, or two as [lowest, highest]"),
    (put(CASE, "levels", "train", "level", value=[2, 1]),
     f"{CASE}: levels.train.level: the range [2, 1] is the wrong way round"),
    (put(CASE, "levels", "train", "why", value=""),
     f"{CASE}: levels.train.why: String should have at least 1 character"),
    (put(CASE, "levels", "train", "basis", value="guessed"),
     f"{CASE}: levels.train.basis: Input should be 'stated', 'summarised' or 'reading'"),
    (put(CASE, "levels", "train", "basis", value="summarised"),
     f"{CASE}: record: basis 'summarised' needs via: whose summary was read"),
    (put(CASE, "levels", "nope", value={"level": 1, "basis": "stated", "why": "w"}),
     f"{CASE}: levels: there is no activity 'nope'"),
    (put(CASE, "levels", value={}), f"{CASE}: levels: Dictionary should have at least 1 item"),
    (put(CASE, "address", value="http://example.org"),
     f"{CASE}: address: String should match pattern"),
    (put(CASE, "read", value="yesterday"), f"{CASE}: read: Input should be a valid date"),
    (put(CASE, "kind", value="rumour"), f"{CASE}: kind: Input should be 'organisation', "),
    (put(CASE, "stage", value="high"), f"{CASE}: stage: Extra inputs are not permitted"),
    (replaced("cases/old.yml", "id: old"), "cases/old.yml: the name must end in .yaml"),
    # the edge table
    (lambda files: files[EDGE]["options"].append(files[EDGE]["options"][0]),
     f"{EDGE}: options: 'centre' is given twice"),
    (put(EDGE, "options", 0, "passage", value="nope"),
     f"{EDGE}: centre: passage: there is no passage 'nope'"),
    (put(EDGE, "factors", 0, "questions", value=["size", "nope"]),
     f"{EDGE}: room: questions: there is no context question 'nope'"),
    (put(EDGE, "factors", 0, "sources", value=[{"basis": "stated", "source": "nope"}]),
     f"{EDGE}: room: sources: there is no source 'nope'"),
    (put(EDGE, *LIMIT, "when", value={"size": ["nope"]}),
     f"{EDGE}: limits: there is no chip 'nope'"),
    (put(EDGE, *LIMIT, "when", value={"nope": ["yes"]}),
     f"{EDGE}: limits: there is no context question 'nope'"),
    (put(EDGE, *LIMIT, "when", value={}),
     f"{EDGE}: limits.0.when: Dictionary should have at least 1 item"),
    (put(EDGE, *LIMIT, "unless", value={"size": ["nope"]}),
     f"{EDGE}: limits: there is no chip 'nope'"),
    (put(EDGE, *LIMIT, "lifted", value=""),
     f"{EDGE}: limits.0.lifted: String should have at least 1 character"),
    (put(EDGE, *LIMIT, "against", value=["nope"]), f"{EDGE}: limits: there is no option 'nope'"),
    (put(EDGE, *LIMIT, "against", value=[]),
     f"{EDGE}: limits.0.against: Tuple should have at least 1 item"),
    (put(EDGE, *LIMIT, "question", value="size"),
     f"{EDGE}: limits.0.question: Extra inputs are not permitted"),
    (put(EDGE, "leanings", 0, "weight", value=4),
     f"{EDGE}: leanings.0.weight: Input should be less than or equal to 3"),
    (put(EDGE, "leanings", 0, "against", value=["nope"]),
     f"{EDGE}: leanings: there is no option 'nope'"),
    (put(EDGE, "suppose", value={"size": "nope"}), f"{EDGE}: suppose: there is no chip 'nope'"),
    (lambda files: files.update({"context/other.yaml": {**files["context/size.yaml"],
                                                        "id": "other", "order": 2}})
     or files[EDGE]["limits"][0].update(when={"other": ["yes"]}),
     f"{EDGE}: limits: 'other' is not among the questions of any factor"),
    (lambda files: files[EDGE]["limits"].append(files[EDGE]["limits"][0]),
     f"{EDGE}: 'limits: size/yes: centre' is given twice"),
    (lambda files: files[EDGE]["factors"].append(files[EDGE]["factors"][0]),
     f"{EDGE}: factors: 'room' is given twice"),
    (put(EDGE, "sources", value=[]), f"{EDGE}: sources: Tuple should have at least 1 item"),
    (put("context/size.yaml", "about", value="weather"),
     "context/size.yaml: about: Input should be 'target', 'edge' or 'team'"),
]  # fmt: skip


@pytest.mark.parametrize(("mistake", "fault"), MISTAKES, ids=[line for _, line in MISTAKES])
def test_one_mistake_gives_one_line(tmp_path: Path, mistake: Break, fault: str) -> None:
    files = minimal()
    mistake(files)
    with pytest.raises(KnowledgeError) as caught:
        load(write(tmp_path, files))
    (line,) = caught.value.faults
    assert line.startswith(fault)
    assert str(caught.value).splitlines() == [line]


@pytest.mark.parametrize("part", ["cases/there.yaml", "edge.yaml"])
def test_an_edition_may_leave_out_what_only_compares(tmp_path: Path, part: str) -> None:
    files = minimal()
    del files[part]
    found = load(write(tmp_path, files))
    assert (found.cases, found.edge) != ({}, None)
    assert found.cases == {} or found.edge is None


SHOWN = MISTAKES[:: max(1, len(MISTAKES) // 30)]


@pytest.mark.parametrize(("mistake", "fault"), SHOWN, ids=[line for _, line in SHOWN])
def test_the_command_prints_the_fault_and_stops(
    tmp_path: Path,
    mistake: Break,
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What an editor sees: one line with file and field on standard error, and nothing else."""
    assert len(SHOWN) >= 20
    files = minimal()
    mistake(files)
    folder = write(tmp_path, files)
    monkeypatch.setattr("sys.argv", ["assistant", "check", str(folder)])
    with pytest.raises(SystemExit) as ended:
        command.main()
    shown = capsys.readouterr()
    assert ended.value.code == 2
    assert shown.out == ""
    (line,) = shown.err.splitlines()
    assert line.startswith(fault)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    chosen = [
        (put("activities/test.yaml", "name", value=1), "activities/test.yaml: name: "),
        (put("activities/test.yaml", "extra", value=1), "activities/test.yaml: extra: "),
        (replaced("sources/src.yaml", "a: ["), "sources/src.yaml: line 2: "),
        (put(MODEL, *STAGE, "passage", value="nope"), f"{MODEL}: high: passage: "),
        (put(STEP, "first", value=[{"activity": "nope", "level": 1}]), f"{STEP}: first: "),
    ]
    files = minimal()
    for mistake, _ in chosen:
        mistake(files)
    with pytest.raises(KnowledgeError) as caught:
        load(write(tmp_path, files))
    assert len(caught.value.faults) == len(chosen)
    for (_, fault), line in zip(chosen, caught.value.faults, strict=True):
        assert line.startswith(fault)


def test_each_circle_of_advice_is_told_once_and_safety_nets_count(tmp_path: Path) -> None:
    """A release that starts by itself needs its way back first, whatever the files say."""
    files = minimal()
    for name in ("model-deployment", "rollback"):
        files[f"activities/{name}.yaml"] = _item(name)
        for to in (1, 2, 3):
            files[f"advice/{name}-{to}.yaml"] = _advice(name, to)
    write(tmp_path, files)
    load(tmp_path)
    files["advice/rollback-1.yaml"]["first"] = [{"activity": "model-deployment", "level": 3}]
    files["advice/train-2.yaml"]["first"] = [{"activity": "test", "level": 2}]
    files["advice/test-2.yaml"]["first"] = [{"activity": "train", "level": 2}]
    with pytest.raises(KnowledgeError) as caught:
        load(write(tmp_path, files))
    assert [one.split(": steps")[0] for one in caught.value.faults] == [
        "advice/rollback-1.yaml: first",
        "advice/test-2.yaml: first",
    ]


@pytest.mark.parametrize("length", [40, 200])
def test_an_edition_may_need_fewer_or_more_words_than_ours(tmp_path: Path, length: int) -> None:
    files = minimal()
    put("passages/p.yaml", "text", value=_words("p", length))(files)
    put("sources/src.yaml", "address", value="internal")(files)
    assert load(write(tmp_path, files)).sources["src"].linked("words") == "words"


def test_a_missing_root_says_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="there is no such folder"):
        load(tmp_path / "nowhere")


def test_the_hash_changes_with_any_file(tmp_path: Path) -> None:
    before = load(write(tmp_path, minimal())).hash
    assert load(tmp_path).hash == before
    write(tmp_path, {"texts.yaml": {**TEXTS, "send": "Go"}})
    assert load(tmp_path).hash != before


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2", "a: [", "[" * 100_000, "a: !!python/name:os.system"]
)
def test_yaml_is_refused_with_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="not readable as YAML"):
        parse_yaml(text)


# --- growing without code


TOLD = "Wo stehen wir?"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """The small edition, with one more activity, a model that asks for it, and a translation."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    model = _model("house", 9, _stage("start"), _stage("middle", caching=2), _stage("end"))
    model["stages"][2]["requirements"] = [
        {"activity": "model-training", "level": 3, "sources": READING}
    ]
    for stage in model["stages"]:
        stage["passage"] = "data-collection-in-short"
    files: Files = {
        "activities/caching.yaml": _item("caching", question="Do you keep answers?"),
        **{f"advice/caching-{to}.yaml": _advice("caching", to) for to in (1, 2, 3)},
        "models/house.yaml": model,
        "texts.yaml": {**TEXTS, "report.title": TOLD},
    }
    for to in (1, 2, 3):
        files[f"advice/caching-{to}.yaml"]["passages"] = ["data-collection-in-short"]
    return write(tmp_path, files)


@pytest.fixture
def grown(edition: Path) -> Catalogue:
    return load(edition)


@pytest.mark.parametrize(
    ("caching", "training", "stage"),
    [(0, 3, (0, 0)), (2, 3, (2, 2)), (2, 1, (1, 1)), (3, None, (1, 2))],
)
def test_a_new_activity_and_a_new_model_need_no_code(
    grown: Catalogue, caching: int, training: int | None, stage: tuple[int, int]
) -> None:
    assert set(grown.activities) - set(small().activities) == {"caching"}
    assert set(grown.models) - set(small().models) == {"house"}
    told = {"caching": caching} | ({} if training is None else {"model-training": training})
    profile = {key: Standing(one, one, Status.LEVEL, Origin.SAID) for key, one in told.items()}
    found = assess(grown.models["house"], close(grown, profile).profile)
    assert (found.lo, found.hi) == stage


@pytest.mark.parametrize(
    ("caching", "questions", "stage"), [(1, 1, "0, start"), (2, 2, "1, middle")]
)
def test_an_edition_is_asked_and_reported_on_in_its_own_words(
    edition: Path,
    caching: int,
    questions: int,
    stage: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By the commands, as whoever made the edition would try it."""

    def run(*words: str, lacks: str = "") -> str:
        monkeypatch.setattr("sys.argv", ["assistant", *words])
        with pytest.raises(SystemExit) as ended:
            command.main()
        shown = capsys.readouterr()
        assert (ended.value.code or 0, lacks in shown.err) == (0, True)
        assert lacks or not shown.err
        return shown.out

    monkeypatch.setenv("MLOPS_ASSISTANT_KNOWLEDGE", str(edition))
    profile = edition / "profile.json"
    levels = dict.fromkeys(load(edition).items, 1) | {"caching": caching}
    profile.write_text(json.dumps(levels), encoding="utf-8")
    asked = run("interview", str(profile), "--model", "house")
    assert asked.startswith("house\n")
    assert "Do you keep answers?" in asked
    assert f"  asked {questions} to the stage" in asked
    assert f"  stage {stage}; full questionnaire: {stage}\n" in asked
    report = run("assess", str(profile), "--model", "house")
    assert report.startswith(f"{TOLD}\n")
    assert TEXTS["report.title"] not in report
    assert f"{len(small().activities) + 1:5} activities" in run(
        "check", str(edition), lacks="activities/caching.yaml: no passage is on it"
    )
