"""One script tag is all that a shop needs."""

from __future__ import annotations

import httpx
from playwright.sync_api import Route, expect
from stack import Stack

from browser.windows import Shop

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Some shop</title>
<link rel="icon" href="data:,"><script src="{base}/widget.js"{attributes} defer></script></head>
<body><h1>Some shop</h1></body></html>"""
# What docs/widget.md asks a shop to allow, and nothing else.
POLICY = "default-src 'none'; script-src {base}; connect-src {base} {socket}; img-src data:"


def plain_shop(shop: Shop, stack: Stack, *, language: str = "en", attributes: str = "") -> Shop:
    """Open a page that has nothing but the script tag, under a strict policy."""
    base = stack.base_url
    policy = POLICY.format(base=base, socket=base.replace("http", "ws"))
    body = PAGE.format(base=base, language=language, attributes=attributes)
    headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}

    def serve(route: Route) -> None:
        route.fulfill(body=body, headers=headers)

    shop.page.route("**/some-shop", serve)
    shop.page.goto(f"{base}/some-shop")
    return shop


def test_the_loader_is_small_and_may_be_fetched_by_any_shop(stack: Stack) -> None:
    answer = httpx.get(f"{stack.base_url}/widget.js")

    assert len(answer.content) <= 3 * 1024
    assert answer.headers["content-type"].startswith(("text/javascript", "application/javascript"))
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_page_with_only_the_script_tag_has_a_working_chat(shop: Shop, stack: Stack) -> None:
    fetched: list[str] = []
    shop.page.on("request", lambda request: fetched.append(request.url.removeprefix(stack.base_url)))
    plain_shop(shop, stack)
    expect(shop.launcher).to_be_visible()
    assert fetched == ["/some-shop", "/widget.js"]  # nothing more until somebody opens it

    shop.open_chat().say("how do I return something?")

    shop.is_answered()
    expect(shop.page.get_by_role("dialog", name="Support chat")).to_be_visible()
    assert shop.page.evaluate("Object.keys(window).filter(name => /warmline/i.test(name))") == ["Warmline"]


def test_the_shop_says_who_is_there_and_forgets_them(shop: Shop, stack: Stack) -> None:
    plain_shop(shop, stack)
    shop.page.evaluate("token => { Warmline.identify(token); Warmline.open(); }", stack.token("c-late"))
    expect(shop.panel).to_contain_text("Hello Lena")
    shop.say("where is my lamp?")
    shop.hears("floor lamp")

    shop.page.evaluate("Warmline.logout()")

    expect(shop.messages).to_have_count(0)
    assert "lamp" not in shop.kept()
    shop.page.evaluate("Warmline.close()")
    expect(shop.panel).to_have_count(0)


def test_attributes_set_language_and_name(shop: Shop, stack: Stack) -> None:
    plain_shop(shop, stack, attributes=' data-language="zh" data-name="灯具店"')

    shop.open_chat()

    expect(shop.page.get_by_role("dialog", name="客服聊天, 灯具店")).to_be_visible()
    expect(shop.panel).to_contain_text("您好！有什么可以帮您？")


def test_the_shops_styles_stay_outside_and_its_variables_come_in(shop: Shop, stack: Stack) -> None:
    plain_shop(shop, stack)
    shop.page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("* { display: block; font-size: 40px !important } :root { --warmline-accent: rgb(122, 46, 77) }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    shop.open_chat().say("hello")

    bubble = shop.own("hello").locator(".bubble")
    expect(bubble).to_have_css("background-color", "rgb(122, 46, 77)")
    assert bubble.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") < 20


def test_an_expired_token_asks_the_shop_for_a_new_one_and_nothing_is_lost(shop: Shop, stack: Stack) -> None:
    expired = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjLXRocmVlIiwiZXhwIjoxfQ.bm90LWEtc2lnbmF0dXJl"
    plain_shop(shop, stack)
    shop.page.evaluate(
        """fresh => window.addEventListener("warmline:token-expired", () => {
             window.asked = (window.asked ?? 0) + 1;
             window.renew = () => Warmline.identify(fresh);
           })""",
        stack.token("c-three"),
    )
    shop.page.evaluate("token => { Warmline.identify(token); Warmline.open(); }", expired)
    expect(shop.banner).to_contain_text("Your sign-in has expired")
    shop.input.fill("where is my mug?")
    shop.input.press("Enter")
    expect(shop.own("where is my mug?")).to_have_attribute("data-state", "queued")

    shop.page.evaluate("renew()")

    shop.hears("W-10433")
    expect(shop.banner).to_have_count(0)
    expect(shop.own("where is my mug?")).to_have_count(1)
    assert shop.page.evaluate("asked") == 1
