"""Socket.IO: the agents' namespace `/desk`, for what is live: who watches, who types, how the wallboard stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from gateway.accounts import Accounts, cookie_token, digest
from gateway.bodies import (
    DeskTyping,
    Watch,
    WatchWallboard,
    checked_conversation,
    parse,
)
from gateway.clock import Clock
from gateway.crossing import NOTE, REPLY
from gateway.limits import Limits
from gateway.namespaces import Namespace, refused
from gateway.origins import Origins
from gateway.presences import Presences
from gateway.push import AGENTS, DESK, Push, agent_room, watchers
from gateway.records import Records
from gateway.sightings import Sightings
from gateway.viewers import Viewers
from gateway.views import Json
from gateway.wallboard import Wallboard
from storage import Unit
from storage.tables import Agent
from support.conversation import Status
from support.errors import NotAllowed, Unauthenticated, WarmlineError
from support.routing import LEADS


@dataclass
class _Agent:
    """One connection of an agent."""

    agent: Agent
    token: str
    watching: str | None = None


class Desk(Namespace):
    """The agents' namespace."""

    acked = frozenset({"watch", "watch_wallboard"})

    def __init__(
        self,
        accounts: Accounts,
        records: Records,
        push: Push,
        presences: Presences,
        viewers: Viewers,
        limits: Limits,
        origins: Origins,
        sightings: Sightings,
        wallboard: Wallboard,
        clock: Clock,
    ) -> None:
        super().__init__(DESK)
        self._presences = presences
        self._viewers = viewers
        self._accounts = accounts
        self._records = records
        self._push = push
        self._limits = limits
        self._origins = origins
        self._sightings = sightings
        self._wallboard = wallboard
        self._clock = clock
        self._agents: dict[str, _Agent] = {}
        self.events = {"watch": self._watch, "typing": self._typing, "watch_wallboard": self._watch_wallboard}

    def wants_error_event(self, body: object) -> bool:
        """A desk may send `watch` without asking for an ack."""
        return True

    async def on_connect(self, sid: str, environ: Any, _auth: Any = None) -> None:
        """Let agents in. Raises ConnectionRefusedError for everybody else."""
        if sid in self._agents:
            return
        token = cookie_token(environ.get("HTTP_COOKIE", "")) if isinstance(environ, dict) else None
        try:
            # The chat's allowed origins are no reason to open the desk to them.
            if not self._origins.own(environ.get("HTTP_ORIGIN"), environ.get("HTTP_HOST")):
                raise NotAllowed("the desk is only for our own pages")
            agent = await self._accounts.signed_in(token)
        except WarmlineError as error:
            raise refused(error) from None
        self._agents[sid] = _Agent(agent, token or "")
        await self.enter_room(sid, AGENTS)
        await self.enter_room(sid, agent_room(agent.id))
        await self._presences.arrived(agent.id)

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget the connection."""
        left = self._agents.pop(sid, None)
        self._wallboard.leave(sid)
        if left is not None:
            await self._presences.left(left.agent.id)
            if left.watching:
                await self._viewers.left(left.watching, left.agent.id)

    async def drop(self, token_hashes: Collection[str]) -> None:
        """Disconnect every tab of sessions that have ended."""
        for sid in [sid for sid, agent in self._agents.items() if digest(agent.token) in token_hashes]:
            await self.disconnect(sid)

    async def check(self) -> None:
        """Disconnect the tabs whose session does not hold any more: expired, or ended on another gateway.

        Who leads no more is told no more of the wallboard.
        """
        here = {digest(agent.token) for agent in self._agents.values()}
        if not here:
            return
        now = self._clock()
        valid = await self._records.read(lambda unit: unit.sessions.valid(here, now))
        await self.drop(here - set(valid))
        for sid, agent in self._agents.items():
            if valid.get(digest(agent.token)) not in LEADS:
                self._wallboard.leave(sid)

    def _agent(self, sid: str) -> _Agent:
        agent = self._agents.get(sid)
        if agent is None:
            raise Unauthenticated("please sign in")
        return agent

    async def _watch(self, sid: str, body: Any) -> Json:
        conversation_id = checked_conversation(parse(Watch, body).conversation_id)
        watcher = self._agent(sid)
        await self._accounts.signed_in(watcher.token)

        def work(unit: Unit) -> tuple[str, str | None]:
            conversation = unit.conversations.get(conversation_id)
            last = unit.messages.last_of_customer(conversation_id)
            mine = conversation.assignee_id == watcher.agent.id
            return conversation.visitor_id, last.id if last and mine else None

        visitor_id, read = await self._records.read(work)
        await self._sightings.note(watcher.agent.id, conversation_id)
        before, watcher.watching = watcher.watching, conversation_id
        await self.enter_room(sid, watchers(conversation_id))
        if before != conversation_id:
            if before:
                await self.leave_room(sid, watchers(before))
                await self._viewers.left(before, watcher.agent.id)
            await self._viewers.arrived(conversation_id, watcher.agent.id)
        if read:
            await self._push.delivery(visitor_id, read, "seen")
        return {"ok": True, "viewers": await self._viewers.of(conversation_id)}

    async def _watch_wallboard(self, sid: str, body: Any) -> Json:
        """Begin or end to be told how the wallboard changes; the ack has it as it is."""
        asked = parse(WatchWallboard, body)
        agent = await self._accounts.signed_in(self._agent(sid).token)
        if agent.role not in LEADS:
            raise NotAllowed("this is for supervisors and admins")
        if not asked.watch:
            self._wallboard.leave(sid)
            return {"ok": True}
        self._wallboard.join(sid)
        return {"ok": True, "wallboard": await self._wallboard.look()}

    async def _typing(self, sid: str, body: Any) -> None:
        asked = parse(DeskTyping, body)
        conversation_id, typist = checked_conversation(asked.conversation_id), self._agent(sid)
        if not self._limits.typing.allows(typist.agent.id):
            return

        def work(unit: Unit) -> str | None:
            conversation = unit.conversations.get(conversation_id)
            mine = conversation.assignee_id == typist.agent.id and conversation.status is Status.OPEN
            return conversation.visitor_id if mine else None

        visitor_id = await self._records.read(work)
        if visitor_id is None and asked.typing and not asked.private:
            return  # no reply of theirs would be taken
        what = NOTE if asked.private else REPLY
        await self._viewers.writes(conversation_id, typist.agent.id, what if asked.typing else None)
        if visitor_id is not None and not asked.private:
            await self._push.typing_to_customer(visitor_id, "agent", asked.typing, typist.agent.name)
            await self._push.typing_to_desk(conversation_id, "agent", asked.typing)
