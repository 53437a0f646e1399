"""What may come in over HTTP and Socket.IO."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from support.attachments import MOST
from support.errors import Conflict, InvalidInput, NotFound
from support.ratings import CSAT, EFFORT, MAX_COMMENT_CHARS, RECOMMEND


class TooLarge(InvalidInput):
    """A text or a file is larger than the settings allow."""


class Unsupported(InvalidInput):
    """A file of a kind that we don't take."""


class Unreadable(InvalidInput):
    """A file that is not whole, or not what its first bytes say."""


class Unsafe(InvalidInput):
    """A document that does more than show its pages."""


class Refused(Conflict):
    """A conflict of which a page can say more than its message does.

    Args:
        detail: plain JSON values.
    """

    def __init__(self, message: str, detail: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.detail = detail


class Unfit(InvalidInput):
    """An input of which a page can say more than the message does.

    Args:
        detail: plain JSON values.
    """

    def __init__(self, message: str, detail: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.detail = detail


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


class WatchWallboard(_Body):
    """`watch_wallboard` of the desk."""

    watch: bool = True


class DeskTyping(_Body):
    """`typing` of an agent."""

    conversation_id: str
    typing: bool
    private: bool = False


class AgentMessageIn(_Body):
    """An agent's message or private note; with attachments it needs no text.

    `suggestion` is the id of the one that it was made of, `seen_offset` the newest message that the agent had seen when they
    began to write; `anyway`: they know that a colleague was faster, or is writing too.
    """

    text: Text
    private: bool = False
    attachments: AttachmentIds = []
    client_message_id: ClientMessageId | None = None
    suggestion: ClientMessageId | None = None
    seen_offset: Offset | None = None
    anyway: bool = False

    @property
    def seen(self) -> int | None:
        """Return the offset to check a reply against; None if nobody asks for it, or the agent knows."""
        return None if self.private or self.anyway else self.seen_offset


class PresenceIn(_Body):
    """What an agent says of themselves."""

    presence: Literal["online", "away"]


class AssignIn(_Body):
    """To whom."""

    agent_id: Annotated[Text, StringConstraints(min_length=1, max_length=100)]


class TransferIn(_Body):
    """To whom, an agent or a queue, and why."""

    agent_id: Annotated[Text, StringConstraints(min_length=1, max_length=100)] | None = None
    queue: Annotated[Text, StringConstraints(pattern=r"^[a-z0-9_-]{1,50}$")] | None = None
    note: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1)]
    client_message_id: ClientMessageId | None = None


class NoticesIn(_Body):
    """Which notices have been seen; all of them if left out."""

    ids: Annotated[list[Annotated[Text, StringConstraints(max_length=100)]], Field(max_length=200)] | None = None


class MacroIn(_Body):
    """What an agent has seen of a macro before they run it: the preview's `fingerprint`, and what they were asked for."""

    fingerprint: Annotated[Text, StringConstraints(min_length=1, max_length=100)]
    values: dict[Text, Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]] = {}
    client_message_id: Annotated[Text, StringConstraints(min_length=1, max_length=80)]
    seen_offset: Offset | None = None
    anyway: bool = False


class AddressIn(_Body):
    """Where an order shall go; the country may be left as it was."""

    name: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    street: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    postcode: Annotated[Text, StringConstraints(strip_whitespace=True, max_length=20)] = ""
    city: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    country: Annotated[Text, StringConstraints(pattern=r"^([A-Za-z]{2})?$")] = ""


class OrderActionIn(_Body):
    """What an agent has confirmed of an order: the amount or fee that was shown, and what the action needs."""

    amount: Annotated[Text, StringConstraints(max_length=40)] | None = None
    address: AddressIn | None = None
    problem: Literal["damaged", "wrong", "missing"] | None = None


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
