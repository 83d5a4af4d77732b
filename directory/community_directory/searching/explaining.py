"""Why a service was found, in words. It says nothing that was not read for the audience that asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from adapter_core.domain.directory import Freshness, ServiceStatus
from adapter_core.domain.values import day_in_words
from community_directory.searching.judging import Verdict
from community_directory.searching.postings import Field
from community_directory.searching.ranking import WEIGHT_OF
from community_directory.searching.terms import How

if TYPE_CHECKING:
    from adapter_core.domain.directory import Contact, ServiceView
    from community_directory.searching.finding import Found
    from community_directory.searching.judging import Judged
    from community_directory.searching.retrieving import Retrieved
    from community_directory.searching.terms import Alternative, Group

_PLACES = (
    (Field.NAME, "its name"),
    (Field.TERM, "its category"),
    (Field.CONTACT, "whom to ask for"),
    (Field.ORGANISATION, "who offers it"),
    (Field.TOWN | Field.PLACE, "where it is"),
    (Field.BODY, "its description"),
)


def matched(retrieved: Retrieved, group: Group, number: int) -> tuple[Alternative, int] | None:
    """How a service matches a group best, and in which fields; None where it does not."""
    best: tuple[float, Alternative, int] | None = None
    for alternative in group.alternatives:
        found = [retrieved.fields_of(term, number) for term in alternative.terms]
        fields = min(found, key=WEIGHT_OF.__getitem__)
        value = alternative.weight * WEIGHT_OF[fields]
        if fields and (best is None or value > best[0]):
            best = (value, alternative, fields)
    return None if best is None else best[1:]


def why(found: Found, number: int) -> tuple[str, ...]:
    """Why a service was found, a sentence for each word or concept that it matches."""
    said = []
    if found.whole is not None and matched(found.retrieved, found.whole, number):
        said.append("has just that name")
    typed = set()
    for group in found.groups:
        match = matched(found.retrieved, group, number)
        if match is None:
            continue
        if not group.concept:
            typed.add(match[0].says)
        if not group.concept or match[0].says not in typed:
            said.append(_sentence(group, *match))
    return tuple(said)


def _sentence(group: Group, alternative: Alternative, fields: int) -> str:
    where = next((place for field, place in _PLACES if fields & field), "it")
    if alternative.how is How.CORRECTED:
        return f"“{group.typed}” read as “{alternative.says}”, in {where}"
    if alternative.how is How.CONCEPT:
        return f"“{alternative.says}” in {where}, for {group.typed}"
    if alternative.how in {How.VARIANT, How.FORM}:
        return f"“{alternative.says}” for “{group.typed}”, in {where}"
    return f"“{group.typed}” in {where}"


_CLOSED = {
    ServiceStatus.TEMPORARILY_CLOSED: "it is closed for a time",
    ServiceStatus.INACTIVE: "it is not running now",
    ServiceStatus.DEFUNCT: "it is closed for good",
}


def against(view: ServiceView, judged: Iterable[Judged]) -> tuple[str, ...]:
    """What puts a service lower than others, or nothing: the filters it does not answer, and how it is kept.

    Args:
        view: as the audience may see it.
        judged: by every filter that is set.
    """
    said = [each.says for each in judged if each.verdict is not Verdict.YES and each.filter != "within"]
    if view.service.status in _CLOSED:
        said.append(_CLOSED[view.service.status])
    looked = view.service.assured_on
    if view.freshness is Freshness.UNKNOWN or looked is None:
        said.append("nobody has said when its entry was last looked at")
    elif view.freshness is Freshness.STALE:
        said.append(f"nobody has looked at its entry since {day_in_words(looked)}")
    return tuple(f"{'and' if place else 'but'} {each}" for place, each in enumerate(filter(None, said)))


_LEFT_OUT = {
    "within": "farther away",
    "days": "not open then",
    "open_at": "not open now",
    "ages": "for other ages",
    "free": "not free",
    "categories": "in other categories",
    "languages": "in other languages",
    "accessibility": "without that access",
    "with_space": "without space",
    "events": "without an event then",
    "assured_since": "not checked since",
}


def left_out(judged: Iterable[Iterable[Judged]]) -> tuple[str, ...]:
    """What is said of services that match the words better than those shown, and that a filter left out."""
    reasons = Counter(_LEFT_OUT[each.filter] for one in judged for each in one if each.verdict is Verdict.NO)
    said = ", ".join(f"{number:,} {reason}" for reason, number in reasons.most_common())
    return (f"Left out, of what matches best: {said}.",) if said else ()


def read_as(found: Found, numbers: Iterable[int]) -> tuple[str, ...]:
    """How the words were read: what was corrected for the results shown, and what stands nowhere."""
    shown = list(numbers)
    said = []
    for group in found.groups:
        if not group.alternatives:
            if group.needed:
                said.append(f"nothing here has the word “{group.typed}”")
            continue
        matches = [match for number in shown if (match := matched(found.retrieved, group, number))]
        ways = {match[0].says: match[0].how for match in matches}
        corrected = [says for says, how in ways.items() if how is How.CORRECTED]
        if corrected:
            said.append(f"“{group.typed}” read as {_either(corrected)}")
        elif group.concept and ways:
            said.append(f"looked for {group.typed}: {_either(ways)}")
    return tuple(said)


def _either(texts: Iterable[str]) -> str:
    quoted = [f"“{text}”" for text in texts]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def to_ask(found: Found, number: int, contacts: Sequence[Contact], names: Sequence[str]) -> Contact | None:
    """Whom to ask for: the one whose name was asked for, else the first.

    Args:
        found: the search.
        number: of the service.
        contacts: those that the audience may see, the best first.
        names: their names, folded.
    """
    asked = {
        match[0].says
        for group in found.groups
        if (match := matched(found.retrieved, group, number)) and match[1] & Field.CONTACT
    }
    if asked:
        scores = [len(asked.intersection(name.split())) for name in names]
        best = max(scores, default=0)
        if best:
            return contacts[scores.index(best)]
    return contacts[0] if contacts else None
