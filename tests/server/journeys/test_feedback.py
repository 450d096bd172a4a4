"""What people say of an answer (journey 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop import Humanloop


def test_6_explicit_implicit_and_free_feedback(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    log = humanloop.log(project=new_name(), output="Dear Sir", config={"type": "model", "model": "small-1"})

    rated = humanloop.feedback(type="rating", value="good", data_id=log.id, user="ann")
    copied = humanloop.feedback(type="action", value="copy", data_id=log.id)
    assert rated.id.startswith("ann_")
    assert (rated.type, rated.value, rated.user, rated.data_id) == ("rating", "good", "ann", log.id)
    assert copied.value == "copy"

    both = humanloop.feedback(
        body=[
            {"type": "rating", "value": "bad", "data_id": log.id},
            {"type": "correction", "value": "Dear Madam", "data_id": log.id},
        ]
    )
    assert [item.value for item in both] == ["bad", "Dear Madam"]

    def current() -> list[tuple[str, object, str | None]]:
        return [(item.type, item.value, item.user) for item in humanloop.logs.get(id=log.id).feedback]

    assert current() == [
        ("rating", "good", "ann"),
        ("action", "copy", None),
        ("rating", "bad", None),
        ("correction", "Dear Madam", None),
    ]
    humanloop.feedback(type="rating", data_id=log.id, unset=True)
    assert ("rating", "bad", None) not in current()
    assert ("rating", "good", "ann") in current()
