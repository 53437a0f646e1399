"""Search over everything that agents may read.

Without postponed annotations: FastAPI must see the dependency that is made within `router`.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from gateway.clock import iso
from gateway.desk import Summary
from gateway.errors import RESPONSES
from gateway.gate import Gate
from gateway.limits import Window
from gateway.people import People
from gateway.records import Records
from gateway.views import Json, summary_view
from storage import Unit
from storage.search import Place
from storage.tables import Agent, Conversation
from support.errors import InvalidInput
from support.excerpts import MOST_CHARS, excerpt, words_of

PAGE = 20
MOST_PEOPLE = 5
SEARCHES, WINDOW_S = 60, 60.0


class Part(BaseModel):
    """A piece of text; `hit`: it is what was searched for."""

    text: str
    hit: bool


class Result(BaseModel):
    """Something found. `message_id` and `offset` are its place in the conversation, null for a customer or an order."""

    kind: Literal["customer", "order", "message", "note"]
    conversation: Summary
    message_id: str | None
    offset: int | None
    author: str | None
    author_name: str | None
    at: str
    excerpt: list[Part]


class SearchOut(BaseModel):
    """A page of results; `next` asks for the page after it, null on the last."""

    results: list[Result]
    next: str | None


def router(gate: Gate, records: Records, people: People) -> APIRouter:
    """Return the route; it is for agents only, who may all read every conversation."""
    routes = APIRouter(prefix="/api", tags=["search"], responses=RESPONSES)
    # Each one may read all messages there are.
    limit = Window(SEARCHES, WINDOW_S)

    async def signed_in(request: Request) -> Agent:
        return await gate.agent(request)

    Signed = Annotated[Agent, Depends(signed_in)]

    @routes.get("/search")
    async def search(
        agent: Signed,
        q: Annotated[str, Query(min_length=1, max_length=MOST_CHARS)],
        after: Annotated[str | None, Query(max_length=200)] = None,
    ) -> SearchOut:
        """Find messages, private notes, customers by name, address or id, and orders by number; messages newest first."""
        words, place = words_of(q.replace("\x00", "")), _place(after)
        if not words:
            raise InvalidInput("`q` needs a word of two letters, or a Chinese character")
        limit.spend(agent.id)
        # On the first page stands who and what is meant as a whole; the pages after it hold messages alone.
        buyer = await people.buyer(words[0]) if place is None and len(words) == 1 else None

        def work(unit: Unit) -> Json:
            found = [] if place is not None else _people(unit, words, buyer)
            rows = unit.search.messages(words, place, PAGE + 1)
            for message, conversation in rows[:PAGE]:
                kind = "note" if message.private else "message"
                said = {"author": str(message.author), "author_name": message.author_name}
                where = {"message_id": message.id, "offset": message.offset, "at": iso(message.created_at), **said}
                found.append(_result(kind, conversation, message.text, words, **where))
            last = rows[PAGE - 1][0] if len(rows) > PAGE else None
            return {"results": found, "next": f"{last.created_at.isoformat()}~{last.id}" if last else None}

        return SearchOut.model_validate(await records.read(work))

    return routes


def _people(unit: Unit, words: list[str], buyer: str | None) -> list[Json]:
    found = []
    if buyer is not None:
        found += [_result("order", one, words[0].upper(), words) for one in unit.search.of_customer(buyer)]
    for conversation in unit.search.people(words, MOST_PEOPLE):
        visitor = conversation.visitor
        named = " · ".join(part for part in (visitor.name, visitor.email, visitor.customer_id) if part)
        found.append(_result("customer", conversation, named, words))
    return found


def _result(kind: str, conversation: Conversation, text: str, words: list[str], **where: Any) -> Json:
    nowhere = {"message_id": None, "offset": None, "author": None, "author_name": None}
    parts = [{"text": part.text, "hit": part.hit} for part in excerpt(text, words)]
    at = {"at": iso(conversation.updated_at)}
    return {"kind": kind, "conversation": summary_view(conversation), "excerpt": parts, **nowhere, **at, **where}


def _place(after: str | None) -> Place | None:
    if after is None:
        return None
    at, _, message_id = after.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not message_id:
        raise InvalidInput("`after` is not what the page before named")
    return Place(moment, message_id)
