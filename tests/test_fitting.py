"""What `train` makes anew and what it keeps; making all of it takes minutes and is not run here."""

from dataclasses import replace
from pathlib import Path

from assistant import training
from assistant.catalogue import default_folder, load_lexicon
from assistant.commands.fitting import kept_head
from tests.made import activity, real

PATH = default_folder() / "reading" / training.FILE


def test_the_head_is_kept_while_what_it_is_fitted_on_is_the_same() -> None:
    lexicon = load_lexicon(None, real())
    items = real().activities
    head = kept_head(PATH, items, lexicon)
    assert head is not None
    assert training.current(head, items, lexicon)
    fewer = replace(lexicon, told=lexicon.told[1:])
    assert kept_head(PATH, items, fewer) is None


def test_no_head_is_kept_for_other_activities_or_from_no_file() -> None:
    lexicon = load_lexicon(None, real())
    items = real().activities
    more = {**items, "caching": activity("caching")}
    assert kept_head(PATH, more, lexicon) is None
    assert kept_head(Path("nowhere.npz"), items, lexicon) is None
