"""Everything works without a mouse, and everything has a name that a screen reader can say."""

from __future__ import annotations

from playwright.sync_api import expect
from stack import Stack

from browser.windows import Desk, Shop


def test_a_whole_chat_from_the_keyboard(shop: Shop) -> None:
    keyboard = shop.page.keyboard
    shop.visit("c-three").launcher.focus()
    keyboard.press("Enter")
    expect(shop.input).to_be_focused()
    keyboard.type("where is my order")
    keyboard.press("Enter")
    expect(shop.replies).to_have_count(3)

    # Back from the field past the clip, through the buttons: Desk lamp, Headphones, Mug.
    expect(shop.input).to_be_focused()
    for _ in range(4):
        keyboard.press("Shift+Tab")
    expect(shop.replies.get_by_text("Mug", exact=True)).to_be_focused()
    keyboard.press("Enter")
    shop.hears("W-10433")
    expect(shop.input).to_be_focused()

    keyboard.press("Escape")
    expect(shop.panel).to_have_count(0)
    expect(shop.launcher).to_be_focused()
    keyboard.press("Space")
    expect(shop.own("Mug")).to_be_visible()


def test_shift_enter_starts_a_line(shop: Shop) -> None:
    shop.visit().open_chat()
    shop.input.press_sequentially("one")
    shop.input.press("Shift+Enter")
    shop.input.press_sequentially("two")

    expect(shop.input).to_have_value("one\ntwo")
    expect(shop.messages).to_have_count(0)


def test_the_chat_has_roles_and_names(shop: Shop) -> None:
    shop.visit("c-three")
    expect(shop.page.get_by_role("button", name="Open support chat", exact=True)).to_have_attribute(
        "aria-expanded", "false"
    )
    shop.open_chat().say("where is my order")
    expect(shop.replies).to_have_count(3)

    expect(shop.panel).to_match_aria_snapshot(
        """
        - dialog "Support chat, Hearth & Hive":
          - banner:
            - strong: Hearth & Hive
            - button "中文, switch to Chinese"
            - button "More options"
            - button "Close chat"
          - status
          - log "Conversation":
            - paragraph: Today
            - group "Suggested answers":
              - button "Mug"
              - button "Headphones"
              - button "Desk lamp"
          - textbox "Your message"
          - button "Send" [disabled]
          - button "Talk to a person"
        """
    )


def test_the_desk_has_roles_and_names_and_works_from_the_keyboard(desk: Desk, stack: Stack) -> None:
    lena = stack.customer("c-late")
    lena.say("where is my lamp?")
    lena.say("I want to talk to a person please")
    desk.visit().sign_in()
    expect(desk.items).to_have_count(1)

    keyboard = desk.page.keyboard
    keyboard.press("j")
    expect(desk.items.first).to_be_focused()
    keyboard.press("Enter")
    expect(desk.page.get_by_role("log", name="Messages")).to_be_visible()
    keyboard.press("c")
    expect(desk.page.get_by_test_id("desk-resolve")).to_be_visible()
    keyboard.press("r")
    expect(desk.page.get_by_role("textbox", name="Your reply")).to_be_focused()
    keyboard.type("Hello Lena, Mia here.")
    keyboard.press("Enter")
    expect(desk.message("Hello Lena, Mia here.")).to_be_visible()
    expect(desk.composer).to_have_value("")
    keyboard.press("Escape")
    keyboard.press("n")
    expect(desk.page.get_by_role("textbox", name="Your private note")).to_be_focused()

    # Through the chart with the arrow keys, and from a point to its message.
    desk.points.last.focus()
    keyboard.press("ArrowLeft")
    expect(desk.points.first).to_be_focused()
    keyboard.press("Enter")
    desk.jumped_to(desk.message("where is my lamp?"))


def test_nothing_that_can_be_pressed_is_without_a_name(shop: Shop, desk: Desk, stack: Stack) -> None:
    lena = stack.customer("c-late")
    lena.say("where is my lamp?")
    lena.say("I want to talk to a person please")
    shop.visit("c-late").open_chat().hears("floor lamp")
    desk.visit().sign_in().open("Lena Berg")
    expect(desk.packet).to_be_visible()

    for page in (shop.page, desk.page):
        for role in ("button", "link", "textbox", "tab"):
            unnamed = page.get_by_role(role, name="")  # type: ignore[arg-type]
            bare = [one for one in unnamed.all() if not name_of(one)]
            assert not bare, [one.evaluate("element => element.outerHTML") for one in bare]


def name_of(control: object) -> str:
    """Return what names a control, as far as markup can: its label or its text."""
    script = (
        "e => (e.getAttribute('aria-label') || e.innerText || e.textContent || e.labels?.[0]?.innerText || '').trim()"
    )
    return str(control.evaluate(script))  # type: ignore[attr-defined]
