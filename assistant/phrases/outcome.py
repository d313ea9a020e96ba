"""What stands around the parts of a result, the same on the page and in every export."""

from collections.abc import Iterator

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import LOWEST, Origin, Standing, level_word
from assistant.domain.results import Assessment, Check, Report, StageCheck, Step, Verdict
from assistant.phrases.standing import (
    clause,
    inline,
    listed,
    names,
    stage_name,
    standing_word,
    tally,
    where,
)

SHOWN_FIRST = 7
"""Steps shown at first; a team can keep no more in mind, and the rest follows as "later"."""
NAMED = 6
"""Activities named in one sentence; the proof has them all."""


def headline(catalogue: Catalogue, report: Report) -> str:
    """Return where the team stands, never surer than its answers are."""
    return where(catalogue, report.now, doubtful=report.doubtful)


def aim(catalogue: Catalogue, report: Report) -> Iterator[str]:
    """Yield why the primary model's target fits, which choices led there, and whether it is met."""
    goal = report.goals.get(report.primary)
    if goal is None:
        return
    texts = catalogue.texts
    yield goal.why
    yield from goal.because
    missing = [one.requirement for one in report.besides if one.verdict is not Verdict.MET]
    if missing:
        asked = [
            texts["result.besides-one"].format(
                activity=inline(catalogue.items[one.activity].name),
                level=level_word(one.level, catalogue.items[one.activity].scale),
            )
            for one in missing
        ]
        yield texts["result.besides"].format(names=listed(catalogue, asked))
    if report.now.lo >= goal.stage:
        yield texts[_met(report)]


def _met(report: Report) -> str:
    """Return how to say that the target's stage is reached, by what is known of the rest."""
    found = {one.verdict for one in report.besides}
    goal = report.goals.get(report.primary)
    if report.unsafe or any(one.broken for one in report.uses):
        return "result.target-met-stage"
    if goal is not None and found <= {Verdict.MET, Verdict.WAIVED} and report.now.lo > goal.stage:
        return "result.target-passed"
    if Verdict.UNMET in found:
        return "result.target-met-stage"
    return "result.target-met-open" if Verdict.OPEN in found else "result.target-met"


def to_find_out(catalogue: Catalogue, report: Report) -> Iterator[tuple[str, tuple[Check, ...]]]:
    """Yield what has to be known before it can be planned, each time with why it is asked."""
    texts = catalogue.texts
    following = {one.requirement.activity for one in report.now.open}
    beside = tuple(
        one
        for one in report.besides
        if one.verdict is Verdict.OPEN and one.requirement.activity not in following
    )
    goal = report.goals.get(report.primary)
    if report.now.open and (goal is None or report.now.lo < goal.stage):
        yield texts["result.find-out-lead"], report.now.open
    if beside:
        yield texts["result.besides-open"], beside


def standing_in_the_way(catalogue: Catalogue, report: Report) -> tuple[str, str]:
    """Return heading and lead for what the next stage asks for: what is unmet, or not known yet."""
    texts, now = catalogue.texts, report.now
    stage = stage_name(now, now.lo + 1)
    heading = texts["result.blockers" if now.certain else "result.hangs"].format(stage=stage)
    if now.open:
        key = "result.blockers-open" if now.blockers else "result.blockers-none"
        return heading, texts[key].format(open=names(catalogue, now.open))
    found = {one.verdict for one in now.following}
    if found == {Verdict.UNMET}:
        return heading, texts["result.blockers-lead-all"]
    waived = Verdict.WAIVED in found
    return heading, texts["result.blockers-lead-waived" if waived else "result.blockers-lead"]


def without_steps(catalogue: Catalogue, report: Report) -> str:
    """Return why there is no step; that nothing has to change only where all is known and met."""
    texts, now, goal = catalogue.texts, report.now, report.goals.get(report.primary)
    unsure = any(one.verdict in {Verdict.OPEN, Verdict.UNMET} for one in report.floor)
    if not now.applies:
        return texts["result.steps-none-apply"]
    if goal is not None and now.lo >= goal.stage and now.following:
        if any(one.verdict is Verdict.OPEN for one in report.besides):
            return texts["result.besides-later"]
        beyond = [one for stage in now.trace[now.lo + 1 :] for one in stage.checks]
        there = texts["result.steps-goal"].format(tally=tally(catalogue, beyond))
        return f"{there} {texts['result.steps-floor']}" if unsure else there
    if now.open:
        return texts["result.steps-later"]
    if now.following:
        return texts["result.steps-missing"]
    if unsure:
        return texts["result.steps-floor"]
    if now.everything_met and not report.doubtful:
        return texts["result.steps-top"]
    return texts["result.steps-top-waived" if now.waived else "result.steps-top-doubt"]


def stage_tally(catalogue: Catalogue, now: Assessment, stage: StageCheck) -> str:
    """Return how much of a stage is met; where it only waits for one below, which that is."""
    counts = tally(catalogue, stage.checks)
    met = all(one.verdict in {Verdict.MET, Verdict.WAIVED} for one in stage.checks)
    if not met or stage.index <= now.lo or not stage.checks:
        return counts
    return catalogue.texts["result.waits"].format(tally=counts, stage=now.lo + 1)


def not_planned(catalogue: Catalogue, report: Report) -> str:
    """Return which unknown levels on the way to the target the plan leaves out; "" where none."""
    now, goal = report.now, report.goals.get(report.primary)
    last = goal.stage if goal is not None else now.lo + 1
    unknown = {
        one.requirement.activity: one
        for stage in now.trace[now.lo + 2 : last + 1]
        for one in stage.checks
        if one.verdict is Verdict.OPEN
    }
    if not unknown:
        return ""
    shown = [inline(catalogue.items[key].name) for key in unknown][:NAMED]
    if len(unknown) > NAMED:
        shown.append(catalogue.texts["told.more"].format(count=len(unknown) - NAMED))
    return catalogue.texts["result.steps-partial"].format(
        stage=stage_name(now, last), names=listed(catalogue, shown)
    )


def settles_most(catalogue: Catalogue, report: Report) -> str:
    """Return the question whose answer would make most of the plan sure; "" where none is open."""
    now, goal = report.now, report.goals.get(report.primary)
    last = now.lo + 1 if goal is None else goal.stage
    counts: dict[str, int] = {}
    for one in report.floor:
        for activity, _ in one.unsure:
            counts[activity] = counts.get(activity, 0) + 1
    for stage in now.trace[now.lo + 1 : last + 1]:
        for check in stage.checks:
            if check.verdict is Verdict.OPEN:
                name = check.requirement.activity
                counts[name] = counts.get(name, 0) + 1
    if not counts:
        return ""
    most = max(counts, key=lambda name: counts[name])  # of equals, the one that matters first
    return catalogue.texts["result.settles"].format(question=catalogue.items[most].question)


def later(catalogue: Catalogue, report: Report) -> str:
    """Return how many steps come after those shown at first; "" where there are none."""
    count = len(report.steps) - SHOWN_FIRST
    key = "result.later.one" if count == 1 else "result.later"
    return catalogue.texts[key].format(count=count) if count > 0 else ""


def condition(catalogue: Catalogue, report: Report, step: Step) -> str:
    """Return when a step that may be done already is to be taken; "" where it surely is not."""
    if step.known:
        return ""
    activity = step.advice.activity
    item, standing = catalogue.items[activity], report.profile.get(activity, Standing())
    partly = standing.lo > LOWEST or standing.hi < len(item.rubric) - 1
    return catalogue.texts["result.step-if-part" if partly else "result.step-if"].format(
        activity=inline(item.name),
        known=standing_word(catalogue, item, standing),
        clause=clause(catalogue, activity, step.advice.to - 1),
    )


def reason(catalogue: Catalogue, standing: Standing) -> str:
    """Return what a standing rests on besides the user's words; "" where there is nothing."""
    if not standing.because or standing.waived:
        return standing.because
    key = "result.deduced" if standing.origin is Origin.DEDUCED else "result.narrowed"
    return catalogue.texts[key].format(because=standing.because)
