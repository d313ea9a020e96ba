"""What the settings ask of a language model: to word answers, and to suggest placements."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.catalogue.links import ANSWERING
from assistant.domain.knowledge import Catalogue
from assistant.domain.worded import WordingMode
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.service.engine import Engine
    from assistant.service.polish import Wordings
    from assistant.service.suggesting import Suggestions
    from assistant.wording import Suggester, Writer

log = logging.getLogger("assistant")


class Models:
    """The language model in its two uses, each there or not. Without them all else works.

    What is behind them is imported once they are there: most installations have no language model.
    """

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        engine: "Callable[[], Engine]",
        writer: "Writer | None",
        suggester: "Suggester | None",
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._engine = engine
        self.failure = ""
        """Why the language model cannot be opened, in one sentence; empty otherwise."""
        self.wordings = None if writer is None else self._worded_by(writer)
        self.suggestions = None if suggester is None else self._suggested_by(suggester)

    def open(self) -> None:
        """Open the language model where the settings name one; nothing is sent yet."""
        chosen = self._settings
        if not chosen.language_model:
            return
        from assistant.wording import CannotOpen, open_suggester, open_writer

        place = (chosen.language_model, chosen.language_model_url, chosen.language_model_seconds)
        try:
            if self.wordings is None:
                self.wordings = self._worded_by(open_writer(*place, chosen.language_model_tokens))
            if self.suggestions is None and chosen.suggests:
                self.suggestions = self._suggested_by(open_suggester(*place))
        except CannotOpen as error:
            self.failure = str(error)
            log.warning("%s", error)

    def wording(self, *, loaded: bool) -> WordingMode:
        """Whether a language model words the answers; `loaded` once it would have been opened."""
        return _mode(self.wordings, bool(self._settings.language_model), loaded)

    def suggesting(self, *, loaded: bool) -> WordingMode:
        """Whether a language model may suggest placements, in the same way."""
        return _mode(self.suggestions, self._settings.suggests, loaded)

    def _worded_by(self, writer: "Writer") -> "Wordings":
        from assistant.service.polish import Wordings

        prompt = self._catalogue.prompts[ANSWERING]
        return Wordings(writer, prompt, self._catalogue.passages, self._engine)

    def _suggested_by(self, suggester: "Suggester") -> "Suggestions | None":
        from assistant.service.suggesting import Suggestions

        prompt = self._catalogue.suggesting
        if prompt is None:
            return None
        return Suggestions(suggester, prompt, self._catalogue.activities)


def _mode(one: "Wordings | Suggestions | None", named: bool, loaded: bool) -> WordingMode:
    if one is not None:
        return WordingMode.FAILED if one.resting else WordingMode.ON
    if not named:
        return WordingMode.OFF
    return WordingMode.FAILED if loaded else WordingMode.ON
