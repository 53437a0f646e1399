"""What a customer thinks of a conversation that is over: asked once, changed within a day, seen by the desk."""

from __future__ import annotations

from datetime import datetime

from gateway import logs
from gateway.bodies import RatingIn
from gateway.clock import Clock, iso
from gateway.identity import Speaker
from gateway.push import Push
from gateway.records import Records
from gateway.views import Json
from storage import Unit
from storage.rating_tables import Rating
from storage.tables import Conversation
from support.conversation import Author, Status
from support.errors import Conflict, InvalidInput, NotFound
from support.privacy import mask_cards
from support.ratings import OPEN_FOR, Question, Survey, question_of

BOT, HUMAN = "bot", "human"


class Surveys:
    """Shows the survey, takes the answers. `survey` is the setting: which questions are asked."""

    def __init__(self, records: Records, push: Push, clock: Clock, survey: Survey) -> None:
        self._records = records
        self._push = push
        self._clock = clock
        self._survey = survey

    async def current(self, speaker: Speaker, conversation_id: str | None = None) -> Json | None:
        """Return the survey that is to be shown for this conversation, the speaker's latest one if None; None where there is none.

        Shown is asked: from here on it counts. Raises NotFound for a conversation that is not theirs.
        """
        if self._survey is Survey.OFF:
            return None
        return await self._records.write(lambda unit: self._current(unit, speaker, conversation_id))

    async def rate(self, speaker: Speaker, said: RatingIn) -> Json:
        """Store answers, those that are given; the survey as it is now. Raises NotFound, Conflict (too late), InvalidInput."""

        def work(unit: Unit) -> Json:
            conversation, rating, parts = self._open(unit, speaker, said.conversation_id)
            _take(rating, said, parts)
            now = self._clock()
            rating.dismissed_at = None
            rating.changed_at = now if rating.answered_at else None
            rating.answered_at = rating.answered_at or now
            rating.language, rating.agent_id = conversation.language, conversation.assignee_id
            rating.with_human = HUMAN in parts
            return survey_view(rating, parts)

        survey = await self._records.write(work)
        logs.note("conversation_rated", conversation_id=said.conversation_id)
        await self._push.rating(said.conversation_id, survey["rating"])
        return survey

    async def dismiss(self, speaker: Speaker, conversation_id: str) -> None:
        """Note that the customer does not want to answer: it is not asked again. Raises NotFound, Conflict."""

        def work(unit: Unit) -> None:
            _, rating, _ = self._open(unit, speaker, conversation_id)
            rating.dismissed_at = self._clock()

        await self._records.write(work)

    def _current(self, unit: Unit, speaker: Speaker, conversation_id: str | None) -> Json | None:
        now = self._clock()
        conversation = _conversation(unit, speaker, conversation_id)
        if conversation is None or not _is_over(conversation, now):
            return None
        parts = _parts(unit, conversation)
        if not parts:
            return None
        rating = unit.ratings.of(conversation.id, lock=True)
        if rating is None:
            question = question_of(self._survey, conversation.id)
            rating = unit.ratings.ask(conversation.id, question, conversation.language, now)
            rating.with_human = HUMAN in parts
        elif not _may_change(rating, now) or (rating.dismissed_at and not rating.answered_at):
            return None
        return survey_view(rating, parts)

    def _open(self, unit: Unit, speaker: Speaker, conversation_id: str) -> tuple[Conversation, Rating, list[str]]:
        """Return what may be answered now."""
        now = self._clock()
        conversation = _conversation(unit, speaker, conversation_id)
        assert conversation is not None
        parts = _parts(unit, conversation)
        if self._survey is Survey.OFF or not parts or not _is_over(conversation, now):
            raise Conflict("this conversation cannot be rated now")
        rating = unit.ratings.of(conversation.id, lock=True)
        if rating is None:
            question = question_of(self._survey, conversation.id)
            rating = unit.ratings.ask(conversation.id, question, conversation.language, now)
        if not _may_change(rating, now):
            raise Conflict("a rating may be changed for a day; that day is over")
        return conversation, rating, parts


def rating_view(rating: Rating | None) -> Json | None:
    """Return what the customer answered, None before that."""
    if rating is None or rating.answered_at is None:
        return None
    csat = {BOT: rating.csat_bot, HUMAN: rating.csat_human}
    return {
        "csat": {part: value for part, value in csat.items() if value is not None},
        "effort": rating.effort,
        "recommend": rating.recommend,
        "comment": rating.comment,
        "answered_at": iso(rating.answered_at),
        "changed_at": iso(rating.changed_at),
    }


def survey_view(rating: Rating, parts: list[str]) -> Json:
    """Return a Survey: whose part is asked about, what follows, and what was answered."""
    asked = {"conversation_id": rating.conversation_id, "parts": parts, "question": rating.question}
    return {**asked, "rating": rating_view(rating)}


def _conversation(unit: Unit, speaker: Speaker, conversation_id: str | None) -> Conversation | None:
    visitor = unit.visitors.find(speaker.customer_id, speaker.guest_id)
    if visitor is None and conversation_id is not None:
        raise NotFound("there is no such conversation")
    return unit.conversations.of_visitor(visitor.id, conversation_id, lock=True) if visitor else None


def _is_over(conversation: Conversation, now: datetime) -> bool:
    resolved_at = conversation.resolved_at
    is_over = conversation.status is Status.RESOLVED and conversation.merged_into is None
    return is_over and resolved_at is not None and now - resolved_at < OPEN_FOR


def _parts(unit: Unit, conversation: Conversation) -> list[str]:
    """Return who spoke with the customer, in this order; nobody, if the customer said nothing."""
    authors = {message.author for message in unit.messages.after(conversation.id)}
    if Author.CUSTOMER not in authors:
        return []
    return [part for part, author in ((BOT, Author.BOT), (HUMAN, Author.AGENT)) if author in authors]


def _may_change(rating: Rating, now: datetime) -> bool:
    return rating.answered_at is None or now - rating.answered_at < OPEN_FOR


def _take(rating: Rating, said: RatingIn, parts: list[str]) -> None:
    """Write the answers into the row; what was not asked is refused."""
    given = {BOT: said.csat.bot, HUMAN: said.csat.human}
    if any(value is not None and part not in parts for part, value in given.items()):
        raise InvalidInput(f"only {' and '.join(parts)} spoke in this conversation: rate nobody else")
    if said.effort is not None and rating.question != Question.CES:
        raise InvalidInput("`effort` was not asked")
    if said.recommend is not None and rating.question != Question.NPS:
        raise InvalidInput("`recommend` was not asked")
    answers = {
        "csat_bot": said.csat.bot,
        "csat_human": said.csat.human,
        "effort": said.effort,
        "recommend": said.recommend,
    }
    for name, value in answers.items():
        if value is not None:
            setattr(rating, name, value)
    if said.comment is not None:
        rating.comment = mask_cards(said.comment.strip()) or None
    if rating.csat_bot is None and rating.csat_human is None:
        raise InvalidInput("a rating needs `csat` of at least one part")
