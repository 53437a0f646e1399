"""Socket.IO: the customers' namespace `/`, where the widget and Rasa's own chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gateway.bodies import (
    DismissIn,
    HistoryIn,
    RatingIn,
    SeenIn,
    SessionRequest,
    SurveyIn,
    TypingIn,
    Uttered,
    checked_conversation,
    checked_text,
    parse,
)
from gateway.closing import Closing
from gateway.identity import Identity, Speaker
from gateway.joining import Joining
from gateway.limits import Limits
from gateway.namespaces import Namespace, address_of, refused
from gateway.openings import Openings
from gateway.people import People
from gateway.push import CUSTOMER, Push, plain_room
from gateway.records import Records
from gateway.relay import Relay
from gateway.surveys import Surveys
from gateway.views import Json, customer_view, message_view
from storage import Unit
from storage.ids import NewId
from support.errors import Unauthenticated, WarmlineError


@dataclass
class _Session:
    """One connection. `fresh`: a guest whom we have only just made, who may still turn out to be a known one.

    `plain`: it speaks Rasa's protocol and nothing more.
    """

    speaker: Speaker
    visitor_id: str
    fresh: bool
    address: str
    conversation_id: str | None = None
    plain: bool = False

    @property
    def room(self) -> str:
        """Return where it hears what is said to the visitor."""
        return plain_room(self.visitor_id) if self.plain else self.visitor_id


class Customers(Namespace):
    """The customers' namespace."""

    acked = frozenset({"user_uttered", "history", "survey", "rate", "survey_dismissed", "close"})

    def __init__(
        self,
        identity: Identity,
        people: People,
        records: Records,
        relay: Relay,
        joining: Joining,
        openings: Openings,
        surveys: Surveys,
        closing: Closing,
        push: Push,
        limits: Limits,
        ids: NewId,
        max_chars: int,
    ) -> None:
        super().__init__(CUSTOMER)
        self._identity = identity
        self._people = people
        self._records = records
        self._relay = relay
        self._joining = joining
        self._openings = openings
        self._surveys = surveys
        self._closing = closing
        self._push = push
        self._limits = limits
        self._ids = ids
        self._max_chars = max_chars
        self._sessions: dict[str, _Session] = {}
        self.events = {
            "session_request": self._session_request,
            "user_uttered": self._user_uttered,
            "history": self._history,
            "seen": self._seen,
            "typing": self._typing,
            "survey": self._survey,
            "rate": self._rate,
            "survey_dismissed": self._survey_dismissed,
            "close": self._close,
        }

    def wants_error_event(self, body: object) -> bool:
        """Rasa's own widget knows no acks; it is told by its lack of a client_message_id."""
        return not (isinstance(body, dict) and body.get("client_message_id"))

    async def on_connect(self, sid: str, environ: Any, auth: Any = None) -> None:
        """Tell who it is. Raises ConnectionRefusedError for a token that is not valid."""
        if sid in self._sessions:
            return  # an event that somebody named "connect"
        address = address_of(environ)
        try:
            speaker, fresh = self._speaker(auth, address)
            visitor_id = speaker.guest_id or ""
            if speaker.verified:
                find = await self._people.visitor_of(speaker)
                visitor_id = (await self._records.write(find)).id
                await self._join(visitor_id, auth)
        except WarmlineError as error:
            raise refused(error) from None
        self._sessions[sid] = _Session(speaker, visitor_id, fresh, address)
        await self.enter_room(sid, visitor_id)

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget the connection."""
        self._sessions.pop(sid, None)

    async def leave(self, visitor_id: str) -> None:
        """Disconnect every tab of a visitor who is no more; who comes back begins anew."""
        for sid in [sid for sid, session in self._sessions.items() if session.visitor_id == visitor_id]:
            await self.disconnect(sid)

    async def _join(self, visitor_id: str, auth: Any) -> None:
        """Let what this browser said as a guest go on as the customer's, if it asks so by showing both tokens."""
        if not auth.get("visitor"):
            return
        try:
            guest = self._identity.guest(auth["visitor"])
        except Unauthenticated:
            return  # the customer is known all the same
        await self._joining.sign_in(visitor_id, guest.guest_id or "")

    def _speaker(self, auth: Any, address: str) -> tuple[Speaker, bool]:
        auth = {} if auth is None else auth
        if not isinstance(auth, dict):
            raise Unauthenticated("auth must be an object")
        if auth.get("token"):
            return self._identity.customer(auth["token"]), False
        if auth.get("visitor"):
            return self._identity.guest(auth["visitor"]), False
        self._limits.newcomers.spend(address)
        return self._identity.newcomer(), True

    def _session(self, sid: str) -> _Session:
        session = self._sessions.get(sid)
        if session is None:
            raise Unauthenticated("please connect again")
        return session

    async def _resume(self, sid: str, session: _Session, session_id: object) -> None:
        """Turn a fresh guest into the one whose visitor token a Rasa widget sends as its session_id."""
        if not session.fresh or not isinstance(session_id, str):
            return
        try:
            speaker = self._identity.guest(session_id)
        except Unauthenticated:
            return
        await self.leave_room(sid, session.room)
        session.speaker, session.visitor_id, session.fresh = speaker, speaker.guest_id or "", False
        session.conversation_id = None
        await self.enter_room(sid, session.room)

    async def _session_request(self, sid: str, body: Any) -> None:
        asked = parse(SessionRequest, body)
        session = self._session(sid)
        self._limits.requests.spend(session.speaker.key)
        await self._resume(sid, session, asked.session_id)
        if not session.plain and asked.is_plain:
            await self.leave_room(sid, session.room)
            session.plain = True
            await self.enter_room(sid, session.room)
        state = await self._relay.begin(session.speaker, asked.after or 0)
        session.conversation_id = state["conversation_id"]
        confirmed = session.visitor_id
        if not session.speaker.verified:
            # Rasa's widget forgets what was said if its session comes back under another name: a fresh signature, say.
            kept = asked.session_id if session.plain and self._is_theirs(asked.session_id, session) else None
            confirmed = state["visitor_token"] = kept or self._identity.visitor_token(session.visitor_id)
        await self.emit("session_confirm", confirmed, to=sid)
        await self.emit("conversation", state, to=sid)
        self._openings.opened(session.speaker)

    def _is_theirs(self, session_id: object, session: _Session) -> bool:
        try:
            return self._identity.guest(session_id).guest_id == session.visitor_id
        except Unauthenticated:
            return False

    async def _user_uttered(self, sid: str, body: Any) -> Json:
        said = parse(Uttered, body)
        session = self._session(sid)
        await self._resume(sid, session, said.session_id)
        text = checked_text(said.message, self._max_chars, said.attachments)
        self._limits.messages.spend(session.speaker.key)
        if session.fresh:
            self._limits.newcomers.spend(session.address)
        client_id = said.client_message_id or self._ids("c")
        received = await self._relay.receive(session.speaker, text, client_id, attachments=said.attachments)
        session.conversation_id = received.message["conversation_id"]
        if received.visitor_id != session.visitor_id:  # their data were deleted by another tab, at another gateway
            await self.leave_room(sid, session.room)
            session.visitor_id = received.visitor_id
            await self.enter_room(sid, session.room)
        await self._push.delivery(session.visitor_id, received.message["id"], "stored")
        return {"ok": True, "message": customer_view(received.message)}

    async def _history(self, sid: str, body: Any) -> Json:
        asked = parse(HistoryIn, body)
        session = self._session(sid)
        self._limits.requests.spend(session.speaker.key)

        def work(unit: Unit) -> list[Json]:
            conversation = unit.conversations.of_visitor(session.visitor_id)
            return _shown(unit.messages.after(conversation.id, asked.after)) if conversation else []

        return {"ok": True, "messages": await self._records.read(work)}

    async def _seen(self, sid: str, body: Any) -> None:
        asked = parse(SeenIn, body)
        session = self._session(sid)
        self._limits.requests.spend(session.speaker.key)
        await self._relay.seen(session.visitor_id, asked.offset)

    async def _typing(self, sid: str, body: Any) -> None:
        asked = parse(TypingIn, body)
        session = self._session(sid)
        if not self._limits.typing.allows(session.speaker.key):
            return
        if session.conversation_id:
            self._relay.typing(session.conversation_id, asked.typing)
            await self._push.typing_to_desk(session.conversation_id, "customer", asked.typing)

    async def _survey(self, sid: str, body: Any) -> Json:
        asked, speaker = parse(SurveyIn, body), self._spender(sid)
        return {"ok": True, "survey": await self._surveys.current(speaker, _named(asked.conversation_id))}

    async def _rate(self, sid: str, body: Any) -> Json:
        said, speaker = parse(RatingIn, body), self._spender(sid)
        checked_conversation(said.conversation_id)
        return {"ok": True, "survey": await self._surveys.rate(speaker, said)}

    async def _survey_dismissed(self, sid: str, body: Any) -> Json:
        said, speaker = parse(DismissIn, body), self._spender(sid)
        await self._surveys.dismiss(speaker, checked_conversation(said.conversation_id))
        return {"ok": True}

    async def _close(self, sid: str, body: Any) -> Json:
        asked, speaker = parse(SurveyIn, body), self._spender(sid)
        await self._closing.close(speaker, _named(asked.conversation_id))
        return {"ok": True}

    def _spender(self, sid: str) -> Speaker:
        """Return who speaks, and count one request of theirs."""
        speaker = self._session(sid).speaker
        self._limits.requests.spend(speaker.key)
        return speaker


def _shown(messages: Any) -> list[Json]:
    return [customer_view(message_view(message)) for message in messages]


def _named(conversation_id: str | None) -> str | None:
    return checked_conversation(conversation_id) if conversation_id is not None else None
