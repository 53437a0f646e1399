"""The way to the bot: Rasa's `gateway` channel, on loopback."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import httpx
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from gateway.bodies import Text
from support.emotion import Emotion
from support.errors import WarmlineError
from support.escalation import Because, Decision, Priority, Reason
from support.privacy import mask_cards
from support.wordings import Own, version


class BotUnreachable(WarmlineError):
    """Nobody listens, or the connection broke: the bot may be restarting."""


class BotFailed(WarmlineError):
    """The bot answered with an error or with nonsense; another try may do better."""


class BotRefused(WarmlineError):
    """The bot does not accept our question (wrong token, malformed): trying again cannot help."""


Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Words = Annotated[Text, StringConstraints(min_length=1, max_length=20_000, pattern=r"\S")]


@dataclass(frozen=True)
class Event:
    """What the bot is told instead of a customer's words, and what it is about."""

    name: Literal["opened", "follow_up"]
    about: Mapping[str, Any]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class BotButton(_Part):
    """A quick reply."""

    title: Words
    payload: Words


class BotMessage(_Part):
    """One thing that the bot says; `response` is the domain's name for it."""

    text: Words
    buttons: list[BotButton] = []
    response: str | None = Field(default=None, max_length=200)


class Intent(_Part):
    """What the customer wants."""

    name: str | None
    confidence: float = 0.0


class Feeling(_Part):
    """The emotion as understood."""

    label: Emotion
    confidence: float = Field(ge=0, le=1)
    valence: float = Field(ge=-1, le=1)
    intensity: float = Field(default=0.0, ge=0, le=1)


class Understood(_Part):
    """What the bot made of the customer's message."""

    intent: Intent | None = None
    emotion: Feeling | None = None
    entities: list[dict[str, Any]] = []
    language: str | None = None


class BotNote(BaseModel):
    """A note; which fields it has depends on `kind`."""

    model_config = ConfigDict(extra="allow")
    kind: Name


class FollowUpNote(_Part):
    """The wish to come back to something on a day; the same key again is the same wish."""

    key: Annotated[Text, StringConstraints(min_length=1, max_length=200)]
    due_on: date
    about: dict[str, Any]


class OptNote(_Part):
    """What the customer does not want any more, or wants again."""

    what: Literal["messages", "suggestions"]


SHAPES: Mapping[str, type[BaseModel]] = {"follow_up": FollowUpNote, "opt_out": OptNote, "opt_in": OptNote}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "tried": ("action", "outcome"),
    "fact": ("key", "value"),
    "question": ("text",),
    "follow_up": ("key", "due_on"),
    "opt_out": ("what",),
    "opt_in": ("what",),
    "done": (),
}


class Cause(_Part):
    """A rule that speaks for a human, and the ids of the messages that show it."""

    rule: Name
    evidence: list[Name] = Field(default=[], max_length=50)


class Ask(_Part):
    """The wish for a human."""

    reason: Reason
    priority: Priority = Priority.NORMAL
    queue: Name = "general"
    because: list[Cause] = []

    @field_validator("because", mode="before")
    @classmethod
    def _whole_causes(cls, causes: object) -> list[Cause]:
        # An explanation with a gap is dropped: whoever asks for a human gets one all the same.
        found = []
        for cause in causes[:50] if isinstance(causes, list) else ():
            with contextlib.suppress(ValidationError):
                found.append(Cause.model_validate(cause))
        return found

    @property
    def decision(self) -> Decision:
        """Return it as the escalation table gives it."""
        because = tuple(Because(cause.rule, tuple(cause.evidence)) for cause in self.because)
        return Decision(self.reason, self.priority, self.queue, because or (Because(str(self.reason)),))


class Answer(_Part):
    """The channel's whole answer."""

    messages: list[BotMessage]
    understood: Understood | None = None
    notes: list[BotNote] = []
    handoff: Ask | None = None

    @property
    def is_done(self) -> bool:
        """Say whether they have said goodbye to one another."""
        return any(note.kind == "done" for note in self.notes)

    @field_validator("notes")
    @classmethod
    def _whole_notes(cls, notes: list[BotNote]) -> list[BotNote]:
        # A note with a gap, or of a kind that we don't know, is dropped: it is not worth a customer's answer.
        return [note for note in notes if _fits(note)]


def _fits(note: BotNote) -> bool:
    fields = note.model_extra or {}
    try:
        if note.kind in SHAPES:
            SHAPES[note.kind].model_validate(fields)
    except ValidationError:
        return False
    return note.kind in NEEDED and all(fields.get(name) for name in NEEDED[note.kind])


class Bot:
    """Asks the bot, one try a call. Call `close()` at the end.

    `wordings` returns the shop's own, which the bot is told when it has not got them.
    """

    def __init__(self, url: str, token: str, timeout_s: float, wordings: Callable[[], Own] = dict) -> None:
        self._wordings = wordings
        self._url = f"{url}/webhooks/gateway/webhook"
        self._forget_url = f"{url}/webhooks/gateway/forget"
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, 5.0)),
            headers={"Authorization": f"Bearer {token}"},
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=20),
            trust_env=False,
        )

    async def ask(
        self,
        conversation_id: str,
        said: str | Event,
        message_id: str,
        customer: Mapping[str, Any] | None,
        attachments: Sequence[Mapping[str, Any]] = (),
    ) -> Answer:
        """Post what the customer said, or an event, and return the answer; only to an event it may be silence.

        `attachments` are what came with the words: `{kind, name}` each, never the files.
        Raises BotUnreachable, BotFailed, BotRefused.
        """
        asked = {"message": said} if isinstance(said, str) else {"event": said.name, "about": said.about}
        question: dict[str, Any] = {"sender": conversation_id, **asked, "message_id": message_id, "customer": customer}
        if attachments:
            question["attachments"] = list(attachments)
        own = self._wordings()
        question["wordings"] = {"version": version(own)}
        try:
            response = await self._client.post(self._url, json=question)
            if response.status_code == 409:  # it says other wordings: it is new, or they are
                question["wordings"]["texts"] = own
                response = await self._client.post(self._url, json=question)
        except httpx.TimeoutException as error:
            raise BotFailed("no answer in time") from error
        except httpx.TransportError as error:
            raise BotUnreachable(type(error).__name__) from error
        if response.status_code in (400, 401, 403):
            raise BotRefused(f"status {response.status_code}")
        if response.status_code in (404, 502, 503):  # up, but its channels or its model are not
            raise BotUnreachable(f"status {response.status_code}")
        if response.status_code != 200:
            raise BotFailed(f"status {response.status_code}")
        try:
            answer = Answer.model_validate_json(response.content)
        except ValidationError as error:
            # The places only: the values are somebody's words.
            places = ", ".join(".".join(str(part) for part in e["loc"]) or "body" for e in error.errors()[:3])
            raise BotFailed(f"the answer does not fit: {places}") from None
        if isinstance(said, str) and not answer.messages:
            raise BotFailed("the answer does not fit: messages")
        return answer

    async def forget(self, conversation_ids: Sequence[str]) -> None:
        """Have the bot forget conversations for good, what it holds in memory too. Raises BotUnreachable, BotFailed."""
        try:
            response = await self._client.post(self._forget_url, json={"senders": list(conversation_ids)})
        except httpx.TimeoutException as error:
            raise BotFailed("no answer in time") from error
        except httpx.TransportError as error:
            raise BotUnreachable(type(error).__name__) from error
        if response.status_code != 200:
            raise BotFailed(f"status {response.status_code}")

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def masked(value: Any) -> Any:
    """Return a JSON value with card numbers masked in all its texts."""
    if isinstance(value, str):
        return mask_cards(value)
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, dict):
        return {key: masked(item) for key, item in value.items()}
    return value
