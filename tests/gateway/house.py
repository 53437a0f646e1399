"""A whole house to test in: the real gateway on a real port, a scripted bot, a small shop, and the people in it."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import jwt
import socketio
import uvicorn
from argon2 import PasswordHasher
from listener import Listener
from sqlalchemy import text as sql

from gateway import accounts
from gateway.accounts import ensure_agent
from gateway.app import create_app
from integrations.shops.interface import Receipt, RequestKind, RequestState, ShopRequest
from storage.database import engine_of
from support.errors import IntegrationError, ShopUnavailable
from support.money import Money
from support.orders import Address, Customer, Order, OrderLine, OrderStatus, Product, Promotion, Shipment
from support.settings import Settings
from support.settings import load as load_settings

SECRET = "a-secret-for-tests-of-at-least-32-bytes"
PASSWORD = "a good password"
Json = dict[str, Any]
# A hash is costly by intent, and every house has its agents made anew: here it costs a thousandth.
SHIPPED_HASHER = accounts.HASHER
accounts.HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


_given: set[int] = set()


def free_port() -> int:
    """Return a port that is free, and that nobody here has been given before."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port not in _given:
            _given.add(port)
            return port


def answer(text: str = "Hello", *, handoff: Json | None = None, **extra: Any) -> Json:
    """Return a channel answer as the bot would give it."""
    return {
        "messages": [{"text": text, "buttons": [], "response": "utter_test"}],
        "understood": {
            "intent": {"name": "track_order", "confidence": 0.9},
            "emotion": {"label": "anxious", "confidence": 0.8, "valence": -0.4, "intensity": 0.5},
            "entities": [],
            "language": "en",
        },
        "notes": [],
        "handoff": handoff,
        **extra,
    }


ASKED = {"reason": "asked", "priority": "normal", "queue": "general"}


def far(asked: Json) -> Json:
    """Return an answer of the bot's by which no text is near."""
    return {"understood": answer()["understood"], "articles": [], "scores": [0.1] * len(asked["texts"])}


class StandInBot:
    """A small HTTP server in place of Rasa's channel. `script` answers; it may sleep, or return a status instead.

    `initiative` answers events, which are kept apart from the customers' messages; by itself it says nothing. `similar` answers the
    questions of how near texts are; by itself it finds all of them far.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.requests: list[Json] = []
        self.events: list[Json] = []
        self.compared: list[Json] = []
        self.forgotten: list[str] = []
        self.tokens: set[str] = set()
        self.script: Callable[[Json], Json | int] = lambda asked: answer(f"You said: {asked['message']}")
        self.initiative: Callable[[Json], Json | int] = lambda asked: {"messages": []}
        self.similar: Callable[[Json], Json | int] = far
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self._connections: set[socket.socket] = set()

    def start(self) -> None:
        bot = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                bot._connections.add(self.connection)

            def finish(self) -> None:
                bot._connections.discard(self.connection)
                with contextlib.suppress(OSError, ValueError):
                    super().finish()

            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    super().handle()

            def do_GET(self) -> None:
                self._reply(200, {})

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                bot.tokens.add(self.headers.get("Authorization", ""))
                if self.path.endswith("/similar"):
                    bot.compared.append(asked)
                    said = bot.similar(asked)
                elif self.path.endswith("/forget"):
                    bot.forgotten += [each for each in asked["senders"] if each not in bot.forgotten]
                    said = {"forgotten": len(asked["senders"])}
                elif "event" in asked:
                    bot.events.append(asked)
                    said = bot.initiative(asked)
                else:
                    bot.requests.append(asked)
                    said = bot.script(asked)
                if isinstance(said, int):
                    self._reply(said, {"error": "scripted"})
                else:
                    self._reply(200, said)

            def _reply(self, status: int, body: Json) -> None:
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            allow_reuse_address = True

            def handle_error(self, *_: Any) -> None:
                pass

        self._server = Server(("127.0.0.1", self.port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def kill(self) -> None:
        """Die at once: what is being answered is never answered."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._server = self._thread = None

    def asked(self, text: str) -> list[Json]:
        return [request for request in self.requests if request["message"] == text]


LENA = Customer("c-late", "Lena Berg", "lena@example.com", "en", date(2023, 5, 1), 120, "Hamburg")
TOM = Customer("c-tom", "Tom Reed", "tom@example.com")
LAMP = Product("lamp", "Arc floor lamp", "floor lamp", "home", Money(12900), name_zh="落地灯", short_name_zh="落地灯")


class SmallShop:
    """A shop in memory; `broken` makes it unreachable, and while `answers` is cleared it hangs."""

    name = "small"

    def __init__(self) -> None:
        self.broken = False
        self.answers = threading.Event()
        self.answers.set()
        self.requests: list[ShopRequest] = []
        self.receipts: dict[str, Receipt] = {}
        now = datetime.now(UTC)
        parcel = Shipment(
            "s1", "DHL", "1Z", "https://track.example/1Z", now, promised_on=now.date() - timedelta(days=2)
        )
        line = OrderLine("l1", LAMP, 1, LAMP.price)
        self._orders = {
            LENA.id: [
                Order("W-10423", LENA.id, now - timedelta(days=9), OrderStatus.SHIPPED, (line,), (parcel,)),
                Order("W-10390", LENA.id, now - timedelta(days=40), OrderStatus.CANCELLED, (line,)),
            ]
        }

    def customer(self, customer_id: str) -> Customer | None:
        self.check()
        return {LENA.id: LENA, TOM.id: TOM}.get(customer_id)

    def orders(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        self.check()
        return self._orders.get(customer_id, [])[:limit]

    def order(self, order_id: str) -> Order | None:
        self.check()
        return next((order for orders in self._orders.values() for order in orders if order.id == order_id), None)

    def products(self) -> Sequence[Product]:
        self.check()
        return [LAMP]

    def promotion(self, code: str) -> Promotion | None:
        self.check()
        return None

    def submit(self, request: ShopRequest) -> Receipt:
        """Do it once a key, and keep the list; what is cancelled or goes elsewhere is so from then on."""
        self.check()
        if request.key in self.receipts:
            return replace(self.receipts[request.key], repeated=True)
        self.requests.append(request)
        done = request.kind in (RequestKind.CANCEL_ORDER, RequestKind.CHANGE_ADDRESS)
        changes: Json = {"status": OrderStatus.CANCELLED} if request.kind is RequestKind.CANCEL_ORDER else {}
        if request.kind is RequestKind.CHANGE_ADDRESS:
            where = request.details["address"]
            assert isinstance(where, dict)
            changes = {"address": Address(**where)}
        orders = self._orders[request.customer_id]
        self._orders[request.customer_id] = [
            replace(order, **changes) if order.id == request.order_id else order for order in orders
        ]
        state = RequestState.DONE if done else RequestState.REQUESTED
        receipt = self.receipts[request.key] = Receipt(f"R-{len(self.requests)}", state)
        return receipt

    def bring(self, order: Order) -> None:
        """Let a customer have an order more, the newest."""
        self._orders[order.customer_id] = [order, *self._orders.get(order.customer_id, [])]

    def check(self) -> None:
        self.answers.wait(20)
        if self.broken:
            raise ShopUnavailable("down for a test")


class CountingHelpdesk:
    """A helpdesk that fails as often as it is told to, and counts."""

    name = "counting"

    def __init__(self) -> None:
        self.failures: list[IntegrationError] = []
        self.tries: list[str] = []
        self.tickets: dict[str, Mapping[str, Any]] = {}

    def deliver(self, packet: Mapping[str, Any], key: str) -> str:
        self.tries.append(key)
        if self.failures:
            raise self.failures.pop(0)
        self.tickets[key] = packet
        return f"T-{key}"


class MovableClock:
    """The true time, plus what a test has added."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def to(self, *, days: int, hour: int, minute: int = 0) -> date:
        """Go to a time (UTC) of the day that is so many days from today; return that day."""
        now = datetime.now(UTC)
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)
        self.ahead = then - now
        return then.date()


@dataclass
class House:
    """The running gateway and everything around it. `dist`: the built pages, a folder that is not there if None."""

    home: Path
    bot: StandInBot
    settings: Settings
    shop: SmallShop = field(default_factory=SmallShop)
    helpdesk: CountingHelpdesk = field(default_factory=CountingHelpdesk)
    clock: MovableClock = field(default_factory=MovableClock)
    dist: Path | None = None
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @classmethod
    def build(cls, home: Path, **settings: str) -> House:
        bot = StandInBot(free_port())
        environ = {
            "WARMLINE_HOME": str(home),
            "WARMLINE_PORT": str(free_port()),
            "WARMLINE_RASA_PORT": str(bot.port),
            "WARMLINE_ACTIONS_PORT": str(free_port()),
            "WARMLINE_IDENTITY_SECRET": SECRET,
            "WARMLINE_INTERNAL_TOKEN": "internal-token-for-tests",
            "WARMLINE_BOT_TIMEOUT_S": "15",
            "WARMLINE_MAX_MESSAGE_CHARS": "500",
            "WARMLINE_ALLOWED_ORIGINS": "https://shop.example",
            **settings,
        }
        return cls(home, bot, load_settings(environ))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def start(self) -> None:
        app = create_app(
            self.settings,
            shop=self.shop,
            helpdesk=self.helpdesk,
            clock=self.clock,
            dist=self.dist or self.home / "dist",
            outbox_back_off_s=0.05,
            watch_s=0.2,
            compare_s=30.0,  # a busy machine is no reason to compare words
        )
        config = uvicorn.Config(
            app,
            host="127.0.0.1",
            port=self.settings.port,
            log_config=None,
            access_log=False,
            ws="wsproto",
            timeout_graceful_shutdown=1,
            ws_max_size=1_000_000,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 60
        while not self._server.started:
            assert self._thread.is_alive(), "the gateway did not start"
            assert time.monotonic() < deadline, "the gateway takes too long to start"
            time.sleep(0.01)

    def stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(60)
        assert not self._thread.is_alive(), "the gateway did not stop"
        self._server = self._thread = None

    def close(self) -> None:
        self.stop()
        self.bot.kill()

    def agent(self, name: str, **skills: Any) -> str:
        return ensure_agent(self.settings, f"{name}@shop.example", name.capitalize(), PASSWORD, **skills)

    def rows(self, query: str, **values: Any) -> list[Any]:
        """Look into the database behind the gateway's back."""
        engine = engine_of(self.settings.database_url)
        try:
            with engine.connect() as connection:
                return list(connection.execute(sql(query), values))
        finally:
            engine.dispose()

    def change(self, statement: str, **values: Any) -> None:
        """Change something in the database behind the gateway's back."""
        engine = engine_of(self.settings.database_url).execution_options(warmline_write=True)
        try:
            with engine.begin() as connection:
                connection.execute(sql(statement), values)
        finally:
            engine.dispose()

    def http(self, token: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=20, trust_env=False, verify=False)


def customer_token(customer: Customer, *, key: str = SECRET, life_s: float = 600, **claims: Any) -> str:
    """Sign a token as the shop's back end would."""
    payload = {"sub": customer.id, "email": customer.email, "exp": datetime.now(UTC) + timedelta(seconds=life_s)}
    return jwt.encode({**payload, **claims}, key, algorithm="HS256")


class Tab(Listener):
    """A browser tab."""

    def __init__(self, house: House, namespace: str = "/") -> None:
        super().__init__(namespace)
        self.house = house
        self.client.on("connect_error", self._refused, namespace=namespace)
        self.refusal: Any = None
        self._count = 0

    async def _refused(self, why: Any) -> None:
        self.refusal = why

    async def open(self, auth: Any = None, headers: dict[str, str] | None = None) -> Tab:
        await self.client.connect(
            self.house.url,
            auth=auth,
            headers=headers or {},
            namespaces=[self.namespace],
            transports=["websocket"],
            wait_timeout=20,
        )
        return self

    async def refused(self, auth: Any = None, headers: dict[str, str] | None = None) -> str:
        """Try to open, and return the code with which it was refused."""
        with contextlib.suppress(socketio.exceptions.ConnectionError):
            await self.open(auth, headers)
            raise AssertionError("it was not refused")
        assert self.refusal["message"] == self.refusal["data"]["message"]
        code: str = self.refusal["code"]
        return code

    async def close(self) -> None:
        await self.client.disconnect()

    async def emit(self, event: str, body: Any = None) -> None:
        await self.client.emit(event, body, namespace=self.namespace)

    async def call(self, event: str, body: Any = None) -> Any:
        return await self.client.call(event, body, namespace=self.namespace, timeout=30)

    async def begin(self, **body: Any) -> Json:
        self.heard = [(name, said) for name, said in self.heard if name != "conversation"]
        await self.emit("session_request", body)
        state: Json = await self.until("conversation")
        return state

    async def say(self, text: str, client_message_id: str | None = None) -> Json:
        self._count += 1
        ack = await self.call(
            "user_uttered", {"message": text, "client_message_id": client_message_id or f"{id(self)}-{self._count}"}
        )
        assert ack["ok"], ack
        message: Json = ack["message"]
        return message

    async def said(self, author: str, text: str = "") -> Json:
        """Wait for something that bot, agent or system says."""
        message: Json = await self.until("bot_uttered", lambda m: m["author"] == author and text in m["text"])
        return message


class AgentAtDesk:
    """An agent with a signed-in browser: REST and the desk's socket."""

    def __init__(self, house: House, name: str, **skills: Any) -> None:
        self.name = name
        self.id = house.agent(name, **skills)
        self.http = house.http()
        self.tab = Tab(house, "/desk")

    async def open(self) -> AgentAtDesk:
        signed = await self.http.post(
            "/api/auth/login", json={"email": f"{self.name}@shop.example", "password": PASSWORD}
        )
        assert signed.status_code == 200, signed.text
        await self.tab.open(headers={"Cookie": f"warmline_session={self.http.cookies['warmline_session']}"})
        return self

    async def close(self) -> None:
        await self.tab.close()
        await self.http.aclose()

    async def post(self, conversation_id: str, action: str, status: int = 200, **body: Any) -> Json:
        response = await self.http.post(f"/api/conversations/{conversation_id}/{action}", json=body)
        assert response.status_code == status, response.text
        result: Json = response.json()
        return result

    async def look(self, conversation_id: str) -> Json:
        response = await self.http.get(f"/api/conversations/{conversation_id}")
        assert response.status_code == 200, response.text
        result: Json = response.json()
        return result
