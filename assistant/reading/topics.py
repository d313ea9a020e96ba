"""Tells how clearly a text speaks of our activities, told or asked: search wants to know too."""

from assistant.reading.folding import fold
from assistant.reading.prepared import Prepared, marks
from assistant.reading.scoring import Floats, likeness, score

BEST = 3


def topics(prepared: Prepared, text: str, vector: Floats) -> tuple[float, float, float, float]:
    """Return the scores of the best and the second activity, of the three best, of own practice.

    The vector (length 1) is that of the text. 1 is a clear yes. Zeros without a head.
    """
    if prepared.head is None:
        return 0.0, 0.0, 0.0, 0.0
    scores, practice, _ = heard(prepared, text, vector)
    best = sorted(scores.values(), reverse=True)[:BEST]
    return best[0], best[1], sum(best) / BEST, practice


def heard(
    prepared: Prepared, text: str, vector: Floats
) -> tuple[dict[str, float], float, frozenset[str]]:
    """Return the score of each activity, that of own practice, and activities named by a cue.

    Raises ValueError without a head.
    """
    head = prepared.head
    if head is None:
        raise ValueError("nothing is heard without a head")
    plain = fold(text).text
    hits = prepared.finder.find(plain)
    found = score(
        head, plain, marks(prepared, plain, hits, head.activities), likeness(head, vector)
    )
    scores = {name: float(one) for name, one in zip(head.activities, found[:-1], strict=True)}
    return scores, float(found[-1]), frozenset(hit.activity for hit in hits if hit.strong)
