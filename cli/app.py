"""The command line. Commands are imported when called, so that `warmline --help` answers at once."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from support.errors import WarmlineError

app = typer.Typer(
    name="warmline",
    help="Warmline, a support assistant for online shops.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; a WarmlineError ends as one sentence and exit code 2, never as a traceback."""
    try:
        from cli.environment import load_env_file

        load_env_file()
        app()
    except WarmlineError as error:
        _fail(str(error), 2)
    except KeyboardInterrupt:
        _fail("stopped", 130)
    except BrokenPipeError:  # the reader, such as `head`, has gone
        sys.stderr.close()
        sys.exit(1)


def _fail(sentence: str, code: int) -> NoReturn:
    print(f"warmline: {sentence}", file=sys.stderr)
    sys.exit(code)


def _command(module: str, name: str) -> Any:
    """Return the function of a command, imported now.

    Raises:
        WarmlineError: this checkout has no such command.
    """
    try:
        return getattr(importlib.import_module(f"cli.{module}"), name)
    except ModuleNotFoundError as error:
        if error.name != f"cli.{module}":
            raise
        raise WarmlineError(f"this checkout has no `warmline {name}`") from error


@app.command()
def up() -> None:
    """Start everything and keep it running until Ctrl-C."""
    _command("up", "up")()


@app.command()
def demo() -> None:
    """Play five dialogues with the bot in the terminal, with timing."""
    _command("demo", "demo")()


@app.command()
def seed() -> None:
    """Prepare the database, demo shop and demo agent."""
    _command("seed", "seed")()


@app.command()
def train(force: Annotated[bool, typer.Option(help="Train even if the model fits the data.")] = False) -> None:
    """Train the bot, if what it learns from changed."""
    _command("train", "train")(force=force)


@app.command()
def agent(
    email: Annotated[str, typer.Option(help="The address to sign in with.")],
    name: Annotated[str, typer.Option(help="The name that customers see.")],
    role: Annotated[str | None, typer.Option(help="agent, supervisor or admin; a new account is an agent's.")] = None,
    queues: Annotated[str | None, typer.Option(help="The queues they answer: general,legal; or all.")] = None,
    languages: Annotated[str | None, typer.Option(help="The languages they answer in: en,zh; or all.")] = None,
    capacity: Annotated[int | None, typer.Option(help="How many open conversations at once; 6 at first.")] = None,
) -> None:
    """Make an agent's account, or renew its password."""
    _command("agent", "agent")(email, name, role, queues, languages, capacity)


@app.command()
def customers() -> None:
    """List the demo shop's customers and stories."""
    _command("customers", "customers")()


@app.command()
def token(
    customer: Annotated[str, typer.Option(help="The customer's id, as `warmline customers` lists them.")],
    minutes: Annotated[int, typer.Option(min=1, max=1440, help="How long the token holds.")] = 15,
) -> None:
    """Print a signed token, as the shop would make it."""
    _command("token", "token")(customer, minutes)


@app.command()
def understand(
    text: Annotated[list[str] | None, typer.Argument(help="What a customer might write.")] = None,
    jsonl: Annotated[
        str,
        typer.Option(
            metavar="FILE", help='Read {"text": …} lines from FILE ("-": standard input); print one JSON line each.'
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print all that is found about the text as JSON.")] = False,
) -> None:
    """Show what the bot understands of a text or file, and why."""
    _command("understand", "understand")(" ".join(text or []), jsonl, as_json)


@app.command()
def validate(
    counts: Annotated[bool, typer.Option("--counts", help="Print how many utterances have which labels.")] = False,
) -> None:
    """Check the bot's domain, rules and data."""
    _command("validate", "validate")(counts=counts)


@app.command()
def evaluate(
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write there instead of docs/evaluation.", file_okay=False)
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out each kind of slip; the mixed ones stay.")] = False,
    development: Annotated[
        bool, typer.Option("--development", help="Print what is found in evaluation/development; write nothing.")
    ] = False,
) -> None:
    """Measure how well the bot understands."""
    if development:
        _command("evaluate", "develop")()
    else:
        _command("evaluate", "evaluate")(to, quick)


@app.command()
def learn(
    since: Annotated[str, typer.Option(help="How far to look back: 30d, 12h, 2w, or a date.")] = "30d",
    limit: Annotated[int, typer.Option(min=1, help="How many utterances to write at most.")] = 200,
    language: Annotated[str, typer.Option(metavar="en|zh", help="Only messages in this language.")] = "",
    out: Annotated[
        str,
        typer.Option(metavar="FILE", help="The form to write, learn/review-<date>.yml in WARMLINE_HOME if not given."),
    ] = "",
    url: Annotated[str, typer.Option(help="The database to read, WARMLINE_DATABASE_URL if not given.")] = "",
    accept: Annotated[str, typer.Option(metavar="FILE", help="Add what is labelled in FILE to data/nlu/.")] = "",
) -> None:
    """List what customers wrote that should be labelled."""
    if accept:
        _command("learn", "accept")(accept)
    else:
        _command("learn", "learn")(since, limit, language, out, url)


if __name__ == "__main__":
    main()
