"""Types: what one room offers another is never ``Any``, and what mypy skips has a reason.

A room is a package. What counts is every public name of a module of which another room uses some
name, with the public methods and the fields of its classes, and every name that such a module gives
to a type. In ``carekit/sandbox/link/`` it is only the functions and classes that are used: the rest
of it handles values of learners' programs, which may be anything.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VALUES = "carekit.sandbox.link."
ALLOWED = {
    # What a YAML file holds before a model or its reader has looked at it; both are the readers.
    "carekit.common.files: Document.data",
    "carekit.common.yaml_reader: parse",
    # A kind's functions take questions of that kind, and who looks a kind up by its name cannot
    # know which.
    "carekit.questions.kinds: AnyKind",
    # Any value of a program; ``true_types`` looks at it.
    "carekit.sandbox.link.message_types: Value",
    # ``random`` and NumPy give their states so, and take them back.
    "carekit.sandbox.link.message_types: Generators",
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(root: Path) -> dict[str, ast.Module]:
    """Return the syntax of every module below a folder, by its dotted name."""
    found = {}
    for path in root.rglob("*.py"):
        parts = path.relative_to(root.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def room_of(name: str, packages: set[str]) -> str:
    return name if name in packages else name.rpartition(".")[0]


def uses(tree: ast.Module, known: Mapping[str, ast.Module]) -> Iterator[tuple[str, str]]:
    """Yield module and name of everything that a module takes from another one."""
    called = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                if whole in known:
                    called[one.asname or one.name] = whole
                elif node.module in known:
                    yield node.module, one.name
    for node in ast.walk(tree):
        held = node.value if isinstance(node, ast.Attribute) else None
        if isinstance(held, ast.Name) and held.id in called:
            yield called[held.id], node.attr


def says_any(node: ast.AST | None) -> bool:
    parts = ast.walk(node) if node is not None else ()
    return any(isinstance(one, ast.Name) and one.id == "Any" for one in parts)


def loose(function: Function) -> bool:
    """Return whether a parameter of a function, or what it returns, is or holds ``Any``."""
    named = function.args
    every = [*named.posonlyargs, *named.args, *named.kwonlyargs, named.vararg, named.kwarg]
    return says_any(function.returns) or any(says_any(one.annotation) for one in every if one)


def loose_parts(node: ast.stmt) -> Iterator[str]:
    """Yield what a function, a class or a name for a type calls ``Any``."""
    if isinstance(node, Function) and loose(node):
        yield node.name
    elif isinstance(node, ast.ClassDef):
        for part in ast.walk(node):
            target = part.target if isinstance(part, ast.AnnAssign) else None
            # An attribute that a method makes, such as ``self.given`` in ``__init__``.
            if isinstance(target, ast.Attribute) and not target.attr.startswith("_"):
                yield from [f"{node.name}.{target.attr}"] if says_any(part.annotation) else []
        for part in node.body:
            if isinstance(part, Function) and loose(part):
                if not part.name.startswith("_") or part.name in ("__init__", "__call__"):
                    yield f"{node.name}.{part.name}"
            elif isinstance(part, ast.AnnAssign) and says_any(part.annotation):
                yield f"{node.name}.{ast.unparse(part.target)}"
    elif isinstance(node, ast.Assign) and says_any(node.value):
        yield ast.unparse(node.targets[0])


def offers(node: ast.stmt, *, only: set[str] | None) -> bool:
    """Return whether another room may meet a statement's name; of ``only`` some, or of all."""
    if isinstance(node, ast.Assign):
        return True
    name = getattr(node, "name", "_")
    return not name.startswith("_") and (only is None or name in only)


def crossing(root: Path) -> set[str]:
    """Return what the rooms below a folder offer each other and call ``Any``."""
    known = modules(root)
    packages = {
        ".".join(one.parent.relative_to(root.parent).parts) for one in root.rglob("__init__.py")
    }
    taken: defaultdict[str, set[str]] = defaultdict(set)
    for name, tree in known.items():
        for home, what in uses(tree, known):
            if room_of(home, packages) != room_of(name, packages):
                taken[home].add(what)
    return {
        f"{home}: {says}"
        for home, names in taken.items()
        for node in known[home].body
        if offers(node, only=names if home.startswith(VALUES) else None)
        for says in loose_parts(node)
    }


@cache
def crossing_in_the_kit() -> set[str]:
    return crossing(ROOT / "carekit")


def test_nothing_that_crosses_a_room_is_any_but_what_is_allowed_with_a_reason():
    assert crossing_in_the_kit() == ALLOWED


@pytest.mark.parametrize(
    "written",
    [
        "def offered(given: dict[str, Any]) -> int: ...",
        "def offered(given: Any) -> int: ...",
        "def offered(*, given: Any = None) -> int: ...",
        "def offered(**given: Any) -> int: ...",
        "def offered() -> list[dict[str, Any]]: ...",
        "class offered:\n    def read(self, given: Any) -> int: ...",
        "class offered:\n    given: Mapping[str, Any]",
        "class offered:\n    def __init__(self):\n        self.given: dict[str, Any] = {}",
        "offered = dict[str, Any]",
        "_Kept = Any\ndef offered(given: _Kept) -> int: ...",
        # Not used itself, but offered by a module of which another room uses something.
        "offered = 1\ndef beside(given: Any) -> int: ...",
    ],
)
@pytest.mark.parametrize("taken", ["from kit.one.made import offered", "from kit.one import made"])
def test_an_any_between_two_rooms_is_found(tmp_path, written, taken):
    for room in ("", "one", "two"):
        (tmp_path / "kit" / room).mkdir(parents=True, exist_ok=True)
        (tmp_path / "kit" / room / "__init__.py").touch()
    (tmp_path / "kit" / "one" / "made.py").write_text(f"{written}\n")
    (tmp_path / "kit" / "one" / "beside.py").write_text(f"{taken}\nmade.offered\n")
    assert crossing(tmp_path / "kit") == set()
    (tmp_path / "kit" / "two" / "user.py").write_text(f"{taken}\nmade.offered\n")
    [found] = crossing(tmp_path / "kit")
    assert found.startswith("kit.one.made: ")


def without_reason(text: str) -> list[int]:
    """Return the numbers of lines that mypy skips and that have no comment above them."""
    lines = text.splitlines()
    found = []
    for number, line in enumerate(lines):
        above = number - 1
        while "# type: ignore" in lines[above] or lines[above].strip().startswith("@"):
            above -= 1
        said = lines[above].strip().startswith("#")
        if "# type: ignore" in line and not said:
            found.append(number + 1)
    return found


def test_whatever_mypy_skips_has_a_comment_above_it_that_says_why():
    texts = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("carekit/**/*.py")}
    found = {str(path.relative_to(ROOT)): without_reason(text) for path, text in texts.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}
    skipped = "a = 1\nb: str = a  # type: ignore[assignment]\n"
    assert without_reason(skipped) == [2]
    assert without_reason(skipped.replace("\n", "\n# Why.\n", 1)) == []
