"""Tells how clearly a text speaks of our activities, told or asked: search wants to know too."""

from assistant.reading.folding import fold
from assistant.reading.prepared import Prepared, marks
from assistant.reading.scoring import score, spoken_for

BEST = 3


def topics(prepared: Prepared, text: str) -> tuple[float, float, float, float]:
    """Return the scores of the best and the second activity, of the three best, of own practice.

    1 is a clear yes. Zeros without a head.
    """
    if prepared.head is None:
        return 0.0, 0.0, 0.0, 0.0
    scores, practice, _ = heard(prepared, text)
    best = sorted(scores.values(), reverse=True)[:BEST]
    return best[0], best[1], sum(best) / BEST, practice


def heard(prepared: Prepared, text: str) -> tuple[dict[str, float], float, frozenset[str]]:
    """Return the score of each activity, that of own practice, and activities named by a cue.

    Raises ValueError without a head.
    """
    head = prepared.head
    if head is None:
        raise ValueError("nothing is heard without a head")
    plain = fold(text).text
    hits = prepared.finder.find(plain)
    spoken = spoken_for(head, plain, marks(prepared, plain, hits, head.activities))
    found = score(head, spoken)
    scores = {name: float(one) for name, one in zip(head.activities, found[:-1], strict=True)}
    return scores, float(found[-1]), frozenset(hit.activity for hit in hits if hit.strong)
