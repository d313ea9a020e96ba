"""How long sessions are kept, said to visitors wherever they are told what is kept at all."""

from dataclasses import replace

from assistant.domain.knowledge import Catalogue

TOLD = ("opening.time", "opening.time-model", "opening.time-suggests", "itself.privacy")


def told(catalogue: Catalogue, days: int) -> Catalogue:
    """Return the knowledge that says for how many days words are kept; 0 days say nothing."""
    if not days:
        return catalogue
    how_long = catalogue.texts["kept.days" if days > 1 else "kept.day"].format(days=days)
    longer = {key: f"{catalogue.texts[key]} {how_long}" for key in TOLD}
    return replace(catalogue, texts={**catalogue.texts, **longer})
