"""Pages by number without a total that end with 404: behind a full page, that may be a page lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapter_core.hooks.ports import PeopleQuery

SIZED = {"by": "number", "size_parameter": "size", "size": 3}


@pytest.fixture
def read(connect: Any, server: Any) -> Any:
    """Read a list whose pages hold so many people; None is 404, and so is whatever lies behind the last."""

    def reading(
        *sizes: int | None, pages: dict[str, Any] | None = None, leads_on: bool = False
    ) -> tuple[int, list[str]]:
        @server.on("/people")
        async def script(wire: Any) -> None:
            number = int(wire.asked.parameters["page"])
            size = sizes[number - 1] if number <= len(sizes) else None
            if size is None:
                await wire.answer("{}", 404)
                return
            people = [{"id": f"P{number}.{place}"} for place in range(size)]
            link = {"Link": f'</people?page={number + 1}>; rel="next"'} if leads_on else {}
            await wire.answer(json.dumps({"people": people}), **link)

        source = connect(server.url, pages=pages or {"by": "number"}, limits={"connections": 1})
        found = list(source.iter_people(PeopleQuery()))
        return sum(len(page.people) for page in found), [each.code for page in found for each in page.rejects]

    return reading


@pytest.mark.parametrize(
    ("sizes", "pages"), [((3, 3, 2), None), ((2,), None), ((2,), SIZED), ((3, 1), SIZED)]
)
def test_behind_a_page_that_is_not_full_a_list_ends(read: Any, sizes: Any, pages: Any) -> None:
    assert read(*sizes, pages=pages) == (sum(sizes), [])


@pytest.mark.parametrize(("sizes", "pages"), [((3, 3), None), ((3,), SIZED), ((3, 3, 3), SIZED)])
def test_behind_a_full_page_it_may_go_on(read: Any, sizes: Any, pages: Any) -> None:
    assert read(*sizes, pages=pages) == (sum(sizes), ["FP-0532"])


@pytest.mark.parametrize("end", [(3, 3, 0), (3, 0)])
def test_an_empty_page_says_that_it_is_the_end(read: Any, end: Any) -> None:
    assert read(*end) == (sum(end), [])


def test_a_page_that_leads_on_promises_another(read: Any) -> None:
    assert read(3, 3, 2, leads_on=True) == (8, ["FP-0530"])


def test_a_page_in_the_middle_that_is_not_there(read: Any) -> None:
    assert read(3, 3, None, 3, 1) == (10, ["FP-0530"])
