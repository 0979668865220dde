"""The map in a real browser: as a file and inside a host, by eye, by keyboard and as lists, wide and narrow."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page

from cases.browser import chromium
from cases.large import Large
from cases.office import NOON, Office
from cases.straight import line_to
from voipms_server.facts import Facts
from voipms_server.map.page import page, page_with
from voipms_server.tracing.account import Account
from voipms_server.tracing.checks import findings
from voipms_server.tracing.picture import routing_map
from voipms_server.tracing.traced import When, trace_number
from voipms_server.zones import Zone

pytestmark = pytest.mark.anyio
MAIN, MARC = "5145550110", "5145550113"
Scheme = Literal["light", "dark"]
HOST = """
<!doctype html><title>host</title>
<iframe id="app" sandbox="allow-scripts" style="width:1000px;height:900px"></iframe>
<script>
  window.heard = [];
  const app = document.getElementById("app");
  const send = (message) => app.contentWindow.postMessage({jsonrpc: "2.0", ...message}, "*");
  window.addEventListener("message", (event) => {
    window.heard.push(event.data.method);
    if (event.data.method === "ui/initialize") {
      window.asked = event.data.params;
      send({id: event.data.id, result: {protocolVersion: "2026-01-26", hostInfo: {}, hostCapabilities: {},
        hostContext: {theme: "dark"}}});
    }
    if (event.data.method === "ui/notifications/initialized")
      send({method: "ui/notifications/tool-result", params: window.result});
    if (event.data.id === 77) window.answered = event.data.result;
  });
  window.tell = send;
</script>
"""


@pytest.fixture(scope="module")
async def browser() -> AsyncGenerator[Browser]:
    async with chromium() as started:
        yield started


async def map_of(office: Office, did: str) -> Mapping[str, object]:
    facts = Facts(line_to(office.sandbox), lambda: NOON)
    trace = await trace_number(Account(facts), did, When(NOON, Zone("America/Toronto")), None)
    return routing_map(trace, findings(trace))


@asynccontextmanager
async def shown(
    browser: Browser, data: Mapping[str, object], folder: Path, width: int = 1280, scheme: Scheme = "light"
) -> AsyncGenerator[Page]:
    """The page with these data from a file; whatever it says on the console, or asks of a network, is an error."""
    file = folder / "map.html"
    file.write_text(page_with(data), encoding="utf-8")
    context = await browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    said: list[str] = []
    tab = await context.new_page()
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    await tab.goto(file.as_uri())
    await tab.wait_for_selector("#diagram svg")
    yield tab
    assert said == []
    await context.close()


async def place_text(tab: Page) -> list[str]:
    return await tab.eval_on_selector_all("#diagram .node", "all => all.map(one => one.getAttribute('aria-label'))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_places_ways_and_findings_are_drawn(browser: Browser, tmp_path: Path, width: int, scheme: Scheme) -> None:
    data = await map_of(Office(), MARC)
    async with shown(browser, data, tmp_path, width, scheme) as tab:
        assert await tab.inner_text("h1") == "Number 5145550113 (Marc direct)"
        assert "Sub-account 100000_Marc (Marc Côté), problem, on the way of this call at second 0" in await place_text(
            tab
        )
        assert await tab.locator("#diagram .edge.path").count() == 2
        assert "Account 100000_Marc is not registered" in await tab.inner_text("#findings .problem")
        assert await tab.locator(".node.problem .badge").count() == 1
        assert await tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_what_is_behind_it(browser: Browser, tmp_path: Path, scheme: Scheme) -> None:
    """WCAG AA: 4.5 to 1, in both themes."""
    async with shown(browser, await map_of(Office(), MARC), tmp_path, 1280, scheme) as tab:
        ratios = await tab.evaluate(CONTRAST)
    assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}


CONTRAST = """
() => {
  const style = getComputedStyle(document.documentElement);
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (name) => {
    const hex = style.getPropertyValue(name).trim().slice(1);
    const [r, g, b] = [0, 2, 4].map((at) => channel(parseInt(hex.slice(at, at + 2), 16) / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const on = {
    "--back": ["--text", "--muted", "--accent"], "--panel": ["--text", "--muted", "--accent"],
    "--node": ["--text", "--muted"],
    "--problem-back": ["--problem", "--text", "--muted", "--accent"],
    "--warning-back": ["--warning", "--text", "--muted", "--accent"], "--unknown-back": ["--text", "--muted"],
  };
  const pairs = Object.entries(on).flatMap(([back, texts]) => texts.map((text) => [text, back]));
  return Object.fromEntries(pairs.map(([one, other]) => [`${one} on ${other}`, ratio(one, other)]));
}
"""


async def test_everything_is_reached_and_told_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    data = await map_of(Office(), MAIN)
    async with shown(browser, data, tmp_path) as tab:
        reached: list[str] = []
        for _ in range(40):
            await tab.keyboard.press("Tab")
            label = await tab.evaluate("document.activeElement.getAttribute('aria-label') || ''")
            if await tab.evaluate("document.activeElement.classList.contains('node')"):
                reached.append(label)
        assert set(reached) == set(await place_text(tab))
        assert reached[0].startswith("Number 5145550110"), "the way of the call comes first"
        await tab.locator(".node").nth(2).focus()
        assert "plays recording 7567" in await tab.inner_text("#details")


async def test_buttons_and_keys_move_the_diagram(browser: Browser, tmp_path: Path) -> None:
    async with shown(browser, await map_of(Office(), MAIN), tmp_path) as tab:

        async def at() -> str:
            return await tab.evaluate("document.querySelector('.view').getAttribute('transform')")

        places = [await at()]
        for press in ("#zoom-in", "#zoom-out", "#zoom-in", "#fit"):
            await tab.click(press)
            places.append(await at())
        await tab.focus("#diagram")
        for key in ("ArrowRight", "ArrowDown", "+", "-", "0"):
            await tab.keyboard.press(key)
            places.append(await at())
        assert all(one != other for one, other in pairwise(places))
        await tab.click("#hide")
        assert await tab.locator("#diagram").is_hidden()
        assert await tab.get_attribute("#hide", "aria-expanded") == "false"
        await tab.click("#hide")
        assert await tab.locator("#diagram").is_visible()


async def test_the_lists_say_all_that_the_diagram_shows(browser: Browser, tmp_path: Path) -> None:
    data = await map_of(Office(), MAIN)
    async with shown(browser, data, tmp_path) as tab:
        places = await tab.inner_text("#places")
        for label in await place_text(tab):
            assert label in places or label.startswith("End ")
        edges = await tab.locator("#places ul li").count()
        assert edges == await tab.locator("#diagram .edge").count()
        steps = await tab.locator("#steps li").all_inner_texts()
        assert steps[1].endswith("time condition 1830 (Office hours) matches at Tue 12:00 Eastern")
        await tab.locator("#steps li button").nth(1).click()
        assert "chosen" in str(await tab.get_attribute(".node:focus", "class"))


async def test_a_loop_is_drawn_and_found(browser: Browser, tmp_path: Path) -> None:
    office = Office()
    office.row("time_conditions", timecondition="1830").update(routing_match="tc:1830", routing_nomatch="ivr:4636")
    async with shown(browser, await map_of(office, MAIN), tmp_path) as tab:
        line = await tab.eval_on_selector_all(".edge.path path", "all => all.map(one => one.getAttribute('d'))")
        assert any("C" in one for one in line)
        assert "round in circles" in await tab.inner_text("#findings .problem")


async def test_a_hundred_and_fifty_places_are_drawn_and_can_be_reached(browser: Browser, tmp_path: Path) -> None:
    office = Office(data=Large(NOON, numbers=3, entries=150).data())
    did = office.sandbox.world.accounts[0].table("dids")[0]["did"]
    async with shown(browser, await map_of(office, did), tmp_path, 360) as tab:
        assert await tab.locator("#diagram .node").count() > 150
        assert not await tab.evaluate("document.querySelector('#places-part').open")
        await tab.evaluate("document.querySelectorAll('.node')[120].focus()")
        inside = await tab.evaluate(
            "(() => { const one = document.activeElement.getBoundingClientRect(), box = "
            "document.getElementById('diagram').getBoundingClientRect();"
            "return one.left >= box.left - 1 && one.right <= box.right + 1 && one.top >= box.top - 12; })()"
        )
        assert inside
        assert await tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_names_are_text_whatever_they_hold(browser: Browser, tmp_path: Path) -> None:
    office = Office()
    hostile = '</script><img src=x onerror="document.title=1">\u202e{data}{script}' + "x" * 400
    office.row("ivrs", ivr="4636")["name"] = hostile
    async with shown(browser, await map_of(office, MAIN), tmp_path, 360) as tab:
        assert await tab.title() == "Routing map"
        assert await tab.locator("img").count() == 0
        assert "\u202e" not in await tab.inner_text("body")
        assert await tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def hosted(browser: Browser, result: Mapping[str, object]) -> Page:
    """The page in the frame of a host, which gives it this result."""
    context = await browser.new_context(viewport={"width": 1100, "height": 950})
    tab = await context.new_page()
    await tab.set_content(HOST)
    await tab.evaluate("(result) => { window.result = result; }", dict(result))
    await tab.evaluate("(html) => { document.getElementById('app').srcdoc = html; }", page())
    return tab


async def test_inside_a_host_it_asks_begins_and_draws_what_it_is_given(browser: Browser) -> None:
    data = await map_of(Office(), MAIN)
    tab = await hosted(browser, {"content": [{"type": "text", "text": "…"}], "_meta": {"mcp-voipms/routing-map": data}})
    frame = tab.frame_locator("#app")
    await frame.locator("#diagram svg").wait_for()
    assert await frame.locator(".node").count() == 13
    assert await frame.locator("html").get_attribute("data-theme") == "dark"
    heard = await tab.evaluate("window.heard")
    assert heard[:2] == ["ui/initialize", "ui/notifications/initialized"] or "ui/initialize" in heard
    assert "ui/notifications/size-changed" in heard
    asked = await tab.evaluate("window.asked")
    assert (asked["protocolVersion"], set(asked)) == ("2026-01-26", {"protocolVersion", "appInfo", "appCapabilities"})
    await tab.evaluate("window.tell({method: 'ui/notifications/host-context-changed', params: {theme: 'light'}})")
    await frame.locator("html[data-theme=light]").wait_for()
    await tab.evaluate("window.tell({id: 77, method: 'ui/resource-teardown', params: {}})")
    await tab.wait_for_function("window.answered !== undefined")
    await tab.context.close()


async def test_inside_a_host_an_answer_without_a_map_is_shown_as_text(browser: Browser) -> None:
    tab = await hosted(browser, {"content": [{"type": "text", "text": "There is no number 5145550199"}]})
    frame = tab.frame_locator("#app")
    await frame.get_by_text("There is no number 5145550199").wait_for()
    assert await frame.locator("#main").is_hidden()
    await tab.context.close()
