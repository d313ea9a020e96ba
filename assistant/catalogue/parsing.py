"""Reads YAML text into plain values, safely: no key twice, no depth that crashes, no objects."""

import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import yaml

# The loader of libyaml reads ten times faster, and is there in every published wheel of PyYAML.
if TYPE_CHECKING:
    _Safe = yaml.SafeLoader
else:
    _Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


DEEPEST = 1000
"""Levels of nesting we read; libyaml recurses, and would crash the process at some ten thousand."""

_INDENTED = re.compile(rf"^[ ?:-]{{{DEEPEST}}}", re.MULTILINE)


class _Loader(_Safe):
    """SafeLoader that refuses a key given twice, which YAML would let the last one win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.MarkedYAMLError(
                    problem="the name of a field must be a word", problem_mark=key_node.start_mark
                )
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the field '{key}' is given twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def parse_yaml(text: str) -> object:
    """Return the value of a YAML text; raises ValueError with line and reason when it is broken."""
    if text.count("[") + text.count("{") > DEEPEST or _INDENTED.search(text):
        raise ValueError("not readable as YAML: it may be nested too deeply")
    try:
        return yaml.load(text, _Loader)  # noqa: S506 -- a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise ValueError(
            f"{where}not readable as YAML: {error.problem or error.context}"
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A number or a date that Python cannot hold is a plain ValueError.
        raise ValueError(f"not readable as YAML: {str(error).splitlines()[0]}") from error
