"""What a run that is taken up again has to know of the pages that an earlier process joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.hooks.ports import PeopleQuery
from adapter_core.readers.joining.matching import MASTER_REF

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapter_core.domain.people import Person
    from adapter_core.service.bootstrap import Application
    from adapter_core.service.compared import Compared


def claim_again(
    app: Application, others: Sequence[Compared], cursor: str | None, is_inside: Callable[[Person], bool]
) -> None:
    """Claim the records that people of earlier pages were joined with, so that a second claim is noticed.

    Which records those were is kept nowhere: it would join people of two systems on a disk. The master
    is read once more, up to where the run goes on; nobody is assessed or asked about. A reference of
    the master claims its record once by itself, so that nothing is read where those join.

    Args:
        app: the application.
        others: the sources that answer.
        cursor: where the run goes on; None where it starts anew.
        is_inside: whether somebody is of the cohort; nobody else was joined.

    Raises:
        SourceUnavailable: the master cannot be read.
    """
    if cursor is None or not others or app.config.people.identifier == MASTER_REF:
        return
    for page in app.source(app.master).adapter.iter_people(PeopleQuery()):
        inside = [person for person in page.people if is_inside(person)]
        for other in others:
            other.joiner.claim(inside)
        if page.cursor == cursor:
            return
    # A cursor that comes no more leaves open who stood before it: everybody would have claimed already.
    for other in others:
        other.joiner.unclaim()
