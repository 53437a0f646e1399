"""Photos and PDFs: what is taken in, what is refused and how, who may see them, and when they go."""

from __future__ import annotations

import asyncio
import io
import os
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from house import ASKED, LENA, TOM, AgentAtDesk, House, Tab, answer, customer_token
from pictures import SECRET, animation, pdf, photo, vast
from PIL import Image
from slow import SlowFirst
from sqlalchemy import text as sql

from gateway.attachments import Attachments
from gateway.files import Files
from gateway.people import People
from gateway.records import Records
from storage import Database
from storage.ids import new_id

Json = dict[str, Any]


async def send(http: httpx.AsyncClient, data: bytes, name: str = "teapot.jpg", status: int = 200) -> Json:
    """Upload a file and return what is said of it: the attachment, or the error."""
    answer = await http.post("/api/attachments", content=data, headers={"X-File-Name": name})
    assert answer.status_code == status, answer.text
    said: Json = answer.json()
    return said["attachment"] if status == 200 else said["error"]


def folder(house: House) -> Path:
    return house.settings.attachments


def as_lena(house: House) -> httpx.AsyncClient:
    return house.http(customer_token(LENA))


async def sent(house: House, lena: Tab, data: bytes | None = None, text: str = "") -> tuple[Json, Json]:
    """Let Lena send a photo; return attachment and message."""
    await lena.begin()
    async with as_lena(house) as http:
        attachment = await send(http, data or photo())
    body = {"message": text, "attachments": [attachment["id"]], "client_message_id": f"with-{attachment['id']}"}
    ack = await lena.call("user_uttered", body)
    assert ack["ok"], ack
    return attachment, ack["message"]


async def test_a_photo_reaches_the_bot_by_name_and_the_agent_whole(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.script = lambda asked: answer("Thanks for the photo.")
    attachment, message = await sent(house, lena)
    assert (message["text"], message["attachments"]) == ("", [attachment])
    await lena.said("bot", "Thanks")
    (asked,) = house.bot.requests
    assert (asked["message"], asked["attachments"]) == ("", [{"kind": "image", "name": "teapot.jpg"}])

    conversation = message["conversation_id"]
    (listed,) = (await mia.http.get("/api/conversations?status=pending")).json()["conversations"]
    assert listed["id"] == conversation
    seen = (await mia.look(conversation))["messages"][0]
    assert seen["attachments"] == [attachment]
    shown = await mia.http.get(f"/api/attachments/{attachment['id']}")
    assert Image.open(io.BytesIO(shown.content)).size == (attachment["width_px"], attachment["height_px"])


async def test_the_desk_sees_it_live_and_in_the_queue(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    house.bot.script = lambda asked: answer("A colleague comes.", handoff=ASKED)
    _, message = await sent(house, lena)
    await lena.said("bot")
    await mia.post(message["conversation_id"], "claim")
    await mia.tab.call("watch", {"conversation_id": message["conversation_id"]})
    attachment, later = await sent(house, lena)
    live = await mia.tab.until("message", lambda body: body["message"]["id"] == later["id"])
    assert live["message"]["attachments"] == [attachment]
    (listed,) = (await mia.http.get("/api/conversations?status=open")).json()["conversations"]
    assert (listed["last_message"]["text"], listed["last_message"]["attachments"]) == ("", 1)
    assert len(house.bot.requests) == 1  # a human leads: the bot is not told of the second photo


async def test_the_packet_counts_the_photos_and_names_them(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    await sent(house, lena, text="it came like this")
    await lena.said("bot")
    house.bot.script = lambda asked: answer("A colleague comes.", handoff=ASKED)
    attachment, message = await sent(house, lena)
    await lena.said("bot", "colleague")
    packet = (await mia.look(message["conversation_id"]))["handoff"]
    assert {"key": "photo", "value": "2"} in packet["known_facts"]
    assert packet["transcript"][-2]["attachments"] == [{"id": attachment["id"], "kind": "image", "name": "teapot.jpg"}]
    assert packet["open_question"] == "it came like this"
    assert all("“”" not in line["text"] for line in packet["summary"])


async def test_over_http_too(house: House) -> None:
    house.bot.script = lambda asked: answer("Thanks.")
    async with as_lena(house) as http:
        attachment = await send(http, photo())
        said = (await http.post("/api/chat", json={"text": "", "attachments": [attachment["id"]]})).json()
        assert [reply["text"] for reply in said["replies"]] == ["Thanks."]
        history = (await http.get(f"/api/chat/{said['conversation_id']}")).json()
        assert history["messages"][0]["attachments"] == [attachment]


async def test_a_burst_brings_all_its_photos(house: House, visit: Any) -> None:
    bot = SlowFirst(house)
    lena = await visit(house, {"token": customer_token(LENA)})
    await lena.begin()
    async with as_lena(house) as http:
        ids = [(await send(http, photo(), name))["id"] for name in ("one.jpg", "two.jpg")]
    await bot.begin(lena)
    await lena.call("user_uttered", {"message": "", "attachments": ids[:1], "client_message_id": "p1"})
    await lena.call("user_uttered", {"message": "see?", "attachments": ids[1:], "client_message_id": "p2"})
    bot.go_on.set()
    await lena.until("bot_uttered", lambda _: len(lena.all("bot_uttered")) == 2)
    names = [[each["name"] for each in asked.get("attachments", [])] for asked in house.bot.requests]
    assert (names, house.bot.requests[1]["message"]) == ([[], ["one.jpg", "two.jpg"]], "see?")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_what_a_picture_carries_beside_its_pixels_is_gone(house: House, form: str) -> None:
    async with as_lena(house) as http:
        attachment = await send(http, photo(form, behind=SECRET), "x")
    kept = (folder(house) / attachment["id"]).read_bytes()
    assert SECRET not in kept
    assert b"A telephone" not in kept
    image = Image.open(io.BytesIO(kept))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background", "timestamp"}
    assert attachment["size_bytes"] == len(kept)


async def test_the_file_lies_apart_and_only_its_owner_may_read_it(house: House) -> None:
    async with as_lena(house) as http:
        attachment = await send(http, photo())
    (lying,) = folder(house).iterdir()
    assert lying.name == attachment["id"]
    assert (lying.stat().st_mode & 0o777, folder(house).stat().st_mode & 0o777) == (0o600, 0o700)
    (row,) = house.rows("SELECT name, media_type, sha256, message_id FROM attachments")
    assert (row.name, row.media_type, len(row.sha256), row.message_id) == ("teapot.jpg", "image/jpeg", 64, None)


async def test_a_photo_taken_sideways_stands_upright_and_a_large_one_is_made_smaller(house: House) -> None:
    async with as_lena(house) as http:
        turned = await send(http, photo(sideways=True))
        large = await send(http, photo(size=(5200, 1300)))
    assert (turned["width_px"], turned["height_px"]) == (30, 40)
    assert (large["width_px"], large["height_px"]) == (2560, 640)


async def test_of_an_animation_one_picture_is_kept(house: House) -> None:
    async with as_lena(house) as http:
        attachment = await send(http, animation(), "dance.gif")
    assert (attachment["media_type"], attachment["name"]) == ("image/png", "dance.png")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415, "unsupported"),
        (b"<!doctype html><script>alert(1)</script>", 415, "unsupported"),
        (b"MZ\x90\x00", 415, "unsupported"),
        (b"GIF", 415, "unsupported"),
        (b"", 400, "invalid"),
        (photo()[:200], 400, "unreadable"),
        (b"GIF89a<script>alert(1)</script>", 400, "unreadable"),
        (b"\xff\xd8\xff" + photo("PNG"), 400, "unreadable"),
        (pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), 400, "unsafe"),
        (pdf("/OpenAction << /S /J#61vaScript /J#53 (app.alert(1)) >>"), 400, "unsafe"),
        (pdf(packed="5 0 << /S /Launch /F (cmd.exe) >>"), 400, "unsafe"),
        (pdf("/Names << /EmbeddedFiles 5 0 R >>"), 400, "unsafe"),
        (pdf("/Encrypt 5 0 R"), 400, "unsafe"),
        (pdf("/AcroForm << /XFA 5 0 R >>"), 400, "unsafe"),
    ],
)
async def test_what_is_refused_is_refused_clearly_and_leaves_nothing(
    house: House, data: bytes, status: int, code: str
) -> None:
    async with as_lena(house) as http:
        error = await send(http, data, status=status)
    assert error["code"] == code
    assert error["message"]
    assert not folder(house).exists()
    assert house.rows("SELECT id FROM attachments") == []


async def test_a_plain_pdf_is_taken_as_it_is_and_saved_never_shown(house: House, lena: Tab) -> None:
    plain = pdf("/OpenAction [3 0 R /Fit]", packed="5 0 << /Title (JavaScript for beginners) >>")
    attachment, _ = await sent(house, lena, plain)
    assert (attachment["kind"], attachment["name"], attachment["width_px"]) == ("pdf", "teapot.pdf", None)
    async with as_lena(house) as http:
        page = await http.get(f"/api/attachments/{attachment['id']}")
    assert page.content == plain
    assert page.headers["Content-Disposition"].startswith("attachment;")
    assert page.headers["Content-Type"] == "application/pdf"


async def test_pixels_are_counted_before_they_are_drawn(house: House) -> None:
    data = vast()
    assert len(data) < 100_000
    async with as_lena(house) as http:
        assert (await send(http, data, status=413))["code"] == "too_large"


async def test_too_large_is_told_announced_or_not(build: Callable[..., House]) -> None:
    house = build(WARMLINE_MAX_ATTACHMENT_BYTES="20000")
    house.bot.start()
    house.start()
    data = photo() + b"x" * 30_000

    async def in_pieces() -> Any:
        for start in range(0, len(data), 1000):
            yield data[start : start + 1000]

    async with as_lena(house) as http:
        assert (await send(http, data, status=413))["code"] == "too_large"
        answer = await http.post("/api/attachments", content=in_pieces())
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
        await send(http, photo() + b"x" * 10_000)
        # Everything else keeps its own limit.
        assert (await http.post("/api/chat", json={"text": "x" * 70_000})).status_code == 413


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("teapot.jpg", "teapot.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:%5Cphotos%5Ctea pot.JPEG", "tea pot.jpg"),
        ("%E8%8C%B6%E5%A3%B6.png", "茶壶.jpg"),
        ("photo%E2%80%AEgpj.exe", "photogpj.jpg"),
        ("a%0D%0ASet-Cookie: b.jpg", "aSet-Cookie b.jpg"),
        ("4111 1111 1111 1111.jpg", "•••• 1111.jpg"),
        ("", "image.jpg"),
    ],
)
async def test_a_name_is_only_a_name(house: House, lena: Tab, given: str, kept: str) -> None:
    await lena.begin()
    async with as_lena(house) as http:
        attachment = await send(http, photo(), given)
        assert attachment["name"] == kept
        shown = await http.get(f"/api/attachments/{attachment['id']}")
    assert shown.headers["Content-Disposition"].startswith("inline;")
    assert "Set-Cookie" not in shown.headers


async def test_it_is_served_so_that_it_can_do_nothing(house: House, lena: Tab) -> None:
    attachment, _ = await sent(house, lena)
    async with as_lena(house) as http:
        shown = await http.get(f"/api/attachments/{attachment['id']}")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_nobody_else_sees_it(house: House, lena: Tab, guest: Tab, mia: AgentAtDesk) -> None:
    attachment, _ = await sent(house, lena)
    visitor = (await guest.begin())["visitor_token"]
    where = f"/api/attachments/{attachment['id']}"
    for token in (customer_token(TOM), visitor):
        async with house.http(token) as http:
            answer = await http.get(where)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    async with house.http() as http:
        assert (await http.get(where)).status_code == 401
    async with house.http("nonsense") as http:
        assert (await http.get(where)).status_code == 401
    assert (await mia.http.get(where)).status_code == 200
    for nothing in ("f_none", "..%2Fwarmline.db", "f_%00"):
        assert (await mia.http.get(f"/api/attachments/{nothing}")).status_code == 404


async def test_a_guest_who_signs_in_takes_their_photos_along(house: House, guest: Tab, visit: Any) -> None:
    visitor = (await guest.begin())["visitor_token"]
    async with house.http(visitor) as http:
        said, unsent = await send(http, photo()), await send(http, photo())
    body = {"message": "broken", "attachments": [said["id"]], "client_message_id": "g-1"}
    assert (await guest.call("user_uttered", body))["ok"]
    lena = await visit(house, {"token": customer_token(LENA), "visitor": visitor})
    shown = (await lena.begin())["messages"][0]
    assert shown["attachments"] == [said]
    async with as_lena(house) as http:
        assert (await http.get(f"/api/attachments/{said['id']}")).status_code == 200
    body = {"message": "", "attachments": [unsent["id"]], "client_message_id": "g-2"}
    assert (await lena.call("user_uttered", body))["ok"], "what they had ready to send goes along"
    async with house.http(visitor) as http:
        assert (await http.get(f"/api/attachments/{said['id']}")).status_code == 404


async def test_what_is_not_sent_yet_is_no_agents_affair(house: House, mia: AgentAtDesk) -> None:
    async with as_lena(house) as http:
        attachment = await send(http, photo())
        where = f"/api/attachments/{attachment['id']}"
        assert (await http.get(where)).status_code == 200
    assert (await mia.http.get(where)).status_code == 404


async def test_nobody_sends_somebody_elses_file_nor_one_twice(house: House, lena: Tab, tom: Tab) -> None:
    attachment, message = await sent(house, lena)
    async with as_lena(house) as http:
        loose = await send(http, photo())
    await tom.begin()
    for tab, stolen in ((tom, attachment), (tom, loose), (lena, attachment), (lena, {"id": "f_unknown"})):
        body = {"message": "look", "attachments": [stolen["id"]], "client_message_id": f"again-{stolen['id']}"}
        ack = await tab.call("user_uttered", body)
        assert (ack["ok"], ack["error"]["code"]) == (False, "not_found")
    body = {"message": "", "attachments": [attachment["id"]], "client_message_id": message["client_message_id"]}
    assert (await lena.call("user_uttered", body))["message"]["id"] == message["id"]


@pytest.mark.parametrize(
    "body",
    [
        {"message": ""},
        {"message": " ", "attachments": []},
        {"message": "x", "attachments": ["f_a", "f_b", "f_c", "f_d", "f_e"]},
        {"message": "x", "attachments": ["../x"]},
        {"message": "x", "attachments": "f_a"},
        {"attachments": ["f_a"]},
    ],
)
async def test_a_message_that_does_not_fit(house: House, lena: Tab, body: Json) -> None:
    await lena.begin()
    ack = await lena.call("user_uttered", {**body, "client_message_id": "c"})
    assert (ack["ok"], ack["error"]["code"]) == (False, "invalid")


async def test_who_is_nobody_sends_nothing(house: House) -> None:
    for token in (None, "nonsense", customer_token(LENA, life_s=-5)):
        async with house.http(token) as http:
            assert (await send(http, photo(size=(900, 900)), status=401))["code"] == "unauthenticated"
    async with as_lena(house) as http:
        foreign = await http.post("/api/attachments", content=photo(), headers={"Origin": "https://evil.example"})
        assert foreign.status_code == 403
        shop = await http.post("/api/attachments", content=photo(), headers={"Origin": "https://shop.example"})
        assert shop.headers["Access-Control-Allow-Origin"] == "https://shop.example"
        asks = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}
        asks["Access-Control-Request-Headers"] = "authorization, content-type, x-file-name"
        assert (await http.options("/api/attachments", headers=asks)).status_code == 200


async def test_who_only_uploads_is_stopped(build: Callable[..., House]) -> None:
    house = build(WARMLINE_RATE_MESSAGES="1000")
    house.bot.start()
    house.start()
    async with as_lena(house) as http:
        for _ in range(20):
            await send(http, photo())
        assert (await send(http, photo(), status=429))["retry_after_s"]


def service(house: House) -> tuple[Attachments, Database]:
    """Return the part that clears away, on the house's own records."""
    database = Database(house.settings.database_url)
    records = Records(database)
    people = People(house.shop, house.clock)
    return Attachments(records, people, Files(folder(house)), house.clock, new_id), database


def age(path: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


async def test_what_was_never_sent_goes_after_a_day(house: House, lena: Tab) -> None:
    attachment, _ = await sent(house, lena)
    async with as_lena(house) as http:
        loose = await send(http, photo())
    attachments, database = service(house)
    for each in folder(house).iterdir():
        age(each, 26)
    await attachments.clear()
    assert {each.name for each in folder(house).iterdir()} == {attachment["id"], loose["id"]}
    house.clock.ahead = timedelta(hours=25)
    await attachments.clear()
    assert {each.name for each in folder(house).iterdir()} == {attachment["id"]}
    database.close()


async def test_files_go_with_their_conversation_and_what_is_not_ours_stays(house: House, lena: Tab) -> None:
    await sent(house, lena)
    (folder(house) / "notes.txt").write_text("an operator's")
    (folder(house) / "f_broken.part").write_bytes(b"half")
    for each in folder(house).iterdir():
        age(each, 2)
    attachments, database = service(house)
    database.write(lambda unit: unit.session.execute(sql("DELETE FROM conversations")))
    await attachments.clear()
    assert [each.name for each in folder(house).iterdir()] == ["notes.txt"]
    assert house.rows("SELECT id FROM attachments") == []
    database.close()


async def test_a_file_that_has_just_come_is_not_taken_for_an_orphan(house: House) -> None:
    attachments, database = service(house)
    files = Files(folder(house))
    files.write("f_just_now", b"x")
    await attachments.clear()
    assert files.path("f_just_now").exists()
    database.close()


async def test_it_says_no_names_in_the_log(
    house: House, visit: Callable[..., Awaitable[Tab]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with as_lena(house) as http:
        await send(http, photo(), "passport of Lena.jpg")
        await send(http, b"nothing", "passport of Lena.jpg", status=415)
    told = " ".join(str(record.__dict__) for record in caplog.records)
    assert "attachment_stored" in told
    assert "passport" not in told


async def of_agent(
    agent: AgentAtDesk, conversation: str, data: bytes | None = None, name: str = "label.png", status: int = 200
) -> Json:
    """Let an agent upload a file for a conversation; return the attachment, or the error."""
    response = await agent.http.post(
        "/api/attachments/desk",
        params={"conversation": conversation},
        content=photo() if data is None else data,
        headers={"X-File-Name": name},
    )
    assert response.status_code == status, response.text
    said: Json = response.json()
    return said["attachment"] if status == 200 else said["error"]


async def claimed(house: House, lena: Tab, mia: AgentAtDesk) -> str:
    """Let Lena's conversation be Mia's."""
    house.bot.script = lambda asked: answer("A colleague comes.", handoff=ASKED)
    conversation: str = (await lena.say("a person please"))["conversation_id"]
    await lena.said("system")
    await mia.post(conversation, "claim")
    return conversation


async def test_an_agents_photo_reaches_the_customer_and_is_audited(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await claimed(house, lena, mia)
    attachment = await of_agent(mia, conversation, photo())
    assert attachment["name"] == "label.jpg", "a picture is drawn anew, and is called what it is"
    async with as_lena(house) as http:
        early = await http.get(f"/api/attachments/{attachment['id']}")
        assert early.status_code == 404, "not before it is sent"
        said = await mia.post(conversation, "messages", text="", attachments=[attachment["id"]])
        assert said["message"]["attachments"] == [attachment]
        heard = await lena.said("agent")
        assert heard["attachments"] == [attachment]
        shown = await http.get(f"/api/attachments/{attachment['id']}")
        assert shown.status_code == 200
        assert SECRET not in shown.content
        data = (await http.get("/api/privacy/data")).json()
        assert [file["id"] for m in data["conversations"][0]["messages"] for file in m["attachments"]] == [
            attachment["id"]
        ]
    (audited,) = house.rows("SELECT actor, conversation_id FROM audit_log WHERE action = 'send_files'")
    assert tuple(audited) == (mia.id, conversation)
    again = await mia.post(conversation, "messages", 404, text="once more", attachments=[attachment["id"]])
    assert again["error"]["code"] == "not_found"


async def test_a_notes_file_is_for_colleagues_alone(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await claimed(house, lena, mia)
    attachment = await of_agent(omar, conversation)
    noted = await omar.post(conversation, "messages", text="", private=True, attachments=[attachment["id"]])
    assert noted["message"]["attachments"] == [attachment]
    assert (await mia.http.get(f"/api/attachments/{attachment['id']}")).status_code == 200
    for customer in (LENA, TOM):
        async with house.http(customer_token(customer)) as http:
            assert (await http.get(f"/api/attachments/{attachment['id']}")).status_code == 404
            data = (await http.get("/api/privacy/data")).json()
            assert attachment["id"] not in str(data)
    async with house.http() as http:
        assert (await http.get(f"/api/attachments/{attachment['id']}")).status_code == 401


async def test_an_agents_file_is_sent_by_them_there_and_by_who_may_write(
    house: House, lena: Tab, tom: Tab, mia: AgentAtDesk, omar: AgentAtDesk
) -> None:
    conversation = await claimed(house, lena, mia)
    others = (await tom.say("a person please"))["conversation_id"]
    await tom.said("system")
    theirs, mine = await of_agent(omar, conversation), await of_agent(mia, conversation)
    elsewhere = await of_agent(mia, others)
    for wanted in (theirs, elsewhere, {"id": "f_none"}):
        await mia.post(conversation, "messages", 404, text="here", attachments=[mine["id"], wanted["id"]])
    await omar.post(conversation, "messages", 403, text="here", attachments=[theirs["id"]])
    assert house.rows("SELECT count(*) FROM audit_log WHERE action = 'send_files'") == [(0,)]
    # The customer sends none of them as their own, and takes none along.
    async with as_lena(house) as http:
        refused = await http.post("/api/chat", json={"text": "", "attachments": [mine["id"]]})
        assert refused.status_code == 404
        assert (await http.get("/api/privacy/data")).json()["unsent_files"] == []


async def test_an_agents_file_is_checked_as_a_customers_is(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await claimed(house, lena, mia)
    assert (await of_agent(mia, conversation, b"<svg onload=alert(1)>", status=415))["code"] == "unsupported"
    unsafe = b"%PDF-1.5\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\nendobj\n%%EOF\n"
    assert (await of_agent(mia, conversation, unsafe, status=400))["code"] == "unsafe"
    assert (await of_agent(mia, conversation, b"", status=400))["code"] == "invalid"
    assert (await of_agent(mia, "cv_none", status=404))["code"] == "not_found"
    too_large = b"x" * (house.settings.max_attachment_bytes + 1)
    assert (await of_agent(mia, conversation, too_large, status=413))["code"] == "too_large"
    blank = await mia.post(conversation, "messages", 400, text=" ")
    assert blank["error"]["code"] == "invalid"


async def test_files_are_taken_from_agents_on_our_own_pages_only(house: House, lena: Tab, mia: AgentAtDesk) -> None:
    conversation = await claimed(house, lena, mia)
    where = {"params": {"conversation": conversation}, "content": photo()}
    foreign = await mia.http.post("/api/attachments/desk", headers={"Origin": "https://shop.example"}, **where)
    assert (foreign.status_code, foreign.json()["error"]["code"]) == (403, "not_allowed")
    async with as_lena(house) as http:
        assert (await http.post("/api/attachments/desk", **where)).status_code == 401
    assert house.rows("SELECT count(*) FROM attachments") == [(0,)]


async def test_an_agents_unsent_file_goes_with_what_the_customer_deletes(
    house: House, lena: Tab, mia: AgentAtDesk
) -> None:
    conversation = await claimed(house, lena, mia)
    attachment = await of_agent(mia, conversation)
    assert (folder(house) / attachment["id"]).is_file()
    async with as_lena(house) as http:
        assert (await http.post("/api/privacy/erase", json={"confirm": True})).status_code == 200
    assert house.rows("SELECT count(*) FROM attachments") == [(0,)]
    deadline = time.monotonic() + 8
    while (folder(house) / attachment["id"]).exists() and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    assert not (folder(house) / attachment["id"]).exists()
