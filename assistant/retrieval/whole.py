"""Writes a file whole: other processes see the old one or the new one, never a part."""

import os
import tempfile
from pathlib import Path


def put(path: Path, content: bytes) -> None:
    """Put `content` in place at once. Raises OSError when the folder cannot be written."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # A file of ours is for everybody to read, unlike one that is made to be temporary.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
