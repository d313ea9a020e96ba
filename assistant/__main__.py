"""The command line: `python -m assistant COMMAND`. Exit 0 on success, 2 on bad input."""

import io
import os
import sys

# Nothing is fetched at run time; some libraries would try unless told so before their import.
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import typer

from assistant.catalogue import KnowledgeError
from assistant.commands import assessing, benching, fitting, measuring, reading, sessions
from assistant.commands.inputs import BadInput
from assistant.service import Refused
from assistant.settings import SettingsError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(reading.classify)
app.command()(reading.search)
app.command()(reading.ask)
app.command()(assessing.assess)
app.command()(assessing.interview)
app.command()(assessing.check)
app.command()(measuring.evaluate)
app.command("export")(sessions.take_out)
app.command("import")(sessions.bring_in)
app.command()(fitting.train)
app.add_typer(benching.app, name="bench")

BAD_INPUT = 2


def main() -> None:
    """Run the command line; bad input ends in one line on standard error and exit code 2."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    try:
        app()
    except (BadInput, KnowledgeError, SettingsError, Refused) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
