"""Tells what the user wants with a text: an answer, a question, a correction, a command."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.findings import Command
from assistant.domain.lexicon import Intents
from assistant.reading.cues import join

_LONGEST_COMMAND = 90
_PUNCTUATION = re.compile(r"[\s.,!?;:\"()'-]+")
_LATIN = re.compile(r"[a-z]")
_REPEATED = re.compile(r"(.)\1{3,}")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class IntentFinder:
    """Phrases of the lexicon, joined."""

    commands: Mapping[Command, re.Pattern[str]]
    polite: re.Pattern[str]
    correction: re.Pattern[str]
    greeting: re.Pattern[str]
    first_person: re.Pattern[str]
    general: re.Pattern[str]
    agree: re.Pattern[str]
    deny: re.Pattern[str]

    def command(self, text: str) -> Command:
        """Return the command that a folded text is, whole and with courtesy taken off."""
        if len(text) > _LONGEST_COMMAND:
            return Command.NONE
        for stripped in self._without_courtesy(_tidy(text)):
            for command, pattern in self.commands.items():
                if pattern.fullmatch(stripped):
                    return command
        return Command.NONE

    def _without_courtesy(self, text: str) -> list[str]:
        """Return the text as it is and with one more courtesy taken off, until none is left."""
        found = [text]
        for at in range(12):
            if at >= len(found):
                break
            now = found[at]
            head = self.polite.match(now)
            if head and head.end() < len(now):
                found.append(_tidy(now[head.end() :]))
            for tail in self.polite.finditer(now):
                if tail.end() == len(now) and tail.start() > 0:
                    found.append(_tidy(now[: tail.start()]))
        return found

    def corrects(self, text: str) -> bool:
        """Tell whether a folded text starts by taking something back."""
        return self.correction.match(text) is not None

    def count_first_person(self, text: str) -> int:
        """Count the words for the speaker and the speaker's team."""
        return len(self.first_person.findall(text))

    def count_general(self, text: str) -> int:
        """Count the turns of phrase of opinion, theory and advice."""
        return len(self.general.findall(text))


def make_intents(intents: Intents) -> IntentFinder:
    """Prepare the phrases of a lexicon for matching."""
    return IntentFinder(
        commands={Command(name): join(cues) or _NEVER for name, cues in intents.commands.items()},
        polite=join(intents.polite) or _NEVER,
        correction=join(intents.correction) or _NEVER,
        greeting=join(intents.greeting) or _NEVER,
        first_person=join(intents.first_person) or _NEVER,
        general=join(intents.general) or _NEVER,
        agree=join(intents.agree) or _NEVER,
        deny=join(intents.deny) or _NEVER,
    )


def readable(original: str) -> bool:
    """Tell whether a text is mostly in Latin letters, and has any at all."""
    letters = [one for one in original if one.isalpha()]
    latin = sum(1 for one in letters if one < "\u0250")
    return latin > 0 and latin * 2 > len(letters)


def _tidy(text: str) -> str:
    return _PUNCTUATION.sub(" ", text.replace("'", "\0")).replace("\0", "'").strip(" '")
