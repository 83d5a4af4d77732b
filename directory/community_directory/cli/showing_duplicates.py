"""Possible duplicates and merges in words, their weights as signed bars, and as plain JSON types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_core.domain.values import day_in_words
from adapter_core.report.words import plural
from community_directory.duplicates.weights import Band

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from community_directory.duplicates.describing import Described
    from community_directory.duplicates.previewing import Preview
    from community_directory.duplicates.queue import Candidate, Decided, Look
    from community_directory.duplicates.weights import Score

_BAR = 12
"""Signs of the longest bar: a sign a bit."""


def bar(bits: float) -> str:
    """Bits as a bar: plus signs for what speaks for two being one, minus signs for what speaks against."""
    length = min(_BAR, max(1, round(abs(bits))))
    return ("+" if bits > 0 else "-") * length


def score_lines(score: Score) -> Iterator[str]:
    """The weights of a score, the sum last; nothing is told by colour."""
    width = max((len(one.of) for one in score.weights), default=0)
    for one in score.weights:
        yield f"{one.of:{width}}  {one.bits:+5.1f}  {bar(one.bits):{_BAR}}  {one.says}"
    yield f"{'sum':{width}}  {score.bits:+5.1f}  {score.band.value}"


def candidate_lines(one: Candidate, named: Described) -> Iterator[str]:
    """A candidate, its first line the heading."""
    yield f"{one.score.band.value.capitalize()} duplicate: {one.kind.value}, {one.score.bits:+.1f} bits"
    for each in (one.one, one.other):
        yield f"  {each}  {_named(named, one, each)}"
    for line in score_lines(one.score):
        yield f"    {line}"
    if one.decided is not None:
        when = day_in_words(one.decided.at)
        yield f"  Said not to be one on {when} by {one.decided.by}: {one.decided.why}"
        yield "  Since then one of them has changed."


def summary(counts: Mapping[Band, int], shown: int) -> str:
    """How many wait, and how many of them were shown."""
    every = sum(counts.values())
    if not every:
        return "Nothing looks like a duplicate."
    told = f"{counts.get(Band.LIKELY, 0):,} likely and {counts.get(Band.POSSIBLE, 0):,} possible duplicates."
    more = f" Shown: {shown:,}; --limit shows more." if shown < every else ""
    return f"{told}{more} To merge two: fingerpost directory merge KEEP AWAY --by NAME --why TEXT"


def look_lines(looks: Iterable[Look]) -> Iterator[str]:
    """What was looked at, and what was left out."""
    for look in looks:
        of = f"{look.kind.value}s: {plural(look.entries, 'entry', 'entries')}, "
        of += f"{plural(look.compared, 'pair')} compared."
        if look.capped:
            parts = ", ".join(f"{number:,} of {what}" for what, number in sorted(look.capped.items()))
            of += f" Shared by too many to compare all of them: {parts}."
        yield of


def candidate_as_json(one: Candidate, named: Described) -> dict[str, Any]:
    """A candidate as plain JSON types."""
    return {
        "kind": one.kind.value,
        "band": one.score.band.value,
        "bits": one.score.bits,
        "entries": _entries(one, named),
        "weights": score_as_json(one.score),
        "decided_before": decided_as_json(one.decided, named) if one.decided else None,
    }


def decided_as_json(one: Decided, named: Described) -> dict[str, Any]:
    """A decision as plain JSON types."""
    return {
        "kind": one.kind.value,
        "entries": _entries(one, named),
        "by": one.by,
        "at": one.at.isoformat(),
        "why": one.why,
    }


def score_as_json(score: Score) -> list[dict[str, Any]]:
    """The weights of a score as plain JSON types."""
    return [{"of": one.of, "bits": one.bits, "says": one.says} for one in score.weights]


def preview_lines(planned: Preview) -> Iterator[str]:
    """What a merge would do."""
    (kept_id, kept), (gone_id, gone) = planned.kept, planned.gone
    what = planned.kind.value.capitalize()
    yield f"{what}: one of them is kept as it is, and the other one's id leads to it."
    yield f"  keep  {kept_id}  {kept or 'no name'}"
    yield f"  away  {gone_id}  {gone or 'no name'}"
    if planned.score is None:
        yield "  The last look did not take them for duplicates."
    else:
        for line in score_lines(planned.score):
            yield f"    {line}"
    moves = ", ".join(_moved(number, what) for what, number in sorted(planned.moves.items()))
    yield f"  Moves: {moves or 'nothing'}."
    if planned.left_behind:
        fields = ", ".join(name.removesuffix("_id").replace("_", " ") for name in planned.left_behind)
        yield f"  Only the one that goes has: {fields}. These do not move: edit the one that is kept."


def preview_as_json(planned: Preview) -> dict[str, Any]:
    """What a merge would do, as plain JSON types."""
    return {
        "kind": planned.kind.value,
        "kept": planned.kept[0],
        "gone": planned.gone[0],
        "moves": dict(planned.moves),
        "left_behind": list(planned.left_behind),
        "bits": planned.score.bits if planned.score else None,
        "weights": score_as_json(planned.score) if planned.score else [],
    }


def _entries(one: Candidate | Decided, named: Described) -> Sequence[dict[str, str]]:
    found = []
    for each in (one.one, one.other):
        name, where = named.get((one.kind, each), ("", ""))
        found.append({"id": each, "name": name, "where": where})
    return found


def _moved(number: int, what: str) -> str:
    if what == "service_at_location":
        return plural(number, "service at a location", "services at locations")
    return plural(number, what)


def _named(named: Described, one: Candidate, its_id: str) -> str:
    return " - ".join(filter(None, named.get((one.kind, its_id), ("", "")))) or "no name"
