"""A number typed in an address."""

from __future__ import annotations

import pytest

from preau.kernel.text import whole_number


@pytest.mark.parametrize(
    "typed", [None, "", "-1", "1e9", "²", "٣", " 7", "7.0", "9" * 19, "9" * 5000]
)
def test_refuse_what_is_no_number(typed: str | None) -> None:
    assert whole_number(typed) is None


def test_read_a_number() -> None:
    assert whole_number("007") == 7
    assert whole_number("9" * 18) == 10**18 - 1
