"""The end of a conversation over plain HTTP: closing it, and the survey, for channels without Socket.IO.

Without postponed annotations, as in gateway/desk.py.
"""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel

from gateway.auth import Done
from gateway.bodies import AnswersIn, RatingIn, checked_conversation
from gateway.closing import Closing
from gateway.errors import RESPONSES
from gateway.identity import Identity, Speaker
from gateway.limits import Limits
from gateway.origins import Origins, require_json
from gateway.surveys import Surveys
from support.errors import Unauthenticated


class RatingOut(BaseModel):
    """What a customer answered; `csat` has the parts that they rated."""

    csat: dict[Literal["bot", "human"], int]
    effort: int | None
    recommend: int | None
    comment: str | None
    answered_at: str
    changed_at: str | None


class SurveyShown(BaseModel):
    """Whose part of the conversation is asked about, what follows, and what was answered so far."""

    conversation_id: str
    parts: list[Literal["bot", "human"]]
    question: Literal["ces", "nps"] | None
    rating: RatingOut | None


class SurveyOut(BaseModel):
    """The survey; null while there is nothing to ask."""

    survey: SurveyShown | None


def router(identity: Identity, surveys: Surveys, closing: Closing, limits: Limits, origins: Origins) -> APIRouter:
    """Return the routes below /api/chat/{conversation_id}."""
    routes = APIRouter(prefix="/api/chat/{conversation_id}", tags=["chat"], responses=RESPONSES)

    def whose(request: Request) -> Speaker:
        origins.require_chat(request.headers)
        speaker = identity.authorized(request.headers.get("authorization"))
        if speaker is None:
            raise Unauthenticated("whose conversation this is, a token must tell")
        limits.requests.spend(speaker.key)
        return speaker

    @routes.get("/survey")
    async def survey(conversation_id: str, request: Request) -> SurveyOut:
        """Return what is to be asked now that the conversation is over."""
        speaker = whose(request)
        shown = await surveys.current(speaker, checked_conversation(conversation_id))
        return SurveyOut.model_validate({"survey": shown})

    @routes.post("/survey")
    async def rate(conversation_id: str, body: AnswersIn, request: Request) -> SurveyOut:
        """Answer it, whole or in parts; the same call within a day changes the answers."""
        require_json(request.headers)
        speaker = whose(request)
        said = RatingIn(conversation_id=checked_conversation(conversation_id), **dict(body))
        return SurveyOut.model_validate({"survey": await surveys.rate(speaker, said)})

    @routes.post("/close")
    async def close(conversation_id: str, request: Request) -> Done:
        """End the conversation, as its customer; one that is over already stays so."""
        require_json(request.headers)
        await closing.close(whose(request), checked_conversation(conversation_id))
        return Done()

    return routes
