"""A conversation's messages and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.ids import NewId
from storage.tables import Attachment, Conversation, Message, Note, Relay
from support.conversation import Author

PREVIEW_CHARS = 160


class Messages:
    """The repository of messages and notes. Appending needs the conversation's row locked: it counts the offsets."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def append(
        self,
        conversation: Conversation,
        author: Author,
        text: str,
        at: datetime,
        *,
        attachments: Sequence[Attachment] = (),
        **fields: Any,
    ) -> Message:
        """Add a message at the next offset, with its attachments, and bring the conversation's preview up to date."""
        conversation.last_offset += 1
        conversation.updated_at = at
        message = Message(
            id=self._new_id("m"),
            conversation_id=conversation.id,
            offset=conversation.last_offset,
            author=author,
            text=text,
            created_at=at,
            attachments=list(attachments),
            **fields,
        )
        for position, attachment in enumerate(attachments):
            attachment.conversation_id, attachment.position = conversation.id, position
        if not message.private and author is not Author.SYSTEM:
            conversation.preview = {
                "text": text[:PREVIEW_CHARS],
                **({"attachments": len(attachments)} if attachments else {}),
                "author": str(author),
                "at": at.isoformat().replace("+00:00", "Z"),
            }
        self._session.add(message)
        self._session.flush()
        return message

    def get(self, message_id: str) -> Message | None:
        """Return the message, None if there is none."""
        return self._session.get(Message, message_id)

    def of_visitor(self, visitor_id: str, client_message_id: str) -> Message | None:
        """Return what the visitor has already sent under this id, be it as a guest before they signed in."""
        same = select(Message).where(Message.client_message_id == client_message_id)
        known = self._session.scalars(same.where(Message.visitor_id == visitor_id)).one_or_none()
        if known is not None:
            return known
        theirs = select(Conversation.id).where(Conversation.visitor_id == visitor_id)
        joined = same.where(Message.author == Author.CUSTOMER, Message.conversation_id.in_(theirs))
        return self._session.scalars(joined.order_by(Message.created_at).limit(1)).one_or_none()

    def of_agent(self, agent_id: str, client_message_id: str) -> Message | None:
        """Return what the agent has already sent under this id."""
        query = select(Message).where(Message.agent_id == agent_id, Message.client_message_id == client_message_id)
        return self._session.scalars(query).one_or_none()

    def after(self, conversation_id: str, offset: int = 0, *, private: bool = False) -> Sequence[Message]:
        """Return the messages after `offset`, in order; private ones only if asked for."""
        query = select(Message).where(Message.conversation_id == conversation_id, Message.offset > offset)
        if not private:
            query = query.where(Message.private.is_(False))
        return self._session.scalars(query.order_by(Message.offset)).all()

    def replies(self, message_id: str) -> Sequence[Message]:
        """Return what answered this message, in order."""
        return self._session.scalars(
            select(Message).where(Message.reply_to == message_id).order_by(Message.offset)
        ).all()

    def waiting(self, conversation_id: str, limit: int) -> Sequence[Message]:
        """Return the oldest messages that wait for the bot, in order."""
        query = select(Message).where(Message.conversation_id == conversation_id, Message.relay == Relay.WAITING)
        return self._session.scalars(query.order_by(Message.offset).limit(limit)).all()

    def of_turn(self, conversation_id: str, turn: str) -> Sequence[Message]:
        """Return the customer's messages that went to the bot together, in order."""
        query = select(Message).where(Message.conversation_id == conversation_id, Message.turn == turn)
        return self._session.scalars(query.order_by(Message.offset)).all()

    def last_of_customer(self, conversation_id: str) -> Message | None:
        """Return the customer's newest message."""
        query = select(Message).where(Message.conversation_id == conversation_id, Message.author == Author.CUSTOMER)
        return self._session.scalars(query.order_by(Message.offset.desc()).limit(1)).one_or_none()

    def events(self, conversation_id: str, event: str) -> Sequence[Message]:
        """Return the notices of an event, in order."""
        query = select(Message).where(Message.conversation_id == conversation_id, Message.event == event)
        return self._session.scalars(query.order_by(Message.offset)).all()

    def leave_to_humans(self, conversation_id: str) -> None:
        """Take every waiting message away from the bot."""
        self._session.execute(
            update(Message)
            .where(Message.conversation_id == conversation_id, Message.relay == Relay.WAITING)
            .values(relay=Relay.HUMAN)
        )

    def add_note(self, conversation_id: str, body: dict[str, Any], at: datetime) -> None:
        """Keep a note of the bot."""
        self._session.add(Note(conversation_id=conversation_id, body=body, at=at))
        self._session.flush()

    def notes(self, conversation_id: str) -> Sequence[Note]:
        """Return the notes, oldest first."""
        return self._session.scalars(
            select(Note).where(Note.conversation_id == conversation_id).order_by(Note.id)
        ).all()

    def notes_of(self, conversation_ids: Sequence[str]) -> Sequence[Note]:
        """Return the notes of several conversations, oldest first."""
        query = select(Note).where(Note.conversation_id.in_(conversation_ids))
        return self._session.scalars(query.order_by(Note.id)).all()
