"""`warmline learn`: what real customers wrote that the model was unsure of, for a person to label; and its way into the data."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml
from rich.console import Console
from rich.progress import Progress

from support.errors import Conflict, InvalidInput, SettingsError
from support.language import LANGUAGES
from support.learning import Bounds, Candidate, Heard, Why, candidates
from support.settings import ROOT, load

if TYPE_CHECKING:
    from storage import Database

FOLDER = "learn"  # in WARMLINE_HOME
_BATCH = 100  # conversations read at once
_SPAN = re.compile(r"(\d{1,5})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
_NAMES = {Why.UNSURE: "unsure", Why.NOT_UNDERSTOOD: "not understood", Why.HANDOFF: "before a handoff"}


def learn(since: str = "30d", limit: int = 200, language: str = "", out: str = "", url: str = "") -> None:
    """Write a review form with what should be labelled, and say where it is.

    Raises:
        InvalidInput: an option makes no sense. SettingsError: the database can't be read. Conflict: `out` exists.
    """
    begin = beginning(since, datetime.now(UTC))
    if language and language not in LANGUAGES:
        raise InvalidInput(f"--language: {language!r} is none of {', '.join(LANGUAGES)}")
    if limit < 1:
        raise InvalidInput("--limit: at least one utterance, or there is nothing to review")
    settings = load()
    file = Path(out) if out else _free(settings.home / FOLDER / f"review-{datetime.now(UTC):%Y-%m-%d}.yml")
    if file.exists():
        raise Conflict(f"{file} exists, and what is labelled in it would be lost: choose another name for --out")
    console = Console(highlight=False, soft_wrap=True)
    messages, conversations = _read(url or settings.database_url, begin, "--url" if url else "WARMLINE_DATABASE_URL")
    if language:
        messages = [heard for heard in messages if heard.language == language]
    found = _to_label(messages, settings.home / FOLDER)
    if not found:
        console.print(_nothing(len(messages), since, bool(language)), markup=False)
        return
    from cli.learning.clusters import clustered, shortened_to
    from cli.learning.review import form
    from cli.validation.domain import names

    with Console(stderr=True).status("Putting together what is alike …"):
        clusters = shortened_to(clustered(found), limit)
    _write(file, form(clusters, _typed(file), names(ROOT, "intents")))
    shown = [candidate for cluster in clusters for candidate in cluster.candidates]
    counts = Counter(why for candidate in shown for why in candidate.whys)
    some = f", the first {len(shown)} are shown" if len(shown) < len(found) else ""
    reasons = ", ".join(f"{counts[why]} {_NAMES[why]}" for why in Why if counts[why])
    console.print(
        f"Read: {_count(len(messages), 'message')} of {_count(conversations, 'conversation')}.\n"
        f"To label: {_count(len(found), 'utterance')}{some}, in {_count(len(clusters), 'cluster')} ({reasons}).\n"
        f"Written: {_typed(file)}\n"
        f"Label them there, as its first lines say; then: warmline learn --accept {_typed(file)}",
        markup=False,
    )


def accept(name: str) -> None:
    """Add what is labelled in a review form to the training data, and say what was added.

    Raises:
        DataInvalid: the form or the data are not sound; nothing was changed.
    """
    from cli.learning.acceptance import accept as accept_form

    console = Console(highlight=False, soft_wrap=True)
    with Console(stderr=True).status("Validating …"):
        done = accept_form(Path(name), ROOT)
    for path, examples in sorted(done.added.items()):
        counts = Counter(example.intent for example in examples)
        said = ", ".join(f"{count} {intent}" for intent, count in counts.most_common())
        console.print(f"{path.relative_to(ROOT)}: {said}", markup=False)
    for line in done.refused:
        console.print(f"not added: {line}", markup=False)
    total = sum(map(len, done.added.values()))
    review = done.review
    rest = f"{review.skipped} skipped, {review.unlabelled} not labelled, {len(done.refused)} refused"
    if total:
        console.print(f"Added {_count(total, 'utterance')} ({rest}). Next: make train, then make evaluate.")
    else:
        console.print(f"Nothing to add ({rest}): fill in intent and emotion in {name} first.", markup=False)


def beginning(since: str, now: datetime) -> datetime:
    """Return the moment that "30d", "12h", "2w" ago or a date ("2026-11-01", UTC) is. Raises InvalidInput."""
    span = _SPAN.fullmatch(since.strip())
    try:
        if span:
            return now - timedelta(hours=int(span[1]) * _HOURS[span[2]])
        day = date.fromisoformat(since.strip())
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(f"--since: {since!r} is neither a span (30d, 12h, 2w) nor a date (2026-11-01)") from error


def bounds_of(root: Path) -> Bounds:
    """Return the turn policy's thresholds, as config.yml sets them."""
    policies = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8")).get("policies") or []
    settings: dict[str, Any] = next((one for one in policies if str(one.get("name")).endswith("TurnPolicy")), {})
    fields = ("min_confidence", "min_confidence_unknown")
    return Bounds(**{name: float(settings[name]) for name in fields if name in settings})


def _read(url: str, since: datetime, name: str) -> tuple[list[Heard], int]:
    """Return what customers wrote since, and in how many conversations; `name` is where the URL comes from."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import SQLAlchemyError

    from storage import Database

    if urlsplit(url).scheme.split("+")[0] not in ("sqlite", "postgresql"):
        raise SettingsError(f"{name}: the URL must start with sqlite:// or postgresql://")
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
            raise SettingsError(f"{name}: there is no database {parsed.database}; `warmline up` makes one")
        database = Database(url)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        raise SettingsError(f"{name}: this is no URL of a database") from error
    try:
        return _heard(database, since)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise SettingsError(f"{name}: the database cannot be read: {reason}") from error
    finally:
        database.close()


def _heard(database: Database, since: datetime) -> tuple[list[Heard], int]:
    from storage.learning import Transcripts

    with database.unit(write=False) as unit:
        transcripts = Transcripts(unit.session, since)
        if not transcripts.has_tables:
            return [], 0
        ids = transcripts.conversations()
        found: list[Heard] = []
        with Progress(console=Console(stderr=True), transient=True) as progress:
            for start in progress.track(range(0, len(ids), _BATCH), description="Reading conversations"):
                found += transcripts.heard(ids[start : start + _BATCH])
        return found, len(ids)


def _to_label(messages: list[Heard], folder: Path) -> list[Candidate]:
    from cli.learning.known import Known
    from cli.learning.review import skipped_before
    from cli.validation.likeness import normal
    from cli.validation.limits import LIMITS

    if not messages:
        return []
    known, skipped = Known(ROOT), skipped_before(folder)

    def is_known(text: str) -> bool:
        return known.has(text) or normal(text) in skipped

    def watched() -> Iterator[Heard]:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            yield from progress.track(messages, description="Choosing and masking")

    return candidates(watched(), bounds_of(ROOT), normal=normal, is_known=is_known, most_chars=LIMITS.characters)


def _nothing(read: int, since: str, one_language: bool) -> str:
    if not read:
        return (
            f"The bot answered no customer's message {_since(since)}{' in this language' if one_language else ''}. "
            "Write some yourself (`warmline up`), wait for customers, or look further back: warmline learn --since 90d"
        )
    return (
        f"{_count(read, 'message')} {_since(since)}, and nothing to label: the bot was sure of them, or they are in data/nlu or "
        "tests/nlu already, or skipped. Look further back: warmline learn --since 90d"
    )


def _since(since: str) -> str:
    return f"in the last {since}" if _SPAN.fullmatch(since.strip()) else f"since {since}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s'[: number != 1]}"


def _free(file: Path) -> Path:
    """Return a name that is not taken: a second form of the same day is "review-<date>-2.yml"."""
    found, number = file, 1
    while found.exists():
        number += 1
        found = file.with_stem(f"{file.stem}-{number}")
    return found


def _typed(file: Path) -> str:
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)


def _write(file: Path, text: str) -> None:
    """Write a new file that only its owner reads: it holds customers' words."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise InvalidInput(f"cannot write {file}: {error.strerror or error}") from error
