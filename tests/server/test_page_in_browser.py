"""The page in a real browser, narrow and wide, light and dark: read, answered by keyboard, and of no use to others."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Route

from cases.asked import PIN, QUESTION, WRONG, Desk
from cases.browser import chromium
from cases.office import Office
from voipms_server.approvals.approval import Approval, State
from voipms_server.page.server import PageServer

pytestmark = pytest.mark.anyio
Scheme = Literal["light", "dark"]
WIDTHS = [360, 1280]
SCHEMES: list[Scheme] = ["light", "dark"]
EVIL = "http://evil.example/"


@pytest.fixture(scope="module")
async def browser() -> AsyncGenerator[Browser]:
    async with chromium() as started:
        yield started


@asynccontextmanager
async def opened(browser: Browser, width: int = 360, scheme: Scheme = "light") -> AsyncGenerator[Page]:
    """An empty tab, which ends with all that it opened."""
    context = await browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield await context.new_page()
    await context.close()


@asynccontextmanager
async def served(desk: Desk, approval: Approval) -> AsyncGenerator[str]:
    """The address of this question while its page is served."""
    async with PageServer(desk.store) as page:
        url = await page.question(approval.code)
        assert url is not None
        yield url


async def tab_to(page: Page, name: str) -> None:
    """Press the tab key until the focus is on the field or button with this name or text."""
    for _ in range(20):
        await page.keyboard.press("Tab")
        on = await page.evaluate("(document.activeElement.name || '') + '|' + document.activeElement.textContent")
        if name in str(on).split("|"):
            return
    raise AssertionError(f"the tab key does not lead to {name}")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
async def test_a_yes_by_keyboard(browser: Browser, width: int, scheme: Scheme, tmp_path: Path) -> None:
    desk = Desk()
    approval = desk.ask()
    async with served(desk, approval) as url, opened(browser, width, scheme) as page:
        await page.goto(url)
        shown = await page.inner_text("main")
        assert all(line in shown for line in QUESTION.splitlines())
        await page.screenshot(path=tmp_path / "question.png", full_page=True)
        await tab_to(page, "pin")
        await page.keyboard.type(PIN)
        await page.keyboard.press("Enter")
        await page.get_by_text("Return to your assistant").wait_for()
        await page.screenshot(path=tmp_path / "yes.png", full_page=True)
        assert PIN not in page.url
    assert desk.state(approval) is State.APPROVED


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_no_by_keyboard_needs_no_pin(browser: Browser, width: int, tmp_path: Path) -> None:
    desk = Desk()
    approval = desk.ask()
    async with served(desk, approval) as url, opened(browser, width) as page:
        await page.goto(url)
        await tab_to(page, "No")
        await page.keyboard.press("Enter")
        await page.get_by_text("You said no").wait_for()
        await page.screenshot(path=tmp_path / "no.png", full_page=True)
    assert desk.state(approval) is State.DECLINED


async def test_several_are_ticked_by_keyboard_and_stay_ticked_after_a_wrong_pin(
    browser: Browser, tmp_path: Path
) -> None:
    desk = Desk()
    asked = [desk.ask(f"Question {number}?\nVoIP.ms account: office (asked by local)") for number in range(3)]
    async with served(desk, asked[0]) as url, opened(browser) as page:
        await page.goto(url)
        await tab_to(page, "item")
        await tab_to(page, "item")
        await page.keyboard.press("Space")
        await page.get_by_label("PIN").fill(WRONG)
        await page.keyboard.press("Enter")
        await page.get_by_text("4 tries are left").wait_for()
        await page.screenshot(path=tmp_path / "wrong.png", full_page=True)
        assert [await box.is_checked() for box in await page.get_by_role("checkbox").all()] == [True, True, False]
        assert await page.get_by_label("PIN").input_value() == ""
        await page.keyboard.type(PIN)
        await page.keyboard.press("Enter")
        await page.get_by_text("Return to your assistant").wait_for()
    assert [desk.state(one) for one in asked] == [State.APPROVED, State.APPROVED, State.WAITING]


async def test_a_yes_without_a_pin_is_not_even_sent(browser: Browser) -> None:
    desk = Desk()
    approval = desk.ask()
    async with served(desk, approval) as url, opened(browser) as page:
        await page.goto(url)
        await page.get_by_role("button", name="Yes, do exactly this").click()
        assert await page.get_by_label("PIN").evaluate("field => field === document.activeElement")
        assert await page.get_by_label("PIN").evaluate("field => field.validity.valueMissing")
    assert desk.state(approval) is State.WAITING


@pytest.mark.parametrize("width", WIDTHS)
async def test_nothing_is_wider_than_the_screen_and_nothing_breaks_the_policy(browser: Browser, width: int) -> None:
    desk = Desk()
    approval = desk.ask(f"Order?\nNote: {'W' * 80}\n   {'word ' * 60}", account="a" * 40, caller="c" * 100)
    desk.ask("Another?", caller="c" * 100)
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    async with served(desk, approval) as url, opened(browser, width) as page:
        page.on("console", note)
        await page.goto(url)
        assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []


async def test_what_a_question_holds_runs_and_changes_nothing(browser: Browser) -> None:
    desk = Desk()
    note = "<script>document.title = 'moved'</script><style>main { display: none }</style><img src=x onerror=alert(1)>"
    approval = desk.ask(f"Order?\nNote: {note}")
    async with served(desk, approval) as url, opened(browser) as page:
        await page.goto(url)
        assert note in await page.inner_text("main")
        assert "moved" not in await page.title()
        assert await page.locator("img, script, main style").count() == 0


async def elsewhere(page: Page, content: str) -> None:
    """Open a page of another site."""

    async def answer(route: Route) -> None:
        await route.fulfill(content_type="text/html", body=content)

    await page.route(EVIL, answer)
    await page.goto(EVIL)


async def test_in_a_frame_of_another_page_nothing_is_shown(browser: Browser, tmp_path: Path) -> None:
    desk = Desk()
    approval = desk.ask()
    async with served(desk, approval) as url, opened(browser) as page:
        await elsewhere(page, f'<iframe src="{url}" width=340 height=600></iframe>')
        await page.screenshot(path=tmp_path / "framed.png", full_page=True)
        inside = [await frame.content() for frame in page.frames if frame is not page.main_frame]
    assert inside
    assert not any("Order this number?" in content for content in inside)


async def test_a_form_of_another_page_is_refused_though_all_else_is_right(browser: Browser) -> None:
    desk = Desk()
    approval = desk.ask()
    async with served(desk, approval) as url, opened(browser) as page:
        await page.goto(url)
        item = await page.locator("[name=item]").get_attribute("value")
        fields = {"item": item, "pin": PIN, "answer": "yes"}
        inputs = "".join(f'<input type=hidden name={name} value="{value}">' for name, value in fields.items())
        await elsewhere(page, f'<form method=post action="{url}">{inputs}<button>Win</button></form>')
        async with page.expect_response(url) as answered:
            await page.get_by_role("button").click()
        response = await answered.value
        assert response.status == 403
    assert desk.state(approval) is State.WAITING


async def changed(desk: Desk) -> int:
    """A change that made a password; its number."""
    arguments = {"kind": "sms", "id": "5145550110", "changes": {"smpp_pass": "generate"}}
    async with Office(store=desk.store).client() as client:
        result = await client.call_tool("updateSettings", arguments)
    assert result.structured_content is not None
    return int(result.structured_content["change"])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
async def test_a_secret_is_shown_by_keyboard_and_selected_whole_by_one_click(
    browser: Browser, width: int, scheme: Scheme, tmp_path: Path
) -> None:
    desk = Desk()
    change = await changed(desk)
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    async with PageServer(desk.store) as server, opened(browser, width, scheme) as page:
        page.on("console", note)
        url = await server.secret(change)
        assert url is not None
        await page.goto(url)
        await page.screenshot(path=tmp_path / "asked.png", full_page=True)
        await tab_to(page, "pin")
        await page.keyboard.type(PIN)
        await page.keyboard.press("Enter")
        await page.get_by_text("smpp_pass").wait_for()
        secret = page.locator(".secret")
        await secret.click()
        value = await secret.inner_text()
        assert len(value) == 8
        assert await page.evaluate("getSelection().toString()") == value
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        assert await secret.evaluate("one => getComputedStyle(one).fontFamily.includes('monospace')")
        await page.screenshot(path=tmp_path / "shown.png", full_page=True)
        assert page.url == url
        assert await page.locator("script").count() == 0
    assert said == []


async def test_after_a_wrong_pin_the_field_for_it_has_the_focus(browser: Browser, tmp_path: Path) -> None:
    desk = Desk()
    change = await changed(desk)
    async with PageServer(desk.store) as server, opened(browser) as page:
        url = await server.secret(change)
        assert url is not None
        await page.goto(url)
        await page.get_by_label("PIN").fill(WRONG)
        await page.get_by_role("button", name="Show it").click()
        await page.get_by_text("4 tries are left").wait_for()
        await page.screenshot(path=tmp_path / "wrong.png", full_page=True)
        assert await page.get_by_label("PIN").input_value() == ""
        await page.keyboard.type(PIN)
        await page.keyboard.press("Enter")
        await page.locator(".secret").wait_for()
