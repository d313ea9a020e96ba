"""The editors' guide: its tables are those of today, its examples are records that load."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from made import real

from assistant.catalogue import default_folder, load, parse_yaml
from assistant.commands.describing import RECORDS, counts, filled, rewrite
from assistant.commands.inputs import BadInput
from assistant.domain.knowledge import Catalogue

GUIDE = default_folder() / "README.md"
TEXT = GUIDE.read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"\(`([a-z.]+/?)`.*?```yaml\n(.*?)```", TEXT, re.DOTALL))


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return real()


def test_the_tables_are_those_of_today(known: Catalogue) -> None:
    """When this fails, run `python -m assistant check --tables`."""
    assert filled(TEXT, known, "README.md") == TEXT
    for name in ("records", "kinds", "activities"):
        assert f"<!-- table: {name} -->\n| " in TEXT
    for item in known.items:
        assert TEXT.count(f"\n| `{item}` |") == 1
    for name, count in counts(known).items():
        assert count > 0, name


def test_every_kind_of_record_has_an_example() -> None:
    kinds = {place for place in RECORDS if place not in {"qualities/", "sample.yaml"}}
    assert set(EXAMPLES) == kinds


@pytest.mark.parametrize("place", EXAMPLES)
def test_the_example_is_a_record(place: str) -> None:
    value = parse_yaml(EXAMPLES[place])
    record = RECORDS[place].model_validate(value)
    assert isinstance(value, dict)
    assert not hasattr(record, "id") or value["id"]


def test_the_examples_together_are_an_edition_that_loads(tmp_path: Path) -> None:
    """The activity, its advice and passage, the model, the source and the case, added to ours."""
    real = default_folder()
    for path in real.rglob("*.yaml"):
        target = tmp_path / path.relative_to(real)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(path)
    values = {place: parse_yaml(block) for place, block in EXAMPLES.items()}
    added = ("activities/", "models/", "passages/", "advice/", "sources/", "cases/", "openings/")
    for place in added:
        value = values[place]
        assert isinstance(value, dict)
        (tmp_path / place / f"{value['id']}.yaml").write_text(EXAMPLES[place], encoding="utf-8")
    found = load(tmp_path)
    assert "caching" in found.activities
    assert found.cases["some-team"].levels["caching"].level == (2, 3)
    assert [stage.id for stage in found.models["house"].stages] == ["start", "fast"]


def test_the_command_writes_only_between_the_marks(
    tmp_path: Path, known: Catalogue, refused: Callable[[Path], str]
) -> None:
    guide = tmp_path / "README.md"
    old = "Ours.\n<!-- table: kinds -->\nold\n<!-- end -->\nMore of ours.\n"
    guide.write_text(old, encoding="utf-8")
    rewrite(guide, known)
    new = guide.read_text(encoding="utf-8")
    assert new.startswith("Ours.\n<!-- table: kinds -->\n| kind of passage |")
    assert new.endswith("|\n<!-- end -->\nMore of ours.\n")
    rewrite(guide, known)
    assert guide.read_text(encoding="utf-8") == new
    guide.write_text(old.replace("kinds", "colours"), encoding="utf-8")
    assert refused(guide) == f"{guide}: there is no table 'colours'"
    assert refused(tmp_path / "missing.md") == f"{tmp_path / 'missing.md'}: this file is missing"


@pytest.fixture
def refused(known: Catalogue) -> Callable[[Path], str]:
    def message(guide: Path) -> str:
        with pytest.raises(BadInput) as caught:
            rewrite(guide, known)
        return str(caught.value)

    return message
