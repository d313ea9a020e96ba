"""Models for one kind of team: offered to those teams, in every place, and to nobody else."""

import json
from pathlib import Path

import pytest
from made import at, real

from assistant import export, merging
from assistant.conversation import Conversation, Phase, replay
from assistant.domain.citation import Basis
from assistant.domain.findings import Answer, Intent, Reading
from assistant.domain.merged import Voice
from assistant.domain.results import Report
from assistant.domain.session import Turn, TurnKind
from assistant.export import readback
from assistant.service import Service
from assistant.settings import Settings
from assistant.specialising import spoken_to

KNOWN = real()
HOSTED = {"own-models": "hosted"}
LENSES = sorted(KNOWN.lenses)
THEIRS = Turn(kind=TurnKind.CONTEXT, activity="own-models", option="hosted")
OTHERS = Turn(kind=TurnKind.CONTEXT, activity="own-models", option="trained")
GO_ON = Turn(kind=TurnKind.CONTINUE)


def talk(*turns: Turn) -> Conversation:
    return replay(KNOWN, turns, lambda text, asked: Reading(Intent.OTHER), Answer)


def looked_at(lens: str) -> Turn:
    return Turn(kind=TurnKind.MODEL, option=lens)


def reported(lens: str = "", level: int = 1) -> tuple[Service, Report]:
    service = Service(Settings(), KNOWN, None)
    return service, service.assess({key: at(level) for key in KNOWN.items}, lens, HOSTED)


def test_there_are_some_and_each_is_for_a_kind_of_team_that_there_is() -> None:
    assert LENSES
    assert not set(KNOWN.lenses) & set(KNOWN.models)
    assert {one.variant for one in KNOWN.lenses.values()} <= set(KNOWN.variants)
    assert set(KNOWN.every_model) == {*KNOWN.models, *KNOWN.lenses}


@pytest.mark.parametrize("lens", LENSES)
def test_every_cell_says_what_is_ours_and_cites_a_source(lens: str) -> None:
    for stage in KNOWN.lenses[lens].stages:
        for need in stage.requirements:
            assert need.sources[0].basis is Basis.READING, need.activity  # the level is ours
            assert all(one.source and one.why for one in need.sources), need.activity


@pytest.mark.parametrize("lens", LENSES)
def test_who_is_of_that_kind_may_be_looked_at_with_it_and_is_asked_to_its_end(lens: str) -> None:
    turns = [THEIRS, looked_at(lens), GO_ON]
    now = talk(*turns)
    assert (now.model, now.phase) == (lens, Phase.ASKING)
    model = KNOWN.lenses[lens]
    asked = {one.activity for stage in model.stages for one in stage.requirements}
    while now.question is not None:
        question = now.question
        if now.phase is Phase.ASKING:
            assert question.activity in asked
        turns.append(Turn(kind=TurnKind.REPLY, activity=question.activity, level=3))
        now = talk(*turns)
    assert now.phase is Phase.RESULT
    assert (now.assessment.lo, now.assessment.hi) == (len(model.stages) - 1,) * 2


@pytest.mark.parametrize("lens", LENSES)
def test_nobody_else_is(lens: str) -> None:
    now = talk(looked_at(lens), GO_ON)
    assert (now.model, lens in now.assessments) == (KNOWN.primary.id, False)
    now = talk(OTHERS, looked_at(lens), GO_ON)
    assert now.model == KNOWN.primary.id
    now = talk(THEIRS, looked_at(lens), GO_ON, OTHERS)  # they trained models after all
    assert (now.model, lens in now.assessments) == (KNOWN.primary.id, False)
    assert now.question is not None
    assert now.question.model == KNOWN.primary.id
    assert lens in talk(THEIRS).assessments


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("leading", [True, False])
@pytest.mark.parametrize("form", sorted(export.FORMATS))
def test_it_stands_in_every_report(lens: str, leading: bool, form: str) -> None:
    service, one = reported(lens if leading else "")
    count = len(KNOWN.models) + 1
    assert len(one.crosswalk.pairs) == count * (count - 1) // 2
    assert set(one.assessments) == {*KNOWN.models, lens}
    written = service.write(one, form)
    if form != "pdf":  # whose text is packed
        label = lens if form == "csv" and leading else KNOWN.lenses[lens].label
        assert form == "csv" or label in written.decode()
    assert service.write(one, form) == written


@pytest.mark.parametrize("lens", LENSES)
def test_it_names_a_target_and_a_plan_that_leads_there(lens: str) -> None:
    context = {**HOSTED, "pace": "days", "rules": "law", "breadth": "dozens", "speed": "seconds"}
    context["cost-of-error"] = "money"
    service = Service(Settings(), KNOWN, None)
    one = service.assess({key: at(0) for key in KNOWN.items}, lens, context)
    assert one.goals[lens].stage == len(KNOWN.lenses[lens].stages) - 1
    assert one.steps
    assert one.road[-1].stages[lens][0] == one.goals[lens].stage


@pytest.mark.parametrize("lens", LENSES)
def test_a_result_and_a_session_keep_it(lens: str) -> None:
    service, one = reported(lens)
    taken = readback.read(KNOWN, service.write(one, "json"))
    assert (taken.model, taken.unknown) == (lens, ())
    found = json.loads(service.write(one, "json"))
    found["context"] = {}
    strange = readback.read(KNOWN, json.dumps(found).encode())
    assert (strange.model, strange.unknown) == ("", (lens,))
    voice = Voice("A", taken.told, taken.context, taken.model)
    merged = merging.merge(KNOWN, [voice, Voice("B", {}, taken.context, lens)])
    assert talk(*merging.turns(KNOWN, merged, {})).model == lens


def test_the_catalogue_of_others_does_not_hold_it() -> None:
    assert spoken_to(KNOWN, {}).models is KNOWN.models
    assert spoken_to(KNOWN, {"own-models": "some"}).models is KNOWN.models
    assert set(spoken_to(KNOWN, HOSTED).models) == {*KNOWN.models, *LENSES}


def test_a_lens_for_nobody_is_a_fault(tmp_path: Path) -> None:
    import shutil

    from assistant.catalogue import KnowledgeError, default_folder, load

    folder = Path(shutil.copytree(default_folder(), tmp_path / "knowledge"))
    file = folder / "models" / f"{LENSES[0]}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("variant: hosted-models", "variant: nobody"), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert any("no folder of variants 'nobody'" in one for one in caught.value.faults)
