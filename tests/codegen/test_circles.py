"""Which schemas name each other in a circle."""

from __future__ import annotations

import pytest

from codegen.circles import circles_of


@pytest.mark.parametrize(
    ("named", "circles"),
    [
        ("", ""),
        ("a:", "a"),
        ("a:a", "a"),
        ("a:b b:", "a b"),
        ("a:b b:a", "ab"),
        ("a:b b:c c:a", "abc"),
        ("a:b b:c c:b d:a", "a bc d"),
        ("a:bc b:d c:d d:", "a b c d"),
        ("a:b b:ac c:d d:ce e:", "ab cd e"),
        ("a:c b:c c:de d:f e:f f:c", "a b cdef"),
    ],
)
def test_circles(named: str, circles: str) -> None:
    ways = {name: frozenset(others) for name, _, others in (each.partition(":") for each in named.split())}
    assert circles_of(ways) == {name: frozenset(circle) for circle in circles.split() for name in circle}


def test_a_long_chain_is_no_deep_recursion() -> None:
    numbers = [str(number) for number in range(5000)]
    ways = {name: frozenset({after}) for name, after in zip(numbers, [*numbers[1:], numbers[0]], strict=True)}
    assert circles_of(ways)["0"] == frozenset(numbers)
