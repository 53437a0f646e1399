"""The command line. Commands are imported when called, so that `warmline --help` answers at once."""

from __future__ import annotations

import importlib
import sys
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
) -> None:
    """Make an agent's account, or renew its password."""
    _command("agent", "agent")(email, name)


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
) -> None:
    """Show what the bot understands of a text or file."""
    _command("understand", "understand")(" ".join(text or []), jsonl)


@app.command()
def validate() -> None:
    """Check the bot's domain, rules and data."""
    _command("validate", "validate")()


@app.command()
def evaluate() -> None:
    """Measure how well the bot understands."""
    _command("evaluate", "evaluate")()


if __name__ == "__main__":
    main()
