"""Plain ways to read an answer, to measure ours against: same sentences, same items, same run."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import level_word
from assistant.evaluation.own import Own, best_threshold, folds, labelled, only_level
from assistant.retrieval import Encode

Classify = Callable[[str], Mapping[str, str]]
"""Returns the activities a text speaks of, each with the word of its level."""

EVERY = 3
"""One number needs no more than every third of our sentences, and encoding takes its time."""

SHARES = (0.3, 0.4, 0.5, 0.6, 0.7)
"""Share of the sentences with a keyword that are on its activity: the best of these is taken."""

OFTEN = 3
_WORD = re.compile(r"[a-z]{4,}")
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ations?|ments?|ions?|ings?|ed|es|s|e)$")
LEVEL_RULES = (
    ("absent", r"\b(no|not|never|nobody|none|without|\w+n't)\b"),
    ("manual", r"\b(manual\w*|by hand|hand|ad hoc|spreadsheet|excel|notebooks?|emails?)\b"),
    ("partial", r"\b(scripts?|semi\w*|some|partly|partially|sometimes|only|few|half)\b"),
    ("automated", r"\b(automat\w+|every|each|always|schedul\w+|nightly|triggers?|triggered|all)\b"),
)


def nearest(catalogue: Catalogue, owns: Sequence[Own], encode: Encode) -> Classify:
    """Say every activity whose description is near; the level is that of its nearest rubric line.

    Nothing is trained; one threshold for all, the best on our own sentences. The first sentence of
    a summary describes better than all of it: the rest names neighbouring activities.
    """
    items = tuple(catalogue.activities.values())
    described = encode([f"{item.name}: {item.summary.split('. ')[0]}" for item in items])
    rubrics = [encode(item.rubric) for item in items]
    some = owns[::EVERY]
    scores = encode([own.text for own in some]) @ described.T
    limit = best_threshold(scores, labelled(some, catalogue.activities))

    def classify(text: str) -> dict[str, str]:
        vector = encode([text])[0]
        near = described @ vector
        return {
            item.id: level_word(int(np.argmax(rubrics[place] @ vector)))
            for place, item in enumerate(items)
            if near[place] >= limit
        }

    return classify


def linear(catalogue: Catalogue, owns: Sequence[Own]) -> Classify:
    """Say what a linear head on TF-IDF says, trained on our sentences; a second head for levels.

    One threshold for all, the best on our own sentences left out of training in turn.
    """
    names = tuple(catalogue.activities)
    texts = [own.text for own in owns]
    truth = labelled(owns, names)
    scores = cross_val_predict(
        _head(), texts, truth.astype(int), cv=folds(len(owns)), method="decision_function"
    )
    limit = best_threshold(scores, truth)
    head = _head().fit(texts, truth.astype(int))
    single = [own for own in owns if len(own.levels) == 1]
    levels = _head().fit([own.text for own in single], [only_level(own) for own in single])

    def classify(text: str) -> dict[str, str]:
        said = head.decision_function([text])[0]
        level = str(levels.predict([text])[0])
        return {name: level for name, score in zip(names, said, strict=True) if score >= limit}

    return classify


def keywords(catalogue: Catalogue, owns: Sequence[Own]) -> Classify:
    """Say every activity of which a keyword occurs: words of its name, and words of its examples.

    A word belongs to an activity when most of our sentences with it do; how many that must be is
    chosen on sentences left out in turn.
    """
    truth = labelled(owns, catalogue.activities)
    stems = [_stems(own.text) for own in owns]

    def quality(share: float) -> float:
        right = said = 0
        for learn, left_out in folds(len(owns)).split():
            words = _keywords(catalogue, [stems[n] for n in learn], truth[learn], share)
            for n in left_out:
                found = [not stems[n].isdisjoint(one) for one in words]
                right += int((truth[n] & found).sum())
                said += sum(found)
        return 2 * right / (said + int(truth.sum()))

    words = _keywords(catalogue, stems, truth, max(SHARES, key=quality))
    levels = [(word, re.compile(rule)) for word, rule in LEVEL_RULES]

    def classify(text: str) -> dict[str, str]:
        found = _stems(text)
        level = next((word for word, rule in levels if rule.search(text.lower())), "unclear")
        pairs = zip(catalogue.activities, words, strict=True)
        return {name: level for name, one in pairs if not found.isdisjoint(one)}

    return classify


def _keywords(
    catalogue: Catalogue,
    stems: Sequence[frozenset[str]],
    truth: npt.NDArray[np.bool_],
    share: float,
) -> list[frozenset[str]]:
    everywhere = Counter(stem for found in stems for stem in found)
    names = Counter(stem for item in catalogue.activities.values() for stem in _stems(item.name))
    chosen = []
    for column, item in enumerate(catalogue.activities.values()):
        on_it = [found for found, here in zip(stems, truth[:, column], strict=True) if here]
        within = Counter(stem for found in on_it for stem in found)
        own = {one for one, n in within.items() if n >= max(OFTEN, share * everywhere[one])}
        chosen.append(frozenset(own | {stem for stem in _stems(item.name) if names[stem] == 1}))
    return chosen


def _stems(text: str) -> frozenset[str]:
    return frozenset(_ENDING.sub("", word) for word in _WORD.findall(text.lower()))


def _head() -> Pipeline:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    logistic = LogisticRegression(C=10.0, solver="liblinear", dual=True, random_state=0)
    return make_pipeline(make_union(words, letters), OneVsRestClassifier(logistic))
