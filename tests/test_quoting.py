"""What is quoted for a finding: the clauses that carry it, and not what only stands by."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.findings import Reader
from assistant.reading.gathered import Region
from assistant.reading.quoting import quoted


@pytest.mark.parametrize(
    ("text", "activity", "quote"),
    [
        (
            "Deployment to production is triggered manually by a maintainer; staging follows main.",
            "model-deployment",
            "Deployment to production is triggered manually by a maintainer",
        ),
        (
            "The risk committee has to approve a model before it is used for new customers, "
            "which takes about six weeks and a long Word document.",
            "governance",
            "The risk committee has to approve a model before it is used for new customers",
        ),
        (
            "All changes, also those to dashboards, come in through merge requests with reviews.",
            "code-versioning",
            "All changes, also those to dashboards, come in through merge requests with reviews.",
        ),
    ],
)
def test_a_quote_holds_the_words_that_count(
    reader: Reader, text: str, activity: str, quote: str
) -> None:
    assert {one.activity: one.quote for one in reader(text, None).findings}[activity] == quote


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_a_quote_lies_in_the_text_and_keeps_the_first_cue(data: st.DataObject) -> None:
    plain = data.draw(st.text(alphabet="ab ,;", min_size=4, max_size=60))
    edge = st.integers(0, len(plain))
    start, end = sorted(data.draw(st.tuples(edge, edge).filter(lambda one: one[0] != one[1])))
    at = data.draw(st.integers(start, end - 1))
    cue = (at, data.draw(st.integers(at + 1, end)))
    words = [cue] if data.draw(st.booleans()) else []
    found = quoted(plain, Region(main=[(start, end)]), [cue], words)
    assert 0 <= found[0] <= cue[0] < cue[1] <= found[1] <= len(plain)
