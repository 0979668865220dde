"""Every constraint: the value just inside passes, the one just outside is refused in one sentence."""

import pytest
from pydantic import ValidationError

from cases.arguments import RIGHT
from cases.limits import LIMITS
from voipms_tools.registry import functions


@pytest.mark.parametrize(("function", "parameter", "inside", "outside"), LIMITS)
def test_a_constraint_takes_the_value_inside_and_refuses_the_one_outside(
    function: str, parameter: str, inside: object, outside: object
) -> None:
    cls = functions()[function]
    cls.model_validate({**RIGHT[function], parameter: inside})
    with pytest.raises(ValidationError) as refused:
        cls.model_validate({**RIGHT[function], parameter: outside})
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
