"""Each property of the design is held by hypothesis: `pytest -m "holds(property=3)"` runs one."""

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
    assert set(held) == set(range(1, 8))
