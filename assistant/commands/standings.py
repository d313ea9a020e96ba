"""Reads a team's levels from a file, each with its line, so that what is wrong can be found."""

import re
from pathlib import Path

import yaml

from assistant.catalogue import parse_yaml
from assistant.commands.inputs import LOOSE, SHOWN, STRICT, BadInput, decoded_json, read_text, twice
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import HIGHEST, LOWEST, Origin, Standing, Status, level_of

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one of libyaml where it is there, as for the knowledge."""

PLANNED = re.compile(
    r"^(?:(?P<today>[^,]*?)\s*,\s*)?planned(?:\s+(?P<level>\S.*))?$", re.IGNORECASE
)
"""What is planned, alone or with the level that is: "planned", "planned 2", "1, planned 3"."""

SPECIAL = {"unknown": Status.UNKNOWN, "not-applicable": Status.NOT_APPLICABLE}

BETWEEN = re.compile(r"\s*[{:,]?\s*")
"""What stands between the names and the values of an object of JSON."""


def profile(path: Path, catalogue: Catalogue, exact: bool = False) -> dict[str, Standing]:
    """Return the standings a profile file gives, by id; if `exact`, no range and no unknown.

    The file is YAML or JSON, `{activity: level}` or `{activity: [lowest, highest]}`; a level is 0
    to 3 or its word, or unknown, or not-applicable, or planned. Raises BadInput naming file, line
    and field.
    """
    text = read_text(path)
    as_json = path.suffix == ".json"
    value = decoded_json(text, str(path), decoder=LOOSE) if as_json else _yaml(text, path)
    if not isinstance(value, dict) or not value:
        raise BadInput(f"{path}: must list activities with their levels, as 'data-collection: 2'")
    lines = _json_lines(text, path) if as_json else _yaml_lines(text)
    found: dict[str, Standing] = {}
    for key, given in value.items():
        name = str(key)
        where = f"{path}, line {lines[name]}: {name[:SHOWN]}"
        if name not in catalogue.items:
            raise BadInput(f"{where}: is not an activity; see 'check' for the ids")
        try:
            found[name] = standing(given)
            if exact:
                _check_exact(found[name])
        except ValueError as error:
            raise BadInput(f"{where}: {error}") from error
    return found


def _yaml(text: str, path: Path) -> object:
    try:
        return parse_yaml(text)
    except ValueError as error:
        # It begins with its line, where that is known.
        comma = ", " if str(error).startswith("line ") else ": "
        raise BadInput(f"{path}{comma}{error}") from error


def _yaml_lines(text: str) -> dict[str, int]:
    """Return the line of each field of a YAML text that `parse_yaml` took."""
    loader = LOADER(text)
    node = loader.get_single_node()
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {
        str(loader.construct_object(key, deep=True)): key.start_mark.line + 1
        for key, _ in node.value
    }


def _json_lines(text: str, path: Path) -> dict[str, int]:
    """Return the line of each field of a well-formed object of JSON.

    Raises BadInput for a field given twice, and for what JSON has no value for.
    """
    found: dict[str, int] = {}
    line, before, at = 1, 0, _after(text, 0)
    while text[at] == '"':
        line, before = line + text.count("\n", before, at), at
        name, at = STRICT.raw_decode(text, at)
        if name in found:
            raise BadInput(f"{path}, line {line}: not readable as JSON: {twice(name)}")
        found[name] = line
        try:
            _, at = STRICT.raw_decode(text, _after(text, at))
        except ValueError as error:
            where = f"{path}, line {line}: {name[:SHOWN]}"
            raise BadInput(f"{where}: not readable as JSON: {error}") from error
        at = _after(text, at)
    return found


def _after(text: str, at: int) -> int:
    between = BETWEEN.match(text, at)
    return between.end() if between else at


def standing(given: object) -> Standing:
    """Return the standing for a level, a pair of levels, unknown, not-applicable or planned.

    Raises ValueError with one plain sentence.
    """
    if isinstance(given, str) and (match := PLANNED.match(given.strip())):
        return planned(match["today"], match["level"])
    if isinstance(given, list):
        if len(given) != 2:  # noqa: PLR2004 -- a lowest and a highest
            raise ValueError("a range is written [lowest, highest]")
        lo, hi = (_level(one) for one in given)
        if lo > hi:
            raise ValueError(f"the range [{lo}, {hi}] is the wrong way round")
        return Standing(lo, hi, Status.LEVEL, Origin.CHOSEN)
    if isinstance(given, str) and given in SPECIAL:
        return Standing(LOWEST, HIGHEST, SPECIAL[given], Origin.CHOSEN)
    level = _level(given)
    return Standing(level, level, Status.LEVEL, Origin.CHOSEN)


def planned(today: str | None, level: str | None) -> Standing:
    """Return how something stands of which more is planned; the plan counts as not there yet.

    Without a word on today, nothing is there, or less than the level that is planned. Raises
    ValueError with one plain sentence for a plan that adds nothing.
    """
    aim = HIGHEST + 1 if level is None else level_of(level[:SHOWN])
    lo = LOWEST if today is None else level_of(today[:SHOWN])
    if aim == LOWEST:
        raise ValueError(f"level {LOWEST} is nothing to plan")
    if level is None and lo == HIGHEST:
        raise ValueError(f"nothing above level {HIGHEST} can be planned")
    if aim <= lo:
        raise ValueError(f"level {aim} cannot be planned where level {lo} is there")
    hi = LOWEST if level is None else aim - 1
    return Standing(lo, lo if today else hi, Status.LEVEL, Origin.CHOSEN, planned=True)


def _level(given: object) -> int:
    if given is None:
        raise ValueError("no level is given")
    if isinstance(given, list | dict):
        raise ValueError("a level is one number from 0 to 3 or its word")  # noqa: TRY004
    return level_of(given if isinstance(given, int) else str(given)[:SHOWN])


def _check_exact(one: Standing) -> None:
    if one.status is Status.UNKNOWN:
        raise ValueError("an interview needs a level, not 'unknown'")
    if one.status is Status.LEVEL and not one.known:
        raise ValueError("an interview needs one level, not a range")
