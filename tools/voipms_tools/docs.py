"""Descriptions come from the source: a class's docstring, and the string under each of its fields."""

import ast
import inspect
import sys
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from voipms_tools.function import Function


@cache
def _module(name: str) -> Mapping[str, Mapping[str, str]]:
    """Attribute docstrings of a module's classes, by class and field; the source is parsed once."""
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return MappingProxyType({node.name: _attributes(node) for node in classes})


def _attributes(node: ast.ClassDef) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for field, text in zip(node.body, node.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str):
            found[field.target.id] = inspect.cleandoc(text.value.value).replace("\n", " ")
    return MappingProxyType(found)


def parameter_texts(function: type[Function]) -> Mapping[str, str]:
    """The description of each field, the nearest class of the inheritance first."""
    texts: dict[str, str] = {}
    for cls in reversed(function.__mro__):
        if issubclass(cls, Function) and cls is not Function:
            texts.update(_module(cls.__module__).get(cls.__name__, {}))
    return texts


def description(function: type[Function]) -> str:
    """The tool's description: the class's docstring in one paragraph."""
    return " ".join((function.__doc__ or "").split())
