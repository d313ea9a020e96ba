"""One assessment as one frozen value, which every page, file and command shows alike."""

from collections.abc import Collection, Mapping, Sequence

from assistant import crosswalk, neighbours, splitting, staging, summary, trend
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Closure, Profile
from assistant.domain.milestone import Note
from assistant.domain.points import Point
from assistant.domain.results import Assessment, Report
from assistant.planning import needs
from assistant.reckoning.slices import slices
from assistant.roadmap import road


def build(
    catalogue: Catalogue,
    closure: Closure,
    assessments: Mapping[str, Assessment],
    primary: str,
    context: Mapping[str, str],
    doubts: Collection[str] = (),
    earlier: Sequence[Point] = (),
    told: Profile | None = None,
    notes: Mapping[str, Note] | None = None,
) -> Report:
    """Return the report on a closed profile; steps lead on in the model `primary`.

    `doubts` names the models whose stage hangs on a reading that is still to be confirmed,
    `earlier` how the team stood at the end of earlier assessments, `told` is the profile before it
    was closed, `notes` what the team noted of steps.
    """
    profile, now = closure.profile, assessments[primary]
    parts = slices(catalogue, primary)
    reaches = {key: staging.assess(one, profile) for key, one in parts.items()}
    doubtful = primary in doubts
    needed = needs(catalogue, now, profile, context)
    known = sum(1 for key in catalogue.activities if key in profile and profile[key].known)
    return Report(
        primary=primary,
        profile=profile,
        assessments=assessments,
        crosswalk=crosswalk.compare(catalogue, assessments),
        goals=needed.goals,
        steps=needed.steps,
        context=context,
        conflicts=closure.conflicts,
        known=known,
        total=len(catalogue.activities),
        questions=catalogue.context,
        neighbours=() if primary in doubts else neighbours.neighbours(catalogue, profile, now),
        split=splitting.advise(catalogue, context),
        knowledge=catalogue.hash,
        summary=summary.summarise(catalogue, now, profile, doubtful=doubtful, reaches=reaches),
        reaches=reaches,
        floor=needed.floor,
        uses=needed.uses,
        doubts=frozenset(doubts),
        besides=needed.besides,
        road=road(catalogue, profile if told is None else told, profile, needed.steps, assessments),
        notes=notes or {},
        trend=trend.trend(catalogue, earlier, trend.point(catalogue, profile, assessments)),
    )
