"""Notices to single agents: who was named in a note, who was given a conversation. Within a unit of work."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from gateway.views import Json, notice_view
from storage import Unit
from storage.tables import Agent, Message
from support.mentions import mentioned

MENTION, TRANSFER = "mention", "transfer"
Told = tuple[str, Json]


def tell(unit: Unit, kind: str, agent_id: str, by: Agent, note: Message, now: datetime) -> Told:
    """Tell an agent of a colleague's note; return for whom and what, to be pushed after the commit."""
    notice = unit.notices.add(kind, agent_id, by.id, note.conversation_id, note.id, now)
    return agent_id, notice_view(notice)


def tell_mentioned(unit: Unit, note: Message, by: Agent, now: datetime, but: Collection[str] = ()) -> list[Told]:
    """Tell everybody whom a private note names, except its author and those in `but`."""
    if "@" not in note.text:
        return []
    names = {agent.id: agent.name for agent in unit.agents.all()}
    wanted = [agent_id for agent_id in mentioned(note.text, names) if agent_id != by.id and agent_id not in but]
    return [tell(unit, MENTION, agent_id, by, note, now) for agent_id in wanted]
