"""The command line: `python -m assistant COMMAND`. Exit 0 on success, 2 on bad input."""

import io
import os
import sys

# Nothing is fetched at run time; some libraries would try unless told so before their import.
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import typer

from assistant.catalogue import KnowledgeError
from assistant.commands import (
    asking,
    assessing,
    benching,
    fitting,
    keeping,
    measuring,
    reading,
    tabling,
    together,
)
from assistant.commands.inputs import BadInput
from assistant.service import Refused
from assistant.settings import SettingsError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(reading.classify)
app.command()(reading.search)
app.command()(asking.ask)
app.command()(assessing.assess)
app.command()(assessing.interview)
app.command()(assessing.check)
app.command("targets")(tabling.show)
app.command()(measuring.evaluate)
# A token is random letters, and one in 64 begins with a hyphen: that is no option.
app.command("export", context_settings={"ignore_unknown_options": True})(keeping.take_out)
app.command("import")(keeping.bring_in)
app.command()(keeping.schema)
app.command()(together.merge)
app.command()(fitting.train)
app.add_typer(benching.app, name="bench")

BAD_INPUT, INTERRUPTED = 2, 130
Unusable: type[typer.BadParameter] = typer.BadParameter.__bases__[0]
"""What is raised for words after a command that it cannot take; Typer exports but this kind."""


def main() -> None:
    """Run the command line; bad input ends in one line on standard error and exit code 2."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    try:
        # Left to itself, Typer says what it refuses in a box of five lines.
        code = app(standalone_mode=False)
    except Unusable as error:
        # Without any word at all the help has been shown, and nothing is to be added.
        if type(error).__name__ != "NoArgsIsHelpError":
            sys.stderr.write(" ".join(error.format_message().split()) + "\n")
        sys.exit(BAD_INPUT)
    except typer.Abort:
        sys.exit(INTERRUPTED)
    except (BadInput, KnowledgeError, SettingsError, Refused) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        sys.exit(code)


if __name__ == "__main__":
    main()
