"""Opens a chat model by `provider:model`, whatever the provider, through LangChain."""

import os
from typing import TYPE_CHECKING, Any

from assistant.wording.suggester import Suggester
from assistant.wording.writer import Writer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CHARACTERS_A_TOKEN = 8
"""A generous count: it bounds a server that does not keep to the number of tokens asked for."""
SUGGESTING_TOKENS = 800
"""Tokens all suggestions for one message may have: three for each of eight statements."""


class CannotOpen(Exception):
    """The chat model cannot be opened; the message is one plain sentence."""


def open_writer(name: str, url: str, seconds: float, tokens: int) -> Writer:
    """Return a writer on the model `provider:model`, at `url` or at the provider's own server.

    Nothing is sent yet. Raises CannotOpen when a package or a key is missing, or the name is wrong.
    """
    model = _open(name, url, seconds, tokens)
    return Writer(model, seconds, tokens * CHARACTERS_A_TOKEN)


def open_suggester(name: str, url: str, seconds: float) -> Suggester:
    """Return a suggester on the same model; nothing is sent yet. Raises CannotOpen."""
    model = _open(name, url, seconds, SUGGESTING_TOKENS)
    return Suggester(model, seconds, SUGGESTING_TOKENS * CHARACTERS_A_TOKEN)


def _open(name: str, url: str, seconds: float, tokens: int) -> "BaseChatModel":
    try:
        # Imported here: it takes a second, and most installations have no language model.
        from langchain.chat_models import init_chat_model
    except ImportError as error:
        raise CannotOpen("Install the extra 'model' to use a language model.") from error
    options: dict[str, Any] = {"max_tokens": tokens, "timeout": seconds, "max_retries": 0}
    if url:
        # A server of one's own takes a temperature, which some hosted models refuse, and no key.
        options |= {"base_url": url, "temperature": 0.0}
        if name.startswith("openai:") and not os.environ.get("OPENAI_API_KEY"):
            options["api_key"] = "none"
    try:
        model: BaseChatModel = init_chat_model(name, **options)
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CannotOpen(f"The language model '{name}' cannot be opened: {reason}") from error
    return model
