"""What may come in about accounts and what the shop decides in the desk."""

from __future__ import annotations

from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from gateway.bodies import Names, Text
from support.routing import MAX_CAPACITY


def _address(text: str) -> str:
    try:
        # Whether mail arrives there is the shop's to know: no questions to name servers, and names of the house are fine.
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        raise ValueError("this is no e-mail address") from None


def _line(text: str) -> str:
    line = text.strip()
    if not line or not line.isprintable():
        raise ValueError("this needs a line of text")
    return line


Password = Annotated[Text, StringConstraints(min_length=1, max_length=1000)]
Code = Annotated[Text, StringConstraints(min_length=1, max_length=40)]
Email = Annotated[Text, StringConstraints(min_length=3, max_length=320), AfterValidator(_address)]
PersonName = Annotated[Text, AfterValidator(_line), StringConstraints(max_length=100)]
Title = Annotated[Text, AfterValidator(_line), StringConstraints(max_length=60)]
QueueName = Annotated[Text, StringConstraints(pattern=r"^[a-z0-9_-]{1,50}$")]
RoleName = Literal["agent", "supervisor", "admin"]
Capacity = Annotated[int, Field(ge=0, le=MAX_CAPACITY)]
Days = Annotated[int, Field(ge=0, le=3650)]
Spans = Annotated[list[Annotated[Text, StringConstraints(max_length=11)]], Field(max_length=12)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class LoginIn(_Body):
    """An agent's sign-in; `code` where a second factor is asked for."""

    email: Annotated[Text, StringConstraints(min_length=1, max_length=320)]
    password: Password
    code: Code | None = None


class PasswordIn(_Body):
    """A new password for the old one."""

    old: Password
    new: Password


class ConfirmedIn(_Body):
    """One's password once more, for what a borrowed browser must not do."""

    password: Password


class CodeIn(_Body):
    """A code of the authenticator app."""

    code: Code


class NewAgentIn(_Body):
    """A new agent; what is left out is as for everybody at first."""

    email: Email
    name: PersonName
    role: RoleName = "agent"
    queues: Names = []
    languages: Names = []
    capacity: Capacity | None = None


class AgentIn(_Body):
    """What an admin changes about an agent; what is left out stays."""

    name: PersonName | None = None
    role: RoleName | None = None
    queues: Names | None = None
    languages: Names | None = None
    capacity: Capacity | None = None
    active: bool | None = None


class QueueIn(_Body):
    """A queue's titles."""

    title: Title
    title_zh: Title


class NewQueueIn(QueueIn):
    """A queue of the shop's own."""

    name: QueueName


class HoursIn(_Body):
    """Opening hours as docs/routing.md has them in TOML; an empty time zone is that of the settings."""

    timezone: Annotated[Text, StringConstraints(max_length=60)] = ""
    week: dict[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], Spans]
    holidays: Annotated[dict[Annotated[str, StringConstraints(max_length=10)], Spans], Field(max_length=400)] = {}


class RetentionIn(_Body):
    """After how many days what is deleted; 0: never."""

    conversation_days: Days
    audit_days: Days


class SwitchIn(_Body):
    """On or off."""

    enabled: bool
