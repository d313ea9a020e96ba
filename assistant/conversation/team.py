"""Ends an answer with how this team stands in it, from what is known of it and nothing else."""

from assistant.conversation.state import Conversation, Phase
from assistant.domain.findings import Answer
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN
from assistant.domain.results import Check
from assistant.phrases.standing import inline, stage_name, told

ABOUT = 2
"""Activities of a passage that its answer is about; one on more speaks of none in particular."""


def for_team(catalogue: Catalogue, now: Conversation, given: Answer) -> str:
    """Return a sentence or two on how the team stands in what an answer is about; "" if unknown."""
    if not given.passages or now.phase is Phase.OPENING:
        return ""
    passage = catalogue.passages.get(given.passages[0])
    if passage is None or not 0 < len(passage.activities) <= ABOUT:
        return ""
    for activity in passage.activities:
        standing = now.profile.get(activity, OPEN)
        if standing.known and standing.spoken:
            said = catalogue.texts["team.known"].format(told=told(catalogue, activity, standing))
            return " ".join(part for part in (said, _role(catalogue, now, activity)) if part)
    asked = [one for one in now.assessment.open if one.requirement.activity in passage.activities]
    return _open(catalogue, now, asked[0]) if asked else ""


def _role(catalogue: Catalogue, now: Conversation, activity: str) -> str:
    """Return what that activity does for the stage, where it is in the way of the next one."""
    if activity not in {one.requirement.activity for one in now.assessment.blockers}:
        return ""
    others = [
        inline(catalogue.items[one.requirement.activity].name)
        for one in now.assessment.blockers
        if one.requirement.activity != activity
    ]
    stage = stage_name(now.assessment, now.assessment.lo + 1)
    key = "team.blocks" if others else "team.blocks-alone"
    return catalogue.texts[key].format(stage=stage, count=len(others))


def _open(catalogue: Catalogue, now: Conversation, check: Check) -> str:
    name = inline(catalogue.items[check.requirement.activity].name)
    stage = stage_name(now.assessment, now.assessment.lo + 1)
    return catalogue.texts["team.open"].format(activity=name, stage=stage)
