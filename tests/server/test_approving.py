"""Saying yes or no in a terminal: the question as on the page, the PIN from the terminal alone, no way around it."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cases.asked import PIN, QUESTION, WRONG, Browser, ask, beside, state
from cases.terminal import environment, on_terminal, run
from voipms_server.approvals import rows
from voipms_server.approvals.approval import Approval, Order, State, Way
from voipms_server.cli import app as command
from voipms_server.errors import NotAllowed
from voipms_server.pin import Pin, is_set
from voipms_server.store.store import Store

pytestmark = pytest.mark.anyio
YES = [("Yes or no", "yes"), ("PIN", PIN)]
NO = [("Yes or no", "no")]


@dataclass
class Seat:
    """A person at a terminal, and the store of a simulated account."""

    sandbox: Path
    store: Store

    @property
    def env(self) -> dict[str, str]:
        return environment(VOIPMS_MCP_CONFIG=str(self.sandbox.with_name("none.toml")))

    async def types(self, typed: Sequence[tuple[str, str]], *args: str, piped: bytes | None = None) -> tuple[int, str]:
        """Run a command on this account; its exit code and what was on the screen, in single lines."""
        code, seen = await on_terminal([*args, "--sandbox", str(self.sandbox)], typed, self.env, piped)
        return code, seen.replace("\r\n", "\n")

    def state(self, approval: Approval) -> State:
        return state(self.store, approval)


@pytest.fixture
def seat(tmp_path: Path) -> Seat:
    sandbox = tmp_path / "office.json"
    store = beside(sandbox)
    Pin(store).replace(PIN)
    return Seat(sandbox, store)


async def test_a_question_is_shown_and_a_yes_takes_the_pin(seat: Seat) -> None:
    approval = ask(seat.store)
    code, seen = await seat.types(YES, "approve", approval.code)
    assert code == 0, seen
    assert " ".join(QUESTION.split()) in " ".join(seen.split())
    assert f"{approval.code}: account office, asked by local, answer until " in seen
    assert "Return to your assistant and tell it to go on." in seen
    assert PIN not in seen
    assert seat.state(approval) is State.APPROVED


async def test_a_no_takes_no_pin(seat: Seat) -> None:
    approval = ask(seat.store)
    code, seen = await seat.types(NO, "approve", approval.code.lower())
    assert code == 0, seen
    assert f"{approval.code}: You said no." in seen
    assert seat.state(approval) is State.DECLINED


async def test_several_are_shown_together_and_take_one_pin(seat: Seat) -> None:
    asked = [ask(seat.store, f"Question {number}?") for number in range(3)]
    typed = [("Yes or no to all 2", "yes"), ("PIN", PIN)]
    code, seen = await seat.types(typed, "approve", asked[0].code, asked[2].code, asked[0].code)
    assert code == 0, seen
    assert seen.index("Question 0?") < seen.index("Question 2?") < seen.index("Yes or no to all 2?")
    assert [seat.state(one) for one in asked] == [State.APPROVED, State.WAITING, State.APPROVED]


async def test_a_wrong_pin_is_no_yes(seat: Seat) -> None:
    approval = ask(seat.store)
    code, seen = await seat.types([("Yes or no", "yes"), ("PIN", WRONG)], "approve", approval.code)
    assert code == 2
    assert "The PIN is wrong. 4 tries are left." in seen
    assert WRONG not in seen
    assert seat.state(approval) is State.WAITING


@pytest.mark.parametrize("said", ["y", "", "YES!", "1", "true"])
async def test_only_the_words_yes_and_no_are_answers(seat: Seat, said: str) -> None:
    approval = ask(seat.store)
    code, seen = await seat.types([("Yes or no", said)] * 3, "approve", approval.code)
    assert code == 2
    assert "Neither yes nor no was said" in " ".join(seen.split())
    assert seat.state(approval) is State.WAITING


async def test_the_end_of_the_input_is_no_answer(seat: Seat) -> None:
    approval = ask(seat.store)
    code, seen = await seat.types([("Yes or no", "\x04")], "approve", approval.code)
    assert code == 2
    assert "Nobody answered" in seen
    assert seat.state(approval) is State.WAITING


async def test_what_is_piped_is_not_read(seat: Seat) -> None:
    approval = ask(seat.store)
    code, seen = await seat.types(NO, "approve", approval.code, piped=f"yes\n{PIN}\n".encode())
    assert code == 0, seen
    assert seat.state(approval) is State.DECLINED


async def test_what_is_typed_before_the_question_stands_there_is_no_answer_to_it(seat: Seat) -> None:
    approval = ask(seat.store)
    typed = [("Yes or no", f"yes\n{PIN}"), ("PIN", WRONG)]
    code, _ = await seat.types(typed, "approve", approval.code)
    assert code == 2
    assert seat.state(approval) is State.WAITING


async def test_without_a_terminal_nobody_can_answer(seat: Seat) -> None:
    approval = ask(seat.store)
    code, said = await run(["approve", approval.code, "--sandbox", str(seat.sandbox)], seat.env)
    assert code == 2
    assert "A person answers this in a terminal, and there is none here." in said
    assert seat.state(approval) is State.WAITING


@pytest.mark.parametrize("option", ["--yes", "-y", "--pin", "--force"])
def test_there_is_no_option_that_answers(option: str) -> None:
    result = CliRunner().invoke(command, ["approve", "2222-2222", option])
    assert result.exit_code == 2
    assert "No such option" in result.output


@pytest.mark.parametrize("name", ["PIN", "VOIPMS_MCP_PIN", "MCP_VOIPMS_PIN"])
async def test_the_pin_is_not_read_from_the_environment(seat: Seat, name: str) -> None:
    approval = ask(seat.store)
    env = seat.env | {name: PIN}
    typed = [("Yes or no", "yes"), ("PIN", "")]
    code, _ = await on_terminal(["approve", approval.code, "--sandbox", str(seat.sandbox)], typed, env)
    assert code == 2
    assert seat.state(approval) is State.WAITING


async def test_control_and_direction_changing_characters_reach_the_terminal_as_text(seat: Seat) -> None:
    nasty = "\x1b[2J\x1b]0;x\x07 \u202e0$SU \u200b\x9b1m\rPrice: US$0"
    order = Order("x", nasty[:20], nasty, Way.PAGE)
    approval = ask(seat.store, f"Order?\nNote: {nasty}", order)
    for typed, args in (([], ["approvals"]), (NO, ["approve", approval.code])):
        _, seen = await seat.types(typed, *args)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]", seen), ascii(seen)
        assert "{U+001B}[2J{U+001B}]0;x{U+0007}" in seen


async def test_what_does_not_fit_on_a_line_goes_on_indented(seat: Seat) -> None:
    """A note as wide as the terminal could otherwise end in what looks like a line of this server's own."""
    approval = ask(seat.store, 'Order?\nNote: "a' + " " * 70 + 'Price: US$0.00 now"')
    _, seen = await seat.types(NO, "approve", approval.code)
    assert '\n      Price: US$0.00 now"' in seen


async def test_page_and_terminal_show_the_same_lines(seat: Seat) -> None:
    approval = ask(seat.store)
    page = html.unescape((await Browser(seat.store).get(approval.code)).text)
    _, seen = await seat.types(NO, "approve", approval.code)
    for line in QUESTION.splitlines():
        assert f">{line}<" in page or f">{line}\n" in page
        assert line in seen.replace("\n      ", " ")


async def test_five_wrong_pins_lock_page_terminal_and_a_store_that_is_opened_anew(seat: Seat) -> None:
    approval, browser = ask(seat.store), Browser(seat.store)
    items = await browser.items(approval.code)
    for _ in range(2):
        assert (await browser.answer(approval.code, "yes", items, WRONG)).status_code == 403
    for left in ("2 tries are", "1 try is"):
        _, seen = await seat.types([("Yes or no", "yes"), ("PIN", WRONG)], "approve", approval.code)
        assert f"{left} left" in seen
    with pytest.raises(NotAllowed, match="too many"):
        Pin(beside(seat.sandbox)).check(WRONG)
    _, seen = await seat.types(YES, "approve", approval.code)
    assert "Too many wrong PINs" in seen
    assert "Too many wrong PINs" in (await browser.answer(approval.code, "yes", items, PIN)).text
    assert seat.state(approval) is State.WAITING
    assert (await seat.types(NO, "approve", approval.code))[0] == 0


def test_a_code_that_waits_for_no_answer_is_told_before_anything_is_asked(seat: Seat) -> None:
    declined, client = ask(seat.store), ask(seat.store, "x", Order("x", "office", "local", Way.ELICITATION))
    seat.store.run_now(lambda t: rows.decline(t, declined.id, "page"))
    words = {
        declined.code: "answered with no",
        client.code: "answered in your assistant",
        "2222-2222": "There is no question with this code",
        "\x1b[2J": "There is no question with this code",
    }
    for code, sentence in words.items():
        result = CliRunner().invoke(command, ["approve", code, "--sandbox", str(seat.sandbox)])
        assert result.exit_code == 2
        assert sentence in result.output
        assert "\x1b" not in result.output


async def test_one_wrong_code_among_right_ones_stops_them_all(seat: Seat) -> None:
    approval = ask(seat.store)
    code, seen = await seat.types(YES, "approve", approval.code, "2222-2222")
    assert code == 2
    assert "Yes or no" not in seen
    assert seat.state(approval) is State.WAITING


def test_what_waits_is_listed(seat: Seat) -> None:
    asked = [ask(seat.store), ask(seat.store, "Delete it?\nmore", Order("x", "shop", "front-desk", Way.PAGE))]
    ask(seat.store, "Elsewhere?", Order("y", "office", "local", Way.ELICITATION))
    result = CliRunner().invoke(command, ["approvals", "--sandbox", str(seat.sandbox)])
    assert result.exit_code == 0
    assert f"{asked[0].code}: account office, asked by local, answer until " in result.output
    assert f"{asked[1].code}: account shop, asked by front-desk, answer until " in result.output
    assert "  Order this number?\n" in result.output
    assert "  Delete it?\n" in result.output
    assert "more" not in result.output
    assert "Elsewhere?" not in result.output
    assert result.output.endswith("Answer with: mcp-voipms approve CODE\n")


def test_a_simulated_account_has_questions_and_a_pin_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VOIPMS_MCP_STORE")
    files = [tmp_path / "office.json", tmp_path / "shop.json"]
    approval = ask(beside(files[0]))
    Pin(beside(files[0])).replace(PIN)
    said = [CliRunner().invoke(command, ["approvals", "--sandbox", str(file)]).output for file in files]
    assert approval.code in said[0]
    assert approval.code not in said[1]
    assert not beside(files[1]).run_now(is_set)


def test_that_nothing_waits_is_said(seat: Seat) -> None:
    result = CliRunner().invoke(command, ["approvals", "--sandbox", str(seat.sandbox)])
    assert (result.exit_code, result.output) == (0, "No question waits for an answer here.\n")


NEW = "New PIN, 6 to 32 digits"


@pytest.fixture
def fresh(tmp_path: Path) -> Seat:
    """Where no PIN is set."""
    sandbox = tmp_path / "fresh.json"
    return Seat(sandbox, beside(sandbox))


async def test_a_pin_is_set_when_it_was_typed_twice(fresh: Seat) -> None:
    code, seen = await fresh.types([(NEW, PIN), ("The same again", PIN)], "init", "--pin")
    assert code == 0, seen
    assert "The PIN is set." in seen
    assert PIN not in seen
    Pin(fresh.store).check(PIN)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ([(NEW, PIN), ("The same again", WRONG)], "not the same"),
        ([(NEW, "12345")], "6 to 32 digits."),
        ([(NEW, "123456")], "guessed first"),
        ([(NEW, "")], "6 to 32 digits."),
    ],
)
async def test_what_cannot_be_a_pin_sets_none(fresh: Seat, typed: list[tuple[str, str]], words: str) -> None:
    code, seen = await fresh.types(typed, "init", "--pin")
    assert code == 2
    assert words in seen
    assert not fresh.store.run_now(is_set)


async def test_replacing_a_pin_takes_the_old_one(seat: Seat) -> None:
    typed = [("PIN that is set now", PIN), (NEW, "718281"), ("The same again", "718281")]
    code, seen = await seat.types(typed, "init", "--pin")
    assert code == 0, seen
    Pin(seat.store).check("718281")


async def test_a_wrong_old_pin_replaces_nothing_and_is_a_try(seat: Seat) -> None:
    code, seen = await seat.types([("PIN that is set now", WRONG)], "init", "--pin")
    assert code == 2
    assert "4 tries are left" in seen
    Pin(seat.store).check(PIN)


async def test_a_pin_is_set_by_no_pipe(fresh: Seat) -> None:
    typed = f"{PIN}\n{PIN}\n".encode()
    code, _ = await fresh.types([(NEW, "")], "init", "--pin", piped=typed)
    assert code == 2
    code, said = await run(["init", "--pin", "--sandbox", str(fresh.sandbox)], fresh.env)
    assert code == 2
    assert "there is none here" in said
    assert not fresh.store.run_now(is_set)


def test_a_simulated_account_is_not_set_up(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["init", "--sandbox", str(tmp_path / "office.json")])
    assert result.exit_code == 2
    assert "--sandbox goes with --pin" in result.output


async def test_without_a_pin_a_yes_is_not_taken_and_the_way_to_one_is_told(fresh: Seat) -> None:
    approval = ask(fresh.store)
    code, seen = await fresh.types([("Yes or no", "yes")], "approve", approval.code)
    assert code == 2
    assert "mcp-voipms init --pin" in seen
    assert fresh.state(approval) is State.WAITING
