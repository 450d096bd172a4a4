"""Links to pages that servers name."""

from __future__ import annotations

import pytest

from humanloop.display.links import page_of
from humanloop.response.model import as_answer
from tests.display.samples import log

HOST = "https://api.example.com/v4"
PAGE = 'rel="alternate"; type="text/html"'


@pytest.mark.parametrize(
    ("link", "host", "page"),
    [
        (f"</app/logs/data_1>; {PAGE}", HOST, "https://api.example.com/app/logs/data_1"),
        ("</a>; type=text/html; rel=alternate", HOST, "https://api.example.com/a"),
        (f'</v4/logs?page=2>; rel="next", </a,b>; {PAGE}', HOST, "https://api.example.com/a,b"),
        (f"<https://api.example.com/a>; {PAGE}", HOST, "https://api.example.com/a"),
        # A secret in the address of the host goes nowhere.
        (f"</a>; {PAGE}", "https://me:secret@api.example.com/v4", "https://api.example.com/a"),
        # Another place, or something else than a page.
        (f"<https://other.example/a>; {PAGE}", HOST, None),
        (f"<//other.example/a>; {PAGE}", HOST, None),
        (f"<http://api.example.com/a>; {PAGE}", HOST, None),
        (f"<javascript:alert(1)>; {PAGE}", HOST, None),
        (f"<https://[/a>; {PAGE}", HOST, None),
        ('</v4/logs?page=2>; rel="next"', HOST, None),
        ('</feed>; rel="alternate"; type="application/atom+xml"', HOST, None),
        ("no link", HOST, None),
        ("", HOST, None),
        (f"</a>; {PAGE}", "", None),
    ],
)
def test_pages_of_the_same_server_are_found(link: str, host: str, page: str | None) -> None:
    assert page_of(link, host) == page


def test_an_answer_shows_its_page_and_what_it_is_a_part_of_does_not() -> None:
    made = log(1)
    assert "<a " not in made._repr_html_()
    as_answer(made, f'</app/logs/"><script>>; {PAGE}, </app/logs/data_1"x>; {PAGE}', HOST)
    shown = made._repr_html_()
    assert "<script>" not in shown
    assert shown.count("<a ") == 1
