"""What may come in over HTTP and Socket.IO."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from support.attachments import MOST
from support.errors import InvalidInput, NotFound
from support.ratings import CSAT, EFFORT, MAX_COMMENT_CHARS, RECOMMEND
from support.routing import MAX_CAPACITY


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

    @property
    def is_plain(self) -> bool:
        """Say whether the client asks as Rasa's own widget does: with a `session_id`, be it null, and without `after`."""
        return "session_id" in self.model_fields_set and "after" not in self.model_fields_set


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


class DeskTyping(_Body):
    """`typing` of an agent."""

    conversation_id: str
    typing: bool


class LoginIn(_Body):
    """An agent's sign-in."""

    email: Annotated[Text, StringConstraints(min_length=1, max_length=320)]
    password: Annotated[Text, StringConstraints(min_length=1, max_length=1000)]


class AgentMessageIn(_Body):
    """An agent's message or private note; `suggestion` is the id of the one that it was made of."""

    text: Text
    private: bool = False
    client_message_id: ClientMessageId | None = None
    suggestion: ClientMessageId | None = None


class PresenceIn(_Body):
    """What an agent says of themselves."""

    presence: Literal["online", "away"]


class AgentIn(_Body):
    """What an admin changes about an agent; what is left out stays."""

    role: Literal["agent", "supervisor", "admin"] | None = None
    queues: Names | None = None
    languages: Names | None = None
    capacity: Annotated[int, Field(ge=0, le=MAX_CAPACITY)] | None = None


class AssignIn(_Body):
    """To whom."""

    agent_id: Annotated[Text, StringConstraints(min_length=1, max_length=100)]


class SnoozeIn(_Body):
    """Until when: an aware moment in ISO 8601."""

    until: Annotated[AwareDatetime, Field(strict=False)]


class CsatIn(_Body):
    """How it was, from 1 to 5, with the bot and with people."""

    bot: Annotated[int, Field(ge=CSAT[0], le=CSAT[-1])] | None = None
    human: Annotated[int, Field(ge=CSAT[0], le=CSAT[-1])] | None = None


class AnswersIn(_Body):
    """Answers to a survey; what is left out stays as it was. `effort` is 1 to 7, `recommend` 0 to 10."""

    csat: CsatIn = CsatIn()
    effort: Annotated[int, Field(ge=EFFORT[0], le=EFFORT[-1])] | None = None
    recommend: Annotated[int, Field(ge=RECOMMEND[0], le=RECOMMEND[-1])] | None = None
    comment: Annotated[Text, StringConstraints(max_length=MAX_COMMENT_CHARS)] | None = None


class RatingIn(AnswersIn):
    """`rate`: answers, and to which conversation."""

    conversation_id: str


class SurveyIn(_Body):
    """`survey`, `close`: about which conversation; the latest one if that is left out."""

    conversation_id: str | None = None


class DismissIn(_Body):
    """`survey_dismissed`."""

    conversation_id: str


class EraseIn(_Body):
    """The wish that everything be deleted."""

    confirm: bool = False


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
