"""The house: which room imports which, how long a module is, and the error tree as it is drawn."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voipms_server import checking, commit, errors
from voipms_server.errors import VoipmsError

ROOT = Path(__file__).parent.parent.parent
ROOMS = {room: ROOT / room / f"voipms_{room}" for room in ("tools", "prompts", "server", "sandbox")}
OURS = {f"voipms_{room}" for room in ROOMS}
LONGEST = 300
OPENS_THE_SANDBOX = {"cli/sandboxing.py", "demo.py"}
"""What is behind `serve --sandbox`, `sandbox` and `demo`; they import it inside functions, and nothing else does."""


def modules(room: str) -> list[Path]:
    return sorted(ROOMS[room].rglob("*.py"))


def imports(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, str]]:
    """Every import below: the top-level package, and the function it stands in (empty at module level)."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield (node.module or "").partition(".")[0], inside
        else:
            named = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else ""
            yield from imports(node, inside or named)


def imported(room: str) -> dict[str, set[tuple[str, str]]]:
    """By module: the packages it imports and where."""
    return {
        path.relative_to(ROOMS[room]).as_posix(): set(imports(ast.parse(path.read_text(encoding="utf-8"))))
        for path in modules(room)
    }


def packages(room: str) -> set[str]:
    return {package for found in imported(room).values() for package, _ in found}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_modules(room: str) -> None:
    assert modules(room)


def test_the_tools_import_pydantic_and_nothing_else() -> None:
    allowed = {"voipms_tools", "pydantic", "pydantic_core", "annotated_types"}
    assert packages("tools") - set(sys.stdlib_module_names) <= allowed


@pytest.mark.parametrize("room", ["prompts", "sandbox"])
def test_prompts_and_sandbox_import_nothing_of_ours(room: str) -> None:
    assert packages(room) & OURS <= {f"voipms_{room}"}


def test_the_server_opens_the_sandbox_only_where_it_is_asked_for() -> None:
    found = {
        (module, function)
        for module, packages_ in imported("server").items()
        for package, function in packages_
        if package == "voipms_sandbox"
    }
    assert {module for module, _ in found} == OPENS_THE_SANDBOX
    assert all(function for _, function in found)


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_is_longer_than_300_lines(room: str) -> None:
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(room)}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def descendants(error: type[VoipmsError]) -> set[tuple[str, str]]:
    """Every error below this one, with its parent."""
    below = {(one.__name__, error.__name__) for one in error.__subclasses__()}
    return below.union(*(descendants(one) for one in error.__subclasses__()))


def drawn(picture: str) -> set[tuple[str, str]]:
    """The errors of the picture with their parents, read from the depth at which each stands."""
    parents: list[str] = []
    found: set[tuple[str, str]] = set()
    for branch, name in re.findall(r"^([| `-]*)([A-Z]\w+)(?=  |$)", picture, re.MULTILINE):
        depth = len(branch) // 4
        parents[depth:] = [name]
        if depth:
            found.add((name, parents[depth - 1]))
    return found


def test_the_error_tree_is_drawn_as_it_is() -> None:
    assert checking.Invalid in checking.NotAllowed.__subclasses__()
    assert commit.LostTheRace in commit.Unconfirmed.__subclasses__()
    assert drawn(errors.__doc__ or "") == descendants(VoipmsError)
