"""Says what a change, or a what-if, leads to: stages, what stands in the way, and steps."""

from collections.abc import Iterator, Sequence

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Standing, level_word
from assistant.domain.results import Assessment
from assistant.domain.scenario import Move, Shift
from assistant.phrases.standing import inline, listed, stage_name, standing_word

MOST = 4
"""Names said in one sentence; the rest is counted."""


def stands(catalogue: Catalogue, one: Assessment) -> str:
    """Return where a model stands: "stage 1, DataOps", or "stage 1 to 2"."""
    if one.certain:
        return catalogue.texts["shift.stage"].format(stage=stage_name(one, one.lo))
    return catalogue.texts["range.two"].format(low=one.lo, high=one.hi)


def moved(catalogue: Catalogue, move: Move) -> str:
    """Return one sentence on a model: where it goes, or that it stays, and with what else."""
    texts = catalogue.texts
    key = "shift.moves" if move.moved else "shift.stays"
    return texts[key].format(
        model=move.after.model.label,
        before=stands(catalogue, move.before),
        after=stands(catalogue, move.after),
    )


def in_the_way(catalogue: Catalogue, move: Move) -> tuple[str, ...]:
    """Return what no longer stands in the way of the next stage, and what does now."""
    found = []
    if move.gone:
        stage = stage_name(move.before, move.before.lo + 1)
        names = _asked(catalogue, move.gone)
        found.append(catalogue.texts["shift.gone"].format(stage=stage, names=names))
    if move.come:
        stage = stage_name(move.after, move.after.lo + 1)
        names = _asked(catalogue, move.come)
        found.append(catalogue.texts["shift.come"].format(stage=stage, names=names))
    return tuple(found)


def follows(catalogue: Catalogue, shift: Shift, named: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each activity that stands otherwise though it is not `named`."""
    for activity, before, after in shift.levels:
        if activity not in named:
            yield catalogue.texts["shift.follows"].format(
                activity=catalogue.items[activity].name,
                before=_word(catalogue, activity, before),
                after=_word(catalogue, activity, after),
            )


def steps(catalogue: Catalogue, shift: Shift) -> tuple[str, ...]:
    """Return which steps fall out of the plan, which come into it, and how many are left."""
    texts = catalogue.texts
    found = []
    if shift.done:
        found.append(texts["shift.done"].format(steps=_steps(catalogue, shift.done)))
    if shift.due:
        found.append(texts["shift.due"].format(steps=_steps(catalogue, shift.due)))
    if found:
        key = {0: "shift.left-none", 1: "shift.left-one"}.get(len(shift.left), "shift.left")
        found.append(texts[key].format(count=len(shift.left)))
    return tuple(found)


def step_name(catalogue: Catalogue, step: str) -> str:
    """Return "rollback up to partial" for the id of a step."""
    advice = catalogue.advice[step]
    item = catalogue.items[advice.activity]
    to = catalogue.texts["result.step-to"].format(level=level_word(advice.to, item.scale))
    return f"{inline(item.name)} {to}"


def lines(catalogue: Catalogue, shift: Shift, named: Sequence[str] = ()) -> tuple[str, ...]:
    """Return all that a change of the `named` activities leads to, each model that moves first.

    That nothing changes is said, too; the models that stay are told in one sentence.
    """
    found = list(follows(catalogue, shift, named))
    if shift.nothing:
        return (*found, catalogue.texts["shift.nothing"])
    for move in shift.moves:
        if not move.same:
            found += [moved(catalogue, move), *in_the_way(catalogue, move)]
    same = [move.after.model.label for move in shift.moves if move.same]
    if same:
        found.append(catalogue.texts["shift.same"].format(models=listed(catalogue, same)))
    return (*found, *steps(catalogue, shift))


def supposed(catalogue: Catalogue, levels: Sequence[tuple[str, int, int]]) -> str:
    """Return supposed levels in a row: "Rollback automated, Alerting partial to automated"."""
    said = [
        f"{catalogue.items[name].name} {_word(catalogue, name, Standing(lo, hi))}"
        for name, lo, hi in levels
    ]
    return ", ".join(said)


def _word(catalogue: Catalogue, activity: str, standing: Standing) -> str:
    return standing_word(catalogue, catalogue.items[activity], standing)


def _asked(catalogue: Catalogue, asked: Sequence[tuple[str, int]]) -> str:
    said = [
        catalogue.texts["result.besides-one"].format(
            activity=inline(catalogue.items[name].name),
            level=level_word(level, catalogue.items[name].scale),
        )
        for name, level in asked
    ]
    return _some(catalogue, said)


def _steps(catalogue: Catalogue, ids: Sequence[str]) -> str:
    return _some(catalogue, [step_name(catalogue, one) for one in ids])


def _some(catalogue: Catalogue, said: Sequence[str]) -> str:
    """Return some of the names, and how many more there are."""
    if len(said) <= MOST + 1:
        return listed(catalogue, said)
    more = catalogue.texts["told.more"].format(count=len(said) - MOST)
    return listed(catalogue, [*said[:MOST], more])
