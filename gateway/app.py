"""Puts the gateway together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import socketio
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.openapi.utils import get_openapi
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import (
    administration,
    articles,
    audit_log,
    auth,
    chat,
    colleagues,
    demo,
    desk,
    feedback,
    health,
    keys,
    logs,
    own_account,
    pages,
    privacy,
    reports,
    searching,
    shop_macros,
    shop_texts,
    suggestions,
    supervision,
    teamwork,
    uploads,
    wallboard,
)
from gateway.accounts import Accounts
from gateway.answering import Answering
from gateway.attachments import Attachments
from gateway.bot import Bot
from gateway.changes import Notices
from gateway.clock import Clock, utc_now
from gateway.closing import Closing
from gateway.customer_sockets import Customers
from gateway.deadlines import Deadlines
from gateway.desk_sockets import Desk
from gateway.erasing import Erasing, Erasures
from gateway.errors import add_handlers
from gateway.files import Files
from gateway.follow_ups import FollowUps
from gateway.gate import Gate
from gateway.handing_over import HandingOver
from gateway.handoffs import Handoffs
from gateway.identity import Identity
from gateway.initiative import Initiative
from gateway.joining import Joining
from gateway.library import Library, load_macros
from gateway.lifecycle import Lifecycle
from gateway.limits import BodyLimit, Limits
from gateway.macros import Macros
from gateway.openings import Openings
from gateway.order_desk import OrderDesk
from gateway.origins import Origins
from gateway.outbox import Handler, HelpdeskHandler, OutboxWorker
from gateway.people import People
from gateway.presences import Presences
from gateway.push import Push
from gateway.ranker import TIMEOUT_S as COMPARE_S
from gateway.ranker import Ranker
from gateway.records import Records
from gateway.relay import Relay
from gateway.retention import Retention
from gateway.routing import Routing
from gateway.sightings import Sightings
from gateway.staff import Staff
from gateway.suggesting import Suggester
from gateway.surveys import Surveys
from gateway.terms import Terms
from gateway.texts import Texts
from gateway.transfers import Transfers
from gateway.transitions import Transitions
from gateway.typists import Typists
from gateway.viewers import Viewers
from gateway.waits import Waits
from gateway.wallboard import Wallboard
from gateway.watcher import WATCH_S, Watcher
from gateway.wishes import zone
from gateway.wordings import Wordings
from integrations import registry
from integrations.helpdesks.interface import Helpdesk
from integrations.shops.interface import Shop
from storage import Database, migrate
from storage.ids import NewId, new_id
from storage.tables import OutboxKind
from support import knowledge, service
from support.policies import load as load_policies
from support.ratings import Survey
from support.settings import ROOT, Settings

SOCKET_BUFFER_BYTES = 1_000_000


def create_app(
    settings: Settings,
    *,
    shop: Shop | None = None,
    helpdesk: Helpdesk | None = None,
    clock: Clock | None = None,
    ids: NewId = new_id,
    dist: Path = ROOT / "web" / "dist",
    outbox_back_off_s: float = 1.0,
    watch_s: float = WATCH_S,
    compare_s: float = COMPARE_S,
) -> ASGIApp:
    """Return the ASGI application; brings the database up to date. What is None comes from the settings."""
    migrate(settings.database_url)
    clock = clock or utc_now
    shop = shop if shop is not None else registry.shop(settings)
    helpdesk = helpdesk if helpdesk is not None else registry.helpdesk(settings)
    origins, limits = Origins(settings.allowed_origins), Limits(settings.rate_messages, settings.rate_window_s)
    secret = keys.identity_secret(settings)
    identity = Identity(secret, clock, ids)
    records = Records(Database(settings.database_url, ids))
    people, accounts = People(shop, clock), Accounts(records, clock, secret)
    sio = _socket_server(settings, origins)
    push, timezone = Push(sio), zone(settings.timezone)
    rules = service.load(settings.hours, settings.timezone)
    terms = Terms(rules, records, settings.timezone)
    terms.load()
    texts = Texts.load()
    notices, deadlines = Notices(texts), Deadlines(terms, clock)
    own_words = Wordings(records, texts)
    own_words.load()
    bot = Bot(settings.rasa_url, keys.internal_token(settings), settings.bot_timeout_s, lambda: own_words.own)
    waits = Waits(terms, notices)
    policies = load_policies(settings.policies)
    handoffs = Handoffs(helpdesk.name, policies.escalation, settings.timezone)
    handing_over = HandingOver(notices, handoffs, deadlines, waits, clock)
    answering = Answering(handing_over, clock, timezone)
    transitions = Transitions(notices, handing_over, deadlines, waits, clock, reopen=rules.reopen)

    def handed_over() -> None:
        outbox.kick()
        watcher.kick()

    relay = Relay(
        records,
        transitions,
        answering,
        people,
        bot,
        push,
        clock,
        Typists(settings.burst_s),
        owner=ids("gw"),
        alone=not settings.redis_url,
        bot_timeout_s=settings.bot_timeout_s,
        handed_over=handed_over,
    )
    auto = settings.routing == "auto"
    routing = Routing(records, relay, notices, clock, auto=auto, away=rules.away)
    lifecycle = Lifecycle(records, relay, notices, clock, abandoned=rules.abandoned, resolve=rules.resolve)
    joining = Joining(records, relay, notices, clock)
    board, sightings = Wallboard(records, terms, push, clock), Sightings(records, clock)

    def moved() -> None:
        """Somebody has come, gone, or can take other conversations than before."""
        watcher.kick()
        board.changed()

    presences = Presences(records, clock, moved)
    viewers = Viewers(records, push, clock)
    agents = Desk(accounts, records, push, presences, viewers, limits, origins, sightings, board, clock)
    more = {
        "hours": terms.run,
        "wordings": own_words.run,
        "sessions": agents.check,
        "retention": Retention(records, clock).run,
        "wallboard": board.run,
    }
    watcher = Watcher(records, relay, presences, deadlines, lifecycle, routing, viewers, clock, watch_s, more)
    transfers = Transfers(relay, notices, clock, watcher.kick)
    library = Library.load(knowledge.FOLDER, settings.help_url)
    ranker = Ranker(settings.rasa_url, keys.internal_token(settings), compare_s)
    suggester = Suggester(records, people, ranker, push, clock, library)
    push.listen(suggester.changed)
    push.listen(board.changed)
    shipped_macros = load_macros()
    macros = Macros(
        shipped_macros,
        records,
        relay,
        transitions,
        lifecycle,
        transfers,
        deadlines,
        notices,
        suggester,
        clock,
        timezone,
        changed=watcher.kick,
    )
    orders = OrderDesk(records, relay, people, notices, policies, clock, settings.timezone)
    initiative = Initiative(records, relay, answering, people, bot, clock, bot_timeout_s=settings.bot_timeout_s)
    openings = Openings(records, initiative, clock, timezone, enabled=settings.speaks_first)
    files = Files(settings.attachments)
    handlers: dict[OutboxKind, Handler] = {
        OutboxKind.HANDOFF: HelpdeskHandler(helpdesk),
        OutboxKind.FOLLOW_UP: FollowUps(records, initiative, clock),
        OutboxKind.ERASURE: Erasures(records, files, bot, clock),
    }
    outbox = OutboxWorker(records, handlers, clock, outbox_back_off_s)
    max_chars, wait_s = settings.max_message_chars, settings.bot_timeout_s
    surveys = Surveys(records, push, clock, Survey(settings.survey))
    closing = Closing(records, relay, notices, clock)
    customers = Customers(
        identity, people, records, relay, joining, openings, surveys, closing, push, limits, ids, max_chars
    )
    erasing = Erasing(records, relay, push, clock, leave=customers.leave, kick=outbox.kick)
    sio.register_namespace(customers)
    sio.register_namespace(agents)
    gate = Gate(accounts, origins)
    staff = Staff(records, accounts, routing, clock, agents.drop, moved)
    attachments = Attachments(records, people, files, clock, ids)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await relay.start()
        outbox.start()
        attachments.start()
        watcher.start()
        logs.note("gateway_started")
        yield
        await openings.stop()
        await watcher.stop()
        await board.stop()
        await relay.stop()
        await suggester.stop()
        await outbox.stop()
        await attachments.stop()
        await bot.close()
        await _close_sockets(sio)
        records.database.close()
        logs.note("gateway_stopped")

    app = FastAPI(
        title="Warmline",
        version="1",
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,  # they would load scripts from a CDN, which our policy forbids
        redoc_url=None,
    )
    add_handlers(app)
    app.include_router(chat.router(identity, records, relay, limits, origins, ids, max_chars=max_chars, wait_s=wait_s))
    app.include_router(feedback.router(identity, surveys, closing, limits, origins))
    app.include_router(privacy.router(identity, records, erasing, limits, origins, clock))
    file_bytes = settings.max_attachment_bytes
    app.include_router(uploads.router(attachments, identity, gate, limits, origins, max_bytes=file_bytes))
    app.include_router(auth.router(accounts, gate, agents, clock, secure=settings.secure_cookies))
    app.include_router(
        desk.router(
            gate, records, relay, routing, lifecycle, joining, people, suggester, sightings, clock, max_chars=max_chars
        )
    )
    app.include_router(teamwork.router(gate, transfers, macros, orders, max_chars=max_chars))
    app.include_router(colleagues.router(gate, records, viewers, clock))
    app.include_router(searching.router(gate, records, people))
    app.include_router(suggestions.router(gate, records, suggester, library, clock))
    app.include_router(supervision.router(gate, records, presences, clock))
    app.include_router(own_account.router(gate, records, accounts, agents, clock))
    app.include_router(administration.router(gate, records, staff, terms, clock, changed=moved))
    app.include_router(shop_texts.router(gate, records, clock, changed=own_words.run))
    app.include_router(shop_macros.router(gate, records, shipped_macros, clock))
    app.include_router(wallboard.router(gate, board))
    app.include_router(audit_log.router(gate, records, clock))
    app.include_router(reports.router(gate, records, clock, settings.timezone))
    look = health.Health(records, shop, settings.rasa_url, settings.actions_url, settings.redis_url)
    app.include_router(health.router(look))
    if settings.demo and settings.shop == "demo":
        app.include_router(demo.router(shop, identity))
    app.include_router(pages.router(dist, demo=settings.demo))
    app.include_router(articles.router(dist, knowledge.FOLDER))
    _describe(app)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type", uploads.NAME_HEADER],
    )
    guarded = BodyLimit(SafeHeaders(app), settings.max_body_bytes, frozenset({uploads.PATH, uploads.DESK_PATH}))
    whole: ASGIApp = socketio.ASGIApp(sio, other_asgi_app=guarded)
    return whole


class SafeHeaders:
    """ASGI middleware that adds the security headers to every answer that has not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers added at the start of the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in pages.HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(("/api/", "/demo/")):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, add)


def _socket_server(settings: Settings, origins: Origins) -> socketio.AsyncServer:
    def may_connect(origin: str | None, environ: dict[str, Any]) -> bool:
        return origins.chat(origin, environ.get("HTTP_HOST"))

    return socketio.AsyncServer(
        async_mode="asgi",
        client_manager=socketio.AsyncRedisManager(settings.redis_url) if settings.redis_url else None,
        cors_allowed_origins=may_connect,
        max_http_buffer_size=max(SOCKET_BUFFER_BYTES, settings.max_body_bytes),
        http_compression=False,
        logger=False,
        engineio_logger=False,
    )


async def _close_sockets(sio: socketio.AsyncServer) -> None:
    await sio.shutdown()
    redis = getattr(sio.manager, "redis", None)
    if redis is not None:
        await redis.aclose()


def _describe(app: FastAPI) -> None:
    """Make the OpenAPI document tell our errors: we answer 400 where FastAPI would answer 422."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, routes=app.routes)
            for path in found["paths"].values():
                for operation in path.values():
                    operation.get("responses", {}).pop("422", None)
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
