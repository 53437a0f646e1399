"""What may come in over HTTP and Socket.IO."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from support.attachments import MOST
from support.errors import InvalidInput, NotFound


class TooLarge(InvalidInput):
    """A text or a file is larger than the settings allow."""


class Unsupported(InvalidInput):
    """A file of a kind that we don't take."""


class Unreadable(InvalidInput):
    """A file that is not whole, or not what its first bytes say."""


class Unsafe(InvalidInput):
    """A document that does more than show its pages."""


def _storable(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("lone surrogates are no text") from None
    return text.replace("\x00", "")  # PostgreSQL keeps no NUL


Text = Annotated[str, AfterValidator(_storable)]
AttachmentId = Annotated[str, StringConstraints(pattern=r"^f_[A-Za-z0-9_-]{1,64}$")]
AttachmentIds = Annotated[list[AttachmentId], Field(max_length=MOST)]
ClientMessageId = Annotated[Text, StringConstraints(min_length=1, max_length=100)]
Names = Annotated[list[Annotated[Text, StringConstraints(pattern=r"^[a-z0-9_-]{1,50}$")]], Field(max_length=50)]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]


class _Body(BaseModel):
    # Strict: "1" is no number and 1 is no text; unknown keys are left alone, for other widgets send their own.
    model_config = ConfigDict(extra="ignore", strict=True)


class ChatIn(_Body):
    """A message over HTTP; with attachments it needs no text."""

    text: Text
    attachments: AttachmentIds = []
    client_message_id: ClientMessageId | None = None
    conversation_id: str | None = None


class Uttered(_Body):
    """`user_uttered`; with attachments it needs no text."""

    message: Text
    attachments: AttachmentIds = []
    session_id: Any = None
    client_message_id: ClientMessageId | None = None


class SessionRequest(_Body):
    """`session_request`; Rasa's widget sends `session_id: null` at first."""

    session_id: Any = None
    after: Offset | None = None


class HistoryIn(_Body):
    """`history`."""

    after: Offset = 0


class SeenIn(_Body):
    """`seen`."""

    offset: Offset


class TypingIn(_Body):
    """`typing` of a customer."""

    typing: bool


class Watch(_Body):
    """`watch` of the desk."""

    conversation_id: str


class WatchWallboard(_Body):
    """`watch_wallboard` of the desk."""

    watch: bool = True


class DeskTyping(_Body):
    """`typing` of an agent."""

    conversation_id: str
    typing: bool


class AgentMessageIn(_Body):
    """An agent's message or private note; `suggestion` is the id of the one that it was made of."""

    text: Text
    private: bool = False
    client_message_id: ClientMessageId | None = None
    suggestion: ClientMessageId | None = None


class PresenceIn(_Body):
    """What an agent says of themselves."""

    presence: Literal["online", "away"]


class AssignIn(_Body):
    """To whom."""

    agent_id: Annotated[Text, StringConstraints(min_length=1, max_length=100)]


class SnoozeIn(_Body):
    """Until when: an aware moment in ISO 8601."""

    until: Annotated[AwareDatetime, Field(strict=False)]


class MergeIn(_Body):
    """With which conversation."""

    into: Text


Model = TypeVar("Model", bound=BaseModel)


def parse(model: type[Model], value: object) -> Model:
    """Read an event's body; nothing counts as `{}`. Raises InvalidInput, which names the places, not the values."""
    try:
        return model.model_validate({} if value is None else value)
    except ValidationError as error:
        raise InvalidInput(complaint(error.errors())) from None


def complaint(errors: Any) -> str:
    """Say in one line where a body does not fit."""
    places = [".".join(str(part) for part in e["loc"] if part != "body") or "body" for e in list(errors)[:3]]
    return f"does not fit: {', '.join(dict.fromkeys(places))}"


def checked_text(text: str, max_chars: int, attachments: Sequence[str] = ()) -> str:
    """Return a message's text. Raises TooLarge, and InvalidInput for a blank one without attachments."""
    if len(text) > max_chars:
        raise TooLarge(f"a message has at most {max_chars} characters")
    if not text.strip():
        if attachments:
            return ""
        raise InvalidInput("a message needs words")
    return text


def checked_attachment(attachment_id: str) -> str:
    """Return the id. Raises NotFound for what cannot be one, just as for one that does not exist."""
    if not re.fullmatch(r"f_[A-Za-z0-9_-]{1,64}", attachment_id):
        raise NotFound("there is no such attachment")
    return attachment_id


def checked_conversation(conversation_id: str) -> str:
    """Return the id. Raises NotFound for what cannot be one, just as for one that does not exist."""
    if not re.fullmatch(r"cv_[A-Za-z0-9_-]{1,64}", conversation_id):
        raise NotFound("there is no such conversation")
    return conversation_id
