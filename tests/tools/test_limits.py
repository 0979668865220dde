"""Every constraint: the value just inside passes, the one just outside is refused in one sentence."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from cases.arguments import RIGHT, right
from cases.limits import LIMITS
from voipms_tools.registry import functions
from voipms_tools.words.word import Word

Uses = list[tuple[str, str]]


@pytest.mark.parametrize(("function", "parameter", "inside", "outside"), LIMITS)
def test_a_constraint_takes_the_value_inside_and_refuses_the_one_outside(
    function: str, parameter: str, inside: object, outside: object
) -> None:
    cls = functions()[function]
    cls.model_validate({**right(function), parameter: inside})
    with pytest.raises(ValidationError) as refused:
        cls.model_validate({**right(function), parameter: outside})
    (error,) = refused.value.errors()
    assert error["loc"] in ((parameter,), ())
    assert error["msg"].endswith(".")
    assert "\n" not in error["msg"]


@pytest.mark.parametrize("function", sorted(RIGHT))
def test_the_right_arguments_are_taken(function: str) -> None:
    assert functions()[function].model_validate(RIGHT[function]).wire().keys() == RIGHT[function].keys()


def test_an_order_for_a_reseller_needs_all_four_parameters() -> None:
    with pytest.raises(ValidationError, match="go together"):
        functions()["orderTollFree"].model_validate({**RIGHT["orderTollFree"], "monthly": 3.5})


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ({"recording": "33221", "name": "recording1"}, True),
        ({"recording": "33221", "file": "UklGRg=="}, True),
        ({"recording": "33221"}, False),
        ({"name": "recording1"}, False),
        ({"file": "UklGRg=="}, False),
    ],
)
def test_a_recording_needs_both_when_new_and_one_when_it_exists(given: dict[str, object], right: bool) -> None:
    cls = functions()["setRecording"]
    if right:
        cls.model_validate(given)
    else:
        with pytest.raises(ValidationError, match="required"):
            cls.model_validate(given)


def words_of(field: FieldInfo) -> Iterator[Word]:
    """The words of a parameter, optional or not."""
    yield from (mark for mark in field.metadata if isinstance(mark, Word))
    yield from _inside(field.annotation)


def _inside(annotation: object) -> Iterator[Word]:
    for part in get_args(annotation):
        if isinstance(part, Word):
            yield part
        yield from _inside(part)


def all_words() -> list[tuple[Word, Uses]]:
    """Each word once, with the parameters that are of it."""
    found: dict[int, tuple[Word, Uses]] = {}
    for name, function in functions().items():
        for key, field in function.model_fields.items():
            for word in words_of(field):
                found.setdefault(id(word), (word, []))[1].append((name, field.alias or key))
    return list(found.values())


def ends(schema: Mapping[str, Any]) -> set[str]:
    """Which ends a form has, beyond which a value is refused."""
    parts: list[Mapping[str, Any]] = schema.get("anyOf", [schema])
    named = {
        "minimum": "below",
        "maximum": "above",
        "multipleOf": "between",
        "maxLength": "longer",
        "minLength": "empty",
    }
    return {end for part in parts for key, end in named.items() if key in part}


def beyond(schema: Mapping[str, Any], value: object) -> set[str]:
    """Which ends this value is beyond."""
    (part, *_) = schema.get("anyOf", [schema])
    if "maxLength" in part:
        size = len(str(value))
        return {end for end, over in (("longer", size > part["maxLength"]), ("empty", size == 0)) if over}
    number = float(str(value)) if str(value).lstrip("-").replace(".", "", 1).isdecimal() else None
    if number is None:
        return set()
    low, high, step = part.get("minimum", number), part.get("maximum", number), part.get("multipleOf", number or 1)
    return {
        e for e, over in (("below", number < low), ("above", number > high), ("between", number % step != 0)) if over
    }


@pytest.mark.parametrize(
    ("word", "uses"), [pytest.param(word, uses, id=".".join(uses[0])) for word, uses in all_words()]
)
def test_every_end_of_every_constraint_has_a_value_beyond_it(word: Word, uses: Uses) -> None:
    outside = [value for function, parameter, _, value in LIMITS if (function, parameter) in uses]
    assert outside
    assert ends(word.schema) <= {end for value in outside for end in beyond(word.schema, value)}
