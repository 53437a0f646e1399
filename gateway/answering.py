"""The bot's side of a conversation: its question, its answer, its word unasked, each within one unit of work."""

from __future__ import annotations

from datetime import timedelta, tzinfo

from gateway import danger
from gateway.bot import Answer, masked
from gateway.changes import change_of, end
from gateway.clock import Clock
from gateway.handing_over import HandingOver, go_on, is_over
from gateway.people import Dossier
from gateway.push import Change
from gateway.questions import Question, next_question
from gateway.views import message_view, status_view
from gateway.wishes import fulfil, has_wishes
from storage import Unit
from storage.tables import Conversation, Message, Relay, Visitor
from support.conversation import Author, Status, Transition, bot_may_speak
from support.errors import WarmlineError


class NotNow(WarmlineError):
    """The bot may not speak unasked: a human leads, or the conversation has gone on since it was asked."""


class Answering:
    """The transactions around the bot. Only the relay calls these, and who speaks unasked through it."""

    def __init__(self, handing_over: HandingOver, clock: Clock, timezone: tzinfo) -> None:
        self._handing_over = handing_over
        self._clock = clock
        self._timezone = timezone

    def take(self, unit: Unit, conversation_id: str, owner: str, lease: timedelta) -> Question | None:
        """Return the next question for the bot and keep other gateways off; None (and free) if there is none."""
        now = self._clock()
        conversation = unit.conversations.locked(conversation_id)
        until = conversation.leased_until
        if conversation.leased_by not in (None, owner) and until is not None and until > now:
            return None  # whoever holds it looks for more before letting go
        question = next_question(unit, conversation) if bot_may_speak(conversation.status) else None
        conversation.leased_by = owner if question else None
        conversation.leased_until = now + lease if question else None
        return question

    def renew(self, unit: Unit, question: Question, owner: str, lease: timedelta) -> bool:
        """Hold the lease for another try; False if the answer is no longer wanted."""
        conversation = unit.conversations.locked(question.conversation_id)
        if _unanswered(unit, conversation, question) is None or conversation.leased_by != owner:
            return False
        conversation.leased_until = self._clock() + lease
        return True

    def answer(self, unit: Unit, question: Question, answer: Answer, dossier: Dossier) -> Change | None:
        """Store the bot's whole answer; None, and nothing stored, if a human has taken over meanwhile."""
        if has_wishes(answer):  # first the visitor, then the conversation: as a message that comes in does
            unit.visitors.locked(question.asker.visitor_id)
        conversation = unit.conversations.locked(question.conversation_id)
        asked = _unanswered(unit, conversation, question)
        if asked is None:
            return None
        for message in unit.messages.of_turn(conversation.id, asked.id):
            message.relay = Relay.ANSWERED
        if answer.understood is not None:
            _understand(conversation, asked, answer)
        change = self._speak(unit, conversation, answer, dossier, asked)
        change.seen, change.understood = question.message_ids, message_view(asked)
        return change

    def initiate(
        self, unit: Unit, visitor: Visitor, conversation_id: str, offset: int, answer: Answer, dossier: Dossier
    ) -> Change | None:
        """Store what the bot says unasked, in the conversation to which a message of the visitor would go.

        `conversation_id` and `offset` are what the bot was asked with. None, and only its wishes are fulfilled, if it
        says nothing. Raises NotNow if the conversation has gone on meanwhile; the visitor's row must be locked.
        """
        now = self._clock()
        if not answer.messages:
            fulfil(unit, visitor, answer.notes, now, self._timezone)
            return None
        conversation = unit.conversations.of_visitor(visitor.id, lock=True)
        started = conversation is None or is_over(conversation, now)
        if conversation is not None and started and conversation.id == conversation_id:
            raise NotNow("the conversation has ended for good")
        if conversation is None or started:
            conversation = unit.conversations.create(visitor, now, conversation_id)
        before = conversation.status
        if conversation.id != conversation_id or conversation.last_offset != offset:
            raise NotNow("the conversation has gone on")
        if before not in (Status.PENDING, Status.RESOLVED):
            raise NotNow("a human leads")
        go_on(conversation, Transition.BOT_SPEAKS)
        change = self._speak(unit, conversation, answer, dossier, None)
        change.started = started
        if change.status is None and conversation.status is not before:
            change.status = status_view(conversation)
        return change

    def _speak(
        self, unit: Unit, conversation: Conversation, answer: Answer, dossier: Dossier, asked: Message | None
    ) -> Change:
        """Store the bot's messages and notes, fulfil its wishes, hand over if it asks for that."""
        now = self._clock()
        turn = asked.id if asked else None
        messages = [
            unit.messages.append(
                conversation,
                Author.BOT,
                masked(said.text),
                now,
                buttons=masked([button.model_dump() for button in said.buttons]),
                response=said.response,
                reply_to=turn,
            )
            for said in answer.messages
        ]
        for note in answer.notes:
            body = masked({**note.model_dump(mode="json"), "message_id": turn})
            unit.messages.add_note(conversation.id, body, now)
        fulfil(unit, conversation.visitor, answer.notes, now, self._timezone)
        if answer.handoff is not None:
            messages += self._handing_over.hand_over(
                unit, conversation, answer.handoff.decision, dossier, "handoff", asked
            )
        elif answer.is_done and not unit.messages.waiting(conversation.id, 1):
            end(unit, conversation, now)
        return change_of(conversation, messages, status=conversation.status is not Status.PENDING)

    def give_up(self, unit: Unit, question: Question, dossier: Dossier) -> Change | None:
        """Say honestly that the bot did not answer, and hand over."""
        conversation = unit.conversations.locked(question.conversation_id)
        asked = _unanswered(unit, conversation, question)
        if asked is None:
            return None
        found, notice = danger.without_the_bot(question.text, asked.id)
        messages = self._handing_over.hand_over(unit, conversation, found, dossier, notice, asked)
        return change_of(conversation, messages, status=True)


def _understand(conversation: Conversation, asked: Message, answer: Answer) -> None:
    assert answer.understood is not None
    understood = masked(answer.understood.model_dump(mode="json"))
    asked.understood = understood
    emotion, language = understood["emotion"], understood["language"]
    if emotion:
        conversation.emotion = {"label": emotion["label"], "valence": emotion["valence"]}
    if language:
        conversation.language = "zh" if language.startswith("zh") else "en"


def _unanswered(unit: Unit, conversation: Conversation, question: Question) -> Message | None:
    """Return the message if the bot's answer is still wanted: a human who takes over changes its state."""
    message = unit.messages.get(question.message_id)
    wanted = message is not None and message.relay is Relay.WAITING and bot_may_speak(conversation.status)
    return message if wanted else None
