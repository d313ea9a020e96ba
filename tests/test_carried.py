"""Files that travel: every export opens and reads back, and nothing in one is believed."""

import csv
import io
import json
import random
import subprocess
import sys
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from made import real
from pypdf import PdfReader

from assistant import export, merging
from assistant.conversation import taken
from assistant.domain.merged import Voice
from assistant.domain.sayings import About
from assistant.domain.session import Given, Turn, TurnKind
from assistant.domain.storing import StorageError
from assistant.export import readback
from assistant.service import Refused, Service, files
from assistant.settings import Settings
from assistant.storage import made, parsed, schema, written

KNOWN = real()
NAMED = About("Équipe Ω 预测 عربي 🚀", date(2026, 3, 7))
AT = datetime(2026, 3, 7, tzinfo=UTC)
SAID = (
    "Мы развёртываем вручную", "我们用手部署模型", "نحن ننشر النماذج يدويا", "אנחנו פורסים ידנית",
    "🚀👩‍💻🇩🇪", "=HYPERLINK(\"https://evil.example\")", "<script>alert(1)</script>",
    "| a | `b` |\n# c",
    "plain words", "\ufeff\u202eodd \ue000 \U0001341e",
)  # fmt: skip
VOID = {"meta", "br", "hr", "link", "img"}


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(Settings(), KNOWN, None)


def drawn(seed: int) -> tuple[Turn, ...]:
    """A session in which all kinds of things were done that need no reader."""
    dice = random.Random(seed)
    items = list(KNOWN.items)
    turns: list[Turn] = []
    for _ in range(dice.randrange(1, 40)):
        item = dice.choice(items)
        match dice.randrange(12):
            case 0:
                mark = dice.choice(["unknown", "not-applicable", "skipped"])
                turns.append(Turn(kind=TurnKind.MARK, activity=item, mark=mark, reason="because"))
            case 1:
                question = dice.choice(KNOWN.context)
                chip = dice.choice(question.options).id
                turns.append(Turn(kind=TurnKind.CONTEXT, activity=question.id, option=chip))
            case 2:
                turns.append(Turn(kind=TurnKind.MODEL, option=dice.choice(list(KNOWN.models))))
            case 3 if dice.random() < 0.4:
                turns.append(Turn(kind=TurnKind.AGAIN, option="2026-01-31"))
            case 4 | 5 | 6:
                text, (lo, hi) = dice.choice(SAID), sorted(dice.choices(range(4), k=2))
                one = Given(
                    activity=item, lo=lo, hi=hi, sure=dice.random() < 0.7, spans=((0, len(text)),),
                    planned=dice.random() < 0.2,
                )  # fmt: skip
                turns.append(Turn(kind=TurnKind.GIVEN, text=text, given=(one,)))
            case _:
                level = dice.randrange(4)
                turns.append(Turn(kind=TurnKind.EDIT, activity=item, level=level))
    return tuple(turns)


class Balanced(HTMLParser):
    """A page whose tags all close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def opens(form: str, content: bytes) -> None:
    """Fail where a program that reads this format could not open it, or reads something else."""
    match form:
        case "pdf":
            pages = PdfReader(io.BytesIO(content)).pages
            assert len(pages) >= 2
            assert "MLOps assessment" in pages[0].extract_text()
        case "html":
            assert not Balanced(content.decode()).open
        case "csv":
            rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
            assert len(rows) == len(KNOWN.items) + 1
            assert {len(one) for one in rows} == {len(rows[0])}
            again = io.StringIO()
            csv.writer(again, lineterminator="\r\n").writerows(rows)
            assert again.getvalue().encode() == content
        case "json":
            value = json.loads(content)
            assert export.as_json(value).encode() == content
            jsonschema.validate(value, readback.schema())
        case _:
            assert content.decode().strip()


@pytest.mark.parametrize("tens", range(20))
def test_every_export_of_200_sessions_opens(service: Service, tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10):
        report = service.report(service.conversation(drawn(seed)))
        for form in export.FORMATS:
            opens(form, service.write(report, form, NAMED))


@pytest.mark.parametrize("seed", range(200))
def test_a_session_and_a_result_read_back_to_the_same_bytes(service: Service, seed: int) -> None:
    turns = drawn(seed)
    kept = written(made(turns, AT, KNOWN.hash))
    assert written(parsed(kept)) == kept
    jsonschema.validate(json.loads(kept), schema())
    now = service.conversation(turns)
    report = service.report(now)
    if report.trend.since is not None:
        return  # earlier points are kept by the session, and not taken from a result
    content = service.write(report, "json", NAMED)
    found = readback.read(KNOWN, content)
    again = service.assess(found.told, found.model, found.context)
    assert not list(files.corrected(KNOWN, found.claims, again))
    assert service.write(again, "json", found.about) == content


def result(service: Service, seed: int = 3) -> bytes:
    return service.write(service.report(service.conversation(drawn(seed))), "json", NAMED)


def test_a_stage_changed_by_hand_is_not_believed_and_that_is_said(service: Service) -> None:
    value = json.loads(result(service))
    honest = readback.read(KNOWN, json.dumps(value).encode())
    for key, model in value["models"].items():
        top = len(KNOWN.models[key].stages) - 1
        model["stage"] = "top"
        model["lowest"]["index"] = model["highest"]["index"] = top
        model["blockers"] = []
    value["steps"] = []
    value["known"] = 28
    found = readback.read(KNOWN, json.dumps(value).encode())
    assert (found.told, found.context, found.model) == (honest.told, honest.context, honest.model)
    report = service.assess(found.told, found.model, found.context)
    said = list(files.corrected(KNOWN, found.claims, report))
    assert len(said) == len(KNOWN.models)
    assert all("the file says stage" in one and one.endswith("The answers count.") for one in said)


def test_a_result_becomes_a_session_with_the_same_stages(service: Service) -> None:
    for seed in range(30):
        before = service.report(service.conversation(drawn(seed)))
        document = files.session_of(KNOWN, service.write(before, "json", NAMED))
        assert document is not None
        turns = [one.turn for one in document.turns]
        assert taken(KNOWN, turns) == tuple(turns)
        after = service.report(service.conversation(turns))
        for key, one in before.assessments.items():
            assert (after.assessments[key].lo, after.assessments[key].hi) == (one.lo, one.hi)
        assert after.context == before.context
        assert document == files.session_of(KNOWN, service.write(before, "json", NAMED))


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(version=2),
        lambda value: value.update(format="other"),
        lambda value: value["activities"]["rollback"].update(lowest=4),
        lambda value: value["activities"]["rollback"].update(lowest=3, highest=0, status="level"),
        lambda value: value["activities"]["rollback"].update(status="great"),
        lambda value: value.update(activities=[]),
        lambda value: value.update(name="x" * 100_000),
    ],
)
def test_a_broken_result_is_refused_by_the_field(service: Service, change: Any) -> None:
    value = json.loads(result(service))
    change(value)
    with pytest.raises(readback.NotAResult):
        readback.read(KNOWN, json.dumps(value).encode())


def test_what_a_newer_knowledge_has_is_passed_over_and_named(service: Service) -> None:
    value = json.loads(result(service))
    value["activities"]["quantum"] = value["activities"]["rollback"]
    value["context"]["weather"] = "rain"
    value["later"] = {"a": 1}
    found = readback.read(KNOWN, json.dumps(value).encode())
    assert found.unknown == ("quantum", "weather")
    assert "quantum" not in found.told


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"format": 1}'])
def test_what_is_neither_is_refused_in_our_words(service: Service, data: bytes) -> None:
    with pytest.raises(Refused, match="is no session or result"):
        files.voice(service, data, "ana")


def test_a_result_and_a_session_of_the_same_person_say_the_same(service: Service) -> None:
    turns = tuple(
        Turn(kind=TurnKind.EDIT, activity=key, level=level)
        for key, level in KNOWN.sample.levels.items()
    )
    report = service.report(service.conversation(turns))
    of_result = files.voice(service, service.write(report, "json"), "ana")
    of_session = files.voice(service, written(made(turns, AT)), "ana")
    merged = merging.merge(KNOWN, [of_result, of_session])
    assert [one.name for one in merged.voices] == ["ana"]
    assert not merged.disagreements


def test_the_schema_refuses_what_is_no_result(service: Service) -> None:
    value = json.loads(result(service))
    del value["activities"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, readback.schema())


# --- by command


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_merging_by_command_writes_the_agenda_and_a_session(
    tmp_path: Path, service: Service
) -> None:
    for name, levels in {"ana": {"rollback": 1}, "bo": {"rollback": 3, "alerting": 2}}.items():
        turns = [Turn(kind=TurnKind.EDIT, activity=a, level=n) for a, n in levels.items()]
        (tmp_path / f"{name}.json").write_bytes(written(made(turns, AT)))
    ana, bo, out = (tmp_path / f"{one}.json" for one in ("ana", "bo", "out"))
    ran = command("merge", ana, bo, "--settle", "rollback=partial", "--session", out)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "- ana: manual" in ran.stdout
    assert "- bo: automated" in ran.stdout
    assert "settled: partial" in ran.stdout
    told = service.conversation([one.turn for one in parsed(out.read_bytes()).turns]).told
    assert {key: (one.lo, one.hi) for key, one in told.items()} == {
        "alerting": (2, 2),
        "rollback": (2, 2),
    }
    wrong = command("merge", ana, bo, "--settle", "alerting=2")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "--settle: 'alerting' is not disputed; rollback\n"


def test_a_result_is_assessed_and_described_by_command(tmp_path: Path, service: Service) -> None:
    content = service.write(
        service.assess(Voice("", service.conversation(drawn(5)).told, {}).told), "json", NAMED
    )
    file = tmp_path / "ana.json"
    file.write_bytes(content)
    ran = command("assess", file, "--format", "json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.encode() == content
    value = json.loads(content)
    value["models"][KNOWN.primary.id]["lowest"]["index"] = 4
    file.write_text(json.dumps(value), encoding="utf-8")
    tampered = command("assess", file, "--format", "json")
    assert tampered.stdout.encode() == content
    assert "the file says stage 4" in tampered.stderr
    described = command("schema", "result")
    jsonschema.validate(json.loads(content), json.loads(described.stdout))
    assert command("schema", "other").returncode == 2


def test_reading_back_takes_no_voice_without_a_session() -> None:
    with pytest.raises(StorageError):
        files.session_of(KNOWN, json.dumps({"format": "mlops-assessment-report"}).encode())
    assert files.session_of(KNOWN, b"{}") is None
