"""Each property of the design is held by hypothesis: `pytest -m "holds(property=3)"` runs one.

1. The interview ends with exactly the stage and blockers of the full questionnaire, in every model.
2. Raising a level never lowers a stage; the order of answers does not matter; unknown never counts
   as achieved; what does not apply removes its requirement in both readings.
3. Nothing known or deduced is asked; each question can still change the result; never fewer
   questions than the fewest that prove it.
4. Every finding quotes the user's own words; every step cites a passage that exists; every
   requirement shows its basis.
5. An acknowledged answer is stored exactly once; out and in again gives the same bytes.
6. What a user says is never markup, and changes no stage by what it tells us to do.
7. Nothing leaves the machine unless a language model is configured.
8. Who does not know, asks or supposes sets no level; a text never yields less than its statements.
9. Every sentence shown about a team follows from that team's answers.

`--examples 2000` draws more for every property than its own number.
"""

import ast
from collections import Counter
from pathlib import Path

MARK = "pytest.mark.holds(property="


def test_every_property_of_the_design_is_held_by_hypothesis() -> None:
    held: Counter[int] = Counter()
    for path in sorted(Path(__file__).parent.rglob("test_*.py")):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            marks = [ast.unparse(each) for each in getattr(one, "decorator_list", [])]
            for each in marks:
                if each.startswith(MARK):
                    assert any(other.startswith("given(") for other in marks), one
                    held[int(each.removeprefix(MARK).removesuffix(")"))] += 1
    assert set(held) == set(range(1, 10))
