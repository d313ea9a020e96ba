"""Where the knowledge is that came with the assistant; read by what cannot wait for all of it."""

from pathlib import Path

PACKAGED = Path(__file__).parent / "knowledge"
CHECKOUT = Path(__file__).parents[1] / "knowledge"


def default_folder() -> Path:
    """Return the knowledge folder that came with the installed package or the checkout."""
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT
