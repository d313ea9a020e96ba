"""The knowledge in the words of other kinds of teams: how it is loaded, made, heard and said."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from made import SMALL, at, real, small, standings
from telling import answer, finding

from assistant.catalogue import KnowledgeError, default_folder, load
from assistant.catalogue.gaps import gaps
from assistant.conversation import Conversation, Phase, advance, ask, begin, hangs_on
from assistant.conversation.terms import heard_choices
from assistant.domain.findings import Intent, Reading
from assistant.domain.knowledge import Catalogue, Variant
from assistant.domain.levels import Origin, Profile, Status
from assistant.domain.session import Turn, TurnKind
from assistant.service import Service
from assistant.settings import Settings
from assistant.specialising import fitted, specialised, spoken_to
from assistant.training import training_hash

HOSTED = {"own-models": "hosted"}
WORDS = (
    "name",
    "summary",
    "why",
    "rubric",
    "following",
    "question",
    "replies",
    "said",
    "examples",
    "sources",
)
KNOWN = {"small": (small, "hosted"), "real": (real, "hosted-models")}


@pytest.fixture(params=KNOWN)
def known(request: pytest.FixtureRequest) -> Catalogue:
    return KNOWN[request.param][0]()


def nothing_heard(text: str, asked: str | None) -> Reading:
    return Reading(Intent.OTHER)


def say(known: Catalogue, before: Conversation, text: str, **more: str) -> Conversation:
    turn = Turn(kind=TurnKind.SAY, text=text, **more)
    return advance(known, before, turn, nothing_heard, answer)


def pick(known: Catalogue, before: Conversation, option: str) -> Conversation:
    turn = Turn(kind=TurnKind.CONTEXT, activity="own-models", option=option)
    return advance(known, before, turn, nothing_heard, answer)


# --- what ships


def test_every_activity_that_ships_has_words_for_teams_that_run_others_models() -> None:
    assert set(real().variants["hosted-models"]) == set(real().activities)


@pytest.mark.parametrize("known", KNOWN, indirect=True)
def test_words_by_which_a_team_says_it_are_heard_and_no_others(known: Catalogue) -> None:
    asked = [one for one in known.context if one.about == "team"]
    assert [one.id for one in asked] == ["own-models"]
    told = [(one.id, one.heard) for one in asked[0].options if one.heard is not None]
    assert told
    for option, words in told:
        for line in (*words.fires, *words.silent):
            turn = Turn(kind=TurnKind.SAY, text=line)
            found = heard_choices(known, begin(known), turn)
            assert (option in [one.option for one in found]) == (line in words.fires), line
            assert all(one.quote in line for one in found)


def test_nothing_built_depends_on_them_but_the_name_of_the_knowledge_does(tmp_path: Path) -> None:
    from hearing import lexicon

    folder = _edition(tmp_path)
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(text.replace("What is put together", "What is made"), "utf-8")
    found = load(folder)
    assert found.variants != small().variants
    assert found.hash != small().hash
    made = [training_hash(one.activities, lexicon()) for one in (found, small())]
    assert made[0] == made[1]
    assert made[0] != training_hash(spoken_to(found, HOSTED).activities, lexicon())


# --- the words of one kind


def test_ids_models_rules_and_all_else_stay(known: Catalogue) -> None:
    words = spoken_to(known, HOSTED)
    assert words is not known
    for field in known.__slots__:
        if field not in {"activities", "items", "advice", "models", "variant"}:
            assert getattr(words, field) is getattr(known, field), field
    theirs = {one.id: one for one in known.lenses.values() if one.variant == words.variant}
    assert words.models == {**known.models, **theirs}
    assert list(words.items) == list(known.items)
    assert words.implications() == known.implications()
    for key, item in known.items.items():
        ours, theirs = item.model_dump(), words.items[key].model_dump()
        changed = {field for field in ours if ours[field] != theirs[field]}
        assert changed <= set(WORDS)
        if key in known.qualities:
            assert words.items[key] is item
    for key, step in known.advice.items():
        other = words.advice[key]
        assert (other.id, other.activity, other.to) == (step.id, step.activity, step.to)
        assert (other.first, other.passages) == (step.first, step.passages)


def test_what_has_words_is_said_in_them_and_its_sources_are_added(known: Catalogue) -> None:
    words = spoken_to(known, HOSTED)
    for key, variant in known.variants[words.variant].items():
        item, base = words.items[key], known.items[key]
        if not variant.applies:
            assert item is base
            continue
        assert (item.question, item.replies) == (variant.question, variant.replies)
        assert (item.summary, item.rubric, item.said) == (
            variant.summary, variant.rubric, variant.said,
        )  # fmt: skip
        assert item.sources == (*base.sources, *variant.sources)
        for rung in variant.steps:
            step = words.advice[f"{key}-{rung.to}"]
            assert (step.do, step.done_when, step.tools) == (rung.do, rung.done_when, rung.tools)


def test_the_same_choices_give_the_very_same_catalogue(known: Catalogue) -> None:
    before = {key: item.model_dump() for key, item in known.items.items()}
    assert spoken_to(known, HOSTED) is spoken_to(known, {"pace": "days", **HOSTED})
    assert spoken_to(known, {}) is known
    assert spoken_to(known, {"own-models": "trained"}) is known
    assert {key: item.model_dump() for key, item in known.items.items()} == before


@settings(max_examples=50, deadline=None)
@given(profile=standings(list(small().activities)))
def test_what_is_not_theirs_is_waived_and_nothing_they_said(profile: Profile) -> None:
    words = specialised(small(), "hosted")
    now = fitted(words, profile)
    assert fitted(words, now) == now
    assert fitted(small(), now) == dict(profile)
    assert {key: one for key, one in now.items() if key in profile} == dict(profile)
    added = {key: one for key, one in now.items() if key not in profile}
    assert set(added) <= {"data-integration"}
    assert all(one.waived and one.because for one in added.values())


# --- a conversation


def test_words_set_the_terms_at_once_and_say_so(known: Catalogue) -> None:
    now = say(known, begin(known), "We only call GPT-4o, through a gateway.")
    assert dict(now.context) == HOSTED
    assert now.phase is Phase.ASKING
    (remark,) = now.exchanges[-1].remarks
    assert "“We only call GPT-4o" in remark
    assert "you use models that others train" in remark
    words = spoken_to(known, now.context)
    assert now.question is not None
    item = words.items[now.question.activity]
    assert ask(words, now, now.question) == item.question
    assert item.question != known.items[item.id].question
    assert item.name in hangs_on(words, now, now.question)


@pytest.mark.parametrize("text", ["What is RAG over documents?", "We train a model every night."])
def test_what_only_asks_or_says_otherwise_sets_no_terms(known: Catalogue, text: str) -> None:
    now = say(known, begin(known), text)
    assert spoken_to(known, now.context) is known


def test_what_says_the_kind_of_team_is_read_as_no_practice() -> None:
    known, seen = small(), []

    def read(text: str, asked: str | None) -> Reading:
        seen.append(text)
        found = finding(text, "documentation", 2, text.strip()) if "docs" in text else None
        return Reading(Intent.ANSWER, (found,) if found else ())

    text = "RAG over our docs. The docs have an owner."
    now = advance(known, begin(known), Turn(kind=TurnKind.SAY, text=text), read, answer)
    assert {one.strip() for one in seen} == {". The docs have an owner."}
    assert {len(one) for one in seen} == {len(text)}
    (words,) = now.profile["documentation"].words
    assert words.quote == text[words.start : words.end]
    seen.clear()
    alone = Turn(kind=TurnKind.SAY, text="We don't train models")
    now = advance(known, begin(known), alone, read, answer)
    assert (dict(now.context), now.told.keys()) == (HOSTED, {"data-integration"})
    assert {one.strip() for one in seen} == {"We"}


def test_what_was_picked_is_not_heard_otherwise(known: Catalogue) -> None:
    now = pick(known, begin(known), "trained")
    now = say(known, now, "We only call GPT-4o, through a gateway.")
    assert dict(now.context) == {"own-models": "trained"}


def test_a_reply_is_told_in_the_words_that_were_tapped(known: Catalogue) -> None:
    now = say(known, begin(known), "We only call GPT-4o, through a gateway.")
    assert now.question is not None
    item = spoken_to(known, now.context).items[now.question.activity]
    turn = Turn(kind=TurnKind.REPLY, activity=item.id, level=1)
    now = advance(known, now, turn, nothing_heard, answer)
    assert now.exchanges[-1].said == item.replies[1].label
    assert item.replies[1].label != known.items[item.id].replies[1].label


def test_a_waiver_comes_and_goes_with_the_choice() -> None:
    known = small()
    now = say(known, begin(known), "We don't train our own models.")
    held = now.profile["data-integration"]
    assert (held.status, held.origin) == (Status.NOT_APPLICABLE, Origin.DEDUCED)
    assert held.because == known.variants["hosted"]["data-integration"].because
    told = advance(
        known, now, Turn(kind=TurnKind.EDIT, activity="data-integration", level=2),
        nothing_heard, answer,
    )  # fmt: skip
    assert told.profile["data-integration"].lo == 2
    back = pick(known, now, "")
    assert back.profile["data-integration"].status is Status.OPEN
    assert pick(known, told, "").profile["data-integration"].lo == 2


def test_report_and_file_are_in_their_words(known: Catalogue) -> None:
    service = Service(Settings(), known, None)
    words = spoken_to(known, HOSTED)
    names = {key: one for key, one in words.activities.items() if one.name != known.items[key].name}
    key, item = next(iter(names.items()))
    told = {one: at(0) for one in known.activities}
    report = service.assess(told, context=HOSTED)
    written = service.write(report, "markdown").decode()
    assert item.name in written
    assert f"**{known.items[key].name}**" not in written
    assert {step.advice for step in report.steps} <= set(words.advice.values())
    plain = service.write(service.assess(told), "markdown").decode()
    assert item.name not in plain
    for name in known.samples:
        assert spoken_to(known, service.sample(name).context) is words


# --- the loader


def _edition(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "edition"))


Change = Callable[[dict[str, Any]], object]
FILE = "variants/hosted/model-training.yaml"
WAIVED = "variants/hosted/data-integration.yaml"
CHIP = "context/own-models.yaml"


@pytest.mark.parametrize(
    ("file", "change", "fault"),
    [
        (FILE, lambda it: it["replies"].pop(), f"{FILE}: record: replies must give the levels"),
        (FILE, lambda it: it["rubric"].pop(), f"{FILE}: record: rubric must give a text for each"),
        (FILE, lambda it: it["said"].append("more"), f"{FILE}: record: said must give a text for"),
        (FILE, lambda it: it["steps"].pop(0), f"{FILE}: record: steps must lead to the levels"),
        (FILE, lambda it: it.pop("question"), f"{FILE}: record: question is missing"),
        (FILE, lambda it: it.update(because="w"), f"{FILE}: record: because is for what does not"),
        (FILE, lambda it: it.update(colour="red"), f"{FILE}: colour: Extra inputs are not"),
        (FILE, lambda it: it.update(sources=[{"basis": "stated", "source": "nope"}]),
         f"{FILE}: sources: there is no source 'nope'"),
        (WAIVED, lambda it: it.pop("because"), f"{WAIVED}: record: what does not apply needs bec"),
        (WAIVED, lambda it: it.update(name="N"), f"{WAIVED}: record: what does not apply has no n"),
        (CHIP, lambda it: it["options"][1].update(variant="nope"),
         f"{CHIP}: hosted: variant: there is no folder of variants 'nope'"),
        (CHIP, lambda it: it["options"][1].pop("terms"),
         f"{CHIP}: options.1: variant and terms are given together"),
        (CHIP, lambda it: it["options"][1]["heard"].update(plain=["("]),
         f"{CHIP}: options.1.heard.plain.0: not a regular expression"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tmp_path: Path, file: str, change: Change, fault: str) -> None:
    folder = _edition(tmp_path)
    value = yaml.safe_load((folder / file).read_text(encoding="utf-8"))
    change(value)
    (folder / file).write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert any(line.startswith(fault) for line in caught.value.faults), caught.value.faults


def test_words_for_what_there_is_not_are_refused(tmp_path: Path) -> None:
    folder = _edition(tmp_path)
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / "variants/hosted/nope.yaml").write_text(
        text.replace("id: model-training", "id: nope"), encoding="utf-8"
    )
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert caught.value.faults == ("variants/hosted/nope.yaml: id: there is no activity 'nope'",)


def test_an_activity_without_words_keeps_its_own_and_is_named(tmp_path: Path) -> None:
    folder = _edition(tmp_path)
    (folder / FILE).unlink()
    found = load(folder)
    assert any("no variants/hosted/model-training.yaml" in line for line in gaps(found))
    assert spoken_to(found, HOSTED).items["model-training"] is found.items["model-training"]


def test_an_edition_may_have_no_variants(tmp_path: Path) -> None:
    folder = _edition(tmp_path)
    shutil.rmtree(folder / "variants")
    (folder / CHIP).unlink()
    found = load(folder)
    assert (found.variants, found.samples) == ({}, {})
    assert found.hash != small().hash
    now = say(found, begin(found), "We only call GPT-4o, through a gateway.")
    assert dict(now.context) == {}


def test_a_variant_is_a_record_of_its_own() -> None:
    value = yaml.safe_load((SMALL / FILE).read_text(encoding="utf-8"))
    record = Variant.model_validate(value)
    assert [one.effort for one in record.steps] == ["", "", ""]
    words = specialised(small(), "hosted")
    assert words.advice["model-training-1"].effort == small().advice["model-training-1"].effort
    assert (default_folder() / "variants").is_dir()
