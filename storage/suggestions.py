"""Suggestions, what became of them, past answers, and agents' own canned responses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from storage.ids import NewId
from storage.suggestion_tables import CannedResponse, Suggestion
from storage.tables import Conversation, Handoff, Message, Visitor
from support.conversation import Author, Status
from support.errors import NotFound
from support.escalation import FOR_A_PERSON

PAST_CONVERSATIONS = 200


@dataclass(frozen=True)
class Answered:
    """An agent's answer in a resolved conversation, with what it answered and whose it was. `packet`: of its newest handoff."""

    message_id: str
    language: str
    asked: str
    text: str
    customer_name: str
    agent_name: str
    packet: dict[str, Any] | None


class Suggestions:
    """The repository of suggestions."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def of_message(self, message_id: str) -> Sequence[Suggestion]:
        """Return what was offered for a customer's message, best first, whatever became of it."""
        query = select(Suggestion).where(Suggestion.message_id == message_id).order_by(Suggestion.rank)
        return self._session.scalars(query).all()

    def offer(
        self, conversation_id: str, message_id: str, offers: Sequence[dict[str, Any]], at: datetime
    ) -> Sequence[Suggestion]:
        """Store offers, best first, once a message: another gateway may have been quicker. Return what stands there."""
        before = self.of_message(message_id)
        if before:
            return before
        added = [
            Suggestion(
                id=self._new_id("s"),
                conversation_id=conversation_id,
                message_id=message_id,
                rank=rank,
                created_at=at,
                **offer,
            )
            for rank, offer in enumerate(offers)
        ]
        self._session.add_all(added)
        self._session.flush()
        return added

    def decide(self, conversation_id: str, suggestion_id: str, outcome: str, agent_id: str, at: datetime) -> Suggestion:
        """Record what an agent did with a suggestion; the last word counts. Raises NotFound."""
        found = self.get(conversation_id, suggestion_id)
        found.outcome, found.agent_id, found.decided_at = outcome, agent_id, at
        self._session.flush()
        return found

    def get(self, conversation_id: str, suggestion_id: str) -> Suggestion:
        """Return a suggestion of this conversation. Raises NotFound."""
        found = self._session.get(Suggestion, suggestion_id)
        if found is None or found.conversation_id != conversation_id:
            raise NotFound("there is no such suggestion")
        return found

    def outcomes(self) -> dict[str, dict[str, int]]:
        """Return for each source how often it was accepted, edited, rejected."""
        query = (
            select(Suggestion.source, Suggestion.outcome, func.count())
            .where(Suggestion.outcome.is_not(None))
            .group_by(Suggestion.source, Suggestion.outcome)
        )
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for source, outcome, count in self._session.execute(query):
            found[source][str(outcome)] = count
        return dict(found)

    def answered(self, conversations: int = PAST_CONVERSATIONS) -> list[Answered]:
        """Return agents' answers of the conversations that were resolved last, newest first; private notes never.

        An answer is what an agent wrote first after the customer; `asked` are the customer's messages that it answers, in one piece.
        """
        chosen = self._session.execute(
            select(Conversation, Visitor.name)
            .join(Visitor, Conversation.visitor_id == Visitor.id)
            .where(Conversation.status == Status.RESOLVED, Conversation.assignee_id.is_not(None))
            .order_by(Conversation.resolved_at.desc())
            .limit(conversations)
        ).all()
        ids = [conversation.id for conversation, _ in chosen]
        packets: dict[str, dict[str, Any]] = {}
        for handoff in self._session.scalars(
            select(Handoff).where(Handoff.conversation_id.in_(ids)).order_by(Handoff.created_at)
        ):
            packets[handoff.conversation_id] = handoff.packet
        messages: dict[str, list[Message]] = defaultdict(list)
        for message in self._session.scalars(
            select(Message)
            .where(Message.conversation_id.in_(ids), Message.private.is_(False), Message.author != Author.SYSTEM)
            .order_by(Message.conversation_id, Message.offset)
        ):
            messages[message.conversation_id].append(message)
        return [
            Answered(
                message.id,
                conversation.language,
                asked,
                message.text,
                name,
                message.author_name or "",
                packets.get(conversation.id),
            )
            for conversation, name in chosen
            for asked, message in _exchanges(messages[conversation.id])
        ]


def _exchanges(messages: Sequence[Message]) -> Iterator[tuple[str, Message]]:
    """Yield each first message of an agent after the customer's, with what the customer wanted."""
    asked: list[str] = []
    interrupted = False
    for message in messages:
        if message.author is Author.CUSTOMER:
            intent = ((message.understood or {}).get("intent") or {}).get("name")
            if asked and intent in FOR_A_PERSON:
                continue
            # What the bot has answered in between is another matter.
            asked = [message.text] if interrupted else [*asked, message.text]
            interrupted = False
        elif message.author is Author.BOT:
            interrupted = True
        elif asked:
            yield "\n".join(asked), message
            asked, interrupted = [], False


class CannedResponses:
    """The repository of the canned responses that were written in the desk."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def listed(self, language: str | None = None, agent_id: str | None = None) -> Sequence[CannedResponse]:
        """Return the shop's and this agent's own ones by title, of one language or of all."""
        query = select(CannedResponse).order_by(CannedResponse.title, CannedResponse.id)
        query = query.where(or_(CannedResponse.personal.is_(False), CannedResponse.agent_id == agent_id))
        if language is not None:
            query = query.where(CannedResponse.language == language)
        return self._session.scalars(query).all()

    def get(self, canned_id: str) -> CannedResponse:
        """Return one. Raises NotFound."""
        found = self._session.get(CannedResponse, canned_id)
        if found is None:
            raise NotFound("there is no such canned response")
        return found

    def titled(self, language: str, title: str) -> CannedResponse | None:
        """Return the one with this title in this language."""
        query = select(CannedResponse).where(CannedResponse.language == language, CannedResponse.title == title)
        return self._session.scalars(query).one_or_none()

    def create(
        self,
        language: str,
        title: str,
        text: str,
        intents: list[str],
        agent_id: str,
        at: datetime,
        *,
        personal: bool = False,
    ) -> CannedResponse:
        """Add one, for everybody or, `personal`, for its author. Raises IntegrityError if the language has one of this title."""
        canned = CannedResponse(
            id=self._new_id("cr"),
            language=language,
            title=title,
            text=text,
            intents=intents,
            agent_id=agent_id,
            personal=personal,
            created_at=at,
            updated_at=at,
        )
        self._session.add(canned)
        self._session.flush()
        return canned

    def delete(self, canned_id: str) -> None:
        """Remove one, if it is there."""
        self._session.execute(delete(CannedResponse).where(CannedResponse.id == canned_id))
