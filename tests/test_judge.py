"""The judge of two readers: what it adds, what it drops, and what is as without a second reader."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hearing import head, prepared

from assistant import reading
from assistant.domain.findings import Reading
from assistant.domain.lexicon import Told
from assistant.reading.judge import FEATURES, Judge, Listened, Second, features
from assistant.training.weighing import fit_judge

NAMES = head().activities
Read = Callable[[str, Second | None], Reading]
Asked = Sequence[tuple[tuple[str, tuple[tuple[int, int], ...]], ...]]
ONLY_ODDS = Judge((1.0, *([0.0] * (len(FEATURES) - 1))), 0.0)


def saying(name: str, odds: float, own: float = 5.0, level: int = 1) -> reading.Listen:
    """A second reader that hears one activity in every statement."""

    def listen(asked: Asked) -> list[tuple[Listened, Listened]]:
        found = np.full(len(NAMES) + 1, -9.0, dtype=np.float32)
        levels = np.full((len(NAMES), 6), np.log(1 / 6), dtype=np.float32)
        found[NAMES.index(name)], found[-1] = odds, own
        levels[NAMES.index(name)] = -6.0
        levels[NAMES.index(name), level] = 0.0

        def told(rows: int) -> Listened:
            odds = np.stack([found] * rows) if rows else np.zeros((0, len(found)), np.float32)
            return odds, odds, np.broadcast_to(levels, (rows, *levels.shape))

        return [(told(len(text)), told(sum(len(each) for _, each in text))) for text in asked]

    return listen


@pytest.fixture(scope="module")
def read() -> Read:
    return lambda text, second: reading.read(replace(prepared(), second=second), text, None)


def heard(found: Reading) -> dict[str, str]:
    return {one.activity: one.word for one in found.findings}


def test_what_only_the_second_reader_hears_counts_when_likely(read: Read) -> None:
    text = "Marta looks at the curve and nods."
    assert "model-validation" not in heard(read(text, None))
    likely = Second(saying("model-validation", 2.0), ONLY_ODDS)
    assert heard(read(text, likely))["model-validation"] == "manual"
    (found,) = (one for one in read(text, likely).findings if one.activity == "model-validation")
    assert found.score == pytest.approx(1 / (1 + np.exp(-2.0)), abs=0.001)


def test_what_is_less_likely_is_offered_and_does_not_count(read: Read) -> None:
    doubtful = Second(saying("model-validation", -1.0), ONLY_ODDS)
    found = read("Marta looks at the curve and nods.", doubtful)
    assert not heard(found)
    assert [one.activity for one in found.hints] == ["model-validation"]
    assert found.statements[0].likely[0] == "model-validation"


def test_what_does_not_tell_of_own_practice_is_not_heard(read: Read) -> None:
    others = Second(saying("model-validation", 2.0, own=-5.0), ONLY_ODDS)
    assert not heard(read("Marta looks at the curve and nods.", others))


def test_what_a_cue_names_counts_unless_it_is_improbable(read: Read) -> None:
    text = "Model deployment is done by hand."
    assert heard(read(text, None)) == {"model-deployment": "manual"}
    silent = Second(saying("rollback", -9.0), Judge((0.0,) * len(FEATURES), -2.0))
    assert heard(read(text, silent)) == {"model-deployment": "manual"}
    against = Second(saying("rollback", -9.0), Judge((0.0,) * len(FEATURES), -5.0))
    assert not heard(read(text, against))


def test_features_are_one_row_an_activity() -> None:
    [(((odds,), _, _), _)] = saying("rollback", 1.0)([(("", ()),)])
    nothing = np.zeros(len(NAMES) + 1, dtype=np.float32)
    found = features(NAMES, odds, (), (nothing, nothing), general=0, words=20)
    assert found.shape == (len(NAMES), len(FEATURES))
    assert found[NAMES.index("rollback"), FEATURES.index("behind")] == 0
    assert found[0, FEATURES.index("behind")] == -9


def test_a_judge_fitted_on_texts_tells_what_they_tell() -> None:
    texts = [Told(text=f"We do {name} ourselves here.", labels={name: "manual"}) for name in NAMES]

    def listen(asked: Asked) -> list[tuple[Listened, Listened]]:
        names = [next(one for one in NAMES if f" {one} " in text) for ((text, _),) in asked]
        return [saying(name, 1.0)([one])[0] for name, one in zip(names, asked, strict=True)]

    judge = fit_judge(replace(prepared(), second=None), head(), listen, texts)
    [(((odds,), _, _), _)] = listen([((texts[0].text, ()),)])
    nothing = np.zeros(len(NAMES) + 1, dtype=np.float32)
    shares = judge.shares(features(NAMES, odds, (), (nothing, nothing), general=0, words=5))
    assert shares.argmax() == 0
    assert shares[0] > 0.5 > shares[1:].max()
