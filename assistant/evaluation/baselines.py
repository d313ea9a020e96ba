"""Plain ways to read an answer, to measure ours against: same sentences, same items, same run."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import level_word
from assistant.evaluation.own import Own, best_threshold, folds, labelled, sentences

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
Classify = Callable[[str], Mapping[str, str]]
"""Returns the activities a text speaks of, each with the word of its level."""

OFTEN, MOSTLY = 4, 0.6
"""A word is a keyword when this many examples of one activity have it, and this share of all."""
SHORTEST = 4
LEVEL_RULES = (
    ("absent", r"\b(no|not|never|nobody|none|without|\w+n't)\b"),
    ("manual", r"\b(manual\w*|by hand|hand|ad hoc|spreadsheet|excel|notebooks?|emails?)\b"),
    ("partial", r"\b(scripts?|semi\w*|some|partly|partially|sometimes|only|few|half)\b"),
    ("automated", r"\b(automat\w+|every|each|always|schedul\w+|nightly|triggers?|triggered|all)\b"),
)


def nearest(catalogue: Catalogue, encode: Encode) -> Classify:
    """Say every activity whose description is near; the level is that of its nearest rubric line.

    Nothing is trained; one threshold for all, the best on our own sentences.
    """
    items = tuple(catalogue.activities.values())
    described = encode([f"{item.name}. {item.summary}" for item in items])
    rubrics = [encode(item.rubric) for item in items]
    owns = sentences(catalogue)
    scores = encode([own.text for own in owns]) @ described.T
    limit = best_threshold(scores, labelled(owns, catalogue.activities))

    def classify(text: str) -> dict[str, str]:
        vector = encode([text])[0]
        near = described @ vector
        return {
            item.id: level_word(int(np.argmax(rubrics[place] @ vector)))
            for place, item in enumerate(items)
            if near[place] >= limit
        }

    return classify


def linear(catalogue: Catalogue) -> Classify:
    """Say what a linear head on TF-IDF says, trained on our sentences; a second head for levels.

    One threshold for all, the best on our own sentences left out of training in turn.
    """
    names = tuple(catalogue.activities)
    owns = sentences(catalogue)
    texts = np.array([own.text for own in owns], dtype=object)
    truth = labelled(owns, names)
    scores = np.zeros(truth.shape)
    for learn, left_out in folds(len(owns)):
        head = _head().fit(texts[learn], truth[learn].astype(int))
        scores[left_out] = head.decision_function(texts[left_out])
    limit = best_threshold(scores, truth)
    head = _head().fit(texts, truth.astype(int))
    single = [own for own in owns if len(own.levels) == 1]
    levels = _head().fit([own.text for own in single], [_only_level(own) for own in single])

    def classify(text: str) -> dict[str, str]:
        said = head.decision_function([text])[0]
        level = str(levels.predict([text])[0])
        return {name: level for name, score in zip(names, said, strict=True) if score >= limit}

    return classify


def keywords(catalogue: Catalogue) -> Classify:
    """Say every activity of which a keyword occurs: its name, and words mostly its examples use."""
    words = _keywords(catalogue)
    levels = [(word, re.compile(rule)) for word, rule in LEVEL_RULES]

    def classify(text: str) -> dict[str, str]:
        plain = text.lower().replace("-", " ")
        level = next((word for word, rule in levels if rule.search(plain)), "unclear")
        return {name: level for name, rule in words.items() if rule.search(plain)}

    return classify


def _keywords(catalogue: Catalogue) -> dict[str, re.Pattern[str]]:
    everywhere = Counter[str]()
    within: dict[str, Counter[str]] = {name: Counter() for name in catalogue.activities}
    for own in sentences(catalogue):
        found = set(re.findall(rf"[a-z]{{{SHORTEST},}}", own.text.lower()))
        everywhere.update(found)
        for name in own.levels:
            if name in within:
                within[name].update(found)
    rules = {}
    for name, counts in within.items():
        chosen = {
            word for word, n in counts.items() if n >= OFTEN and n >= MOSTLY * everywhere[word]
        }
        chosen |= {name.replace("-", " "), catalogue.activities[name].name.lower()}
        rules[name] = re.compile(rf"\b({'|'.join(re.escape(one) for one in sorted(chosen))})\b")
    return rules


def _only_level(own: Own) -> str:
    return next(iter(own.levels.values()))


def _head() -> Pipeline:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    logistic = LogisticRegression(C=10.0, solver="liblinear", random_state=0)
    return make_pipeline(make_union(words, letters), OneVsRestClassifier(logistic))
