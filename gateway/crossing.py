"""Two agents who answer one customer at once: the later one is asked first. Within `Transitions.say` only."""

from __future__ import annotations

from datetime import datetime

from gateway.bodies import Refused
from gateway.clock import iso
from storage import Unit
from storage.tables import Conversation
from support.conversation import Author

REPLY, NOTE = "reply", "note"


def check(unit: Unit, conversation: Conversation, agent_id: str, seen: int | None, now: datetime) -> None:
    """Return if nobody else has answered after `seen`, or is answering now; None: the agent does not want to know.

    Raises:
        Conflict: with `detail` {kind: answered or writing, by: {id, name}, at, offset}; the newest answer counts.
    """
    if seen is None:
        return
    answers = [one for one in unit.messages.after(conversation.id, seen) if one.author is Author.AGENT]
    if answers:
        last = answers[-1]
        by = {"id": last.agent_id, "name": last.author_name}
        found = {"kind": "answered", "by": by, "at": iso(last.created_at), "offset": last.offset}
        raise Refused("somebody answered after you began to write", found)
    for viewer in unit.viewers.of(conversation.id, now):
        writes = viewer.writing == REPLY and viewer.writing_until is not None and viewer.writing_until > now
        if writes and viewer.agent_id != agent_id:
            by = {"id": viewer.agent_id, "name": viewer.agent.name}
            raise Refused("somebody is writing to this customer now", {"kind": "writing", "by": by})
