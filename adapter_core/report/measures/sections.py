"""The sections of a report of measures: what every format shows, in one order and in the same words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_core.report import words
from adapter_core.report.measures.making import SUPPRESSED, Making, Row, Section
from adapter_core.report.measures.site_sections import site_sections

if TYPE_CHECKING:
    from adapter_core.casework.measures.figures import Spread
    from adapter_core.report.measures.model import MeasuresReport


def headline(report: MeasuresReport, *, publish: bool = False) -> str:
    """The one honest number, with what is not known beside it."""
    got, unknown = report.helped.confirmed, report.helped.not_known
    if not got.of:
        return "No signpost has come due yet."
    made = Making(report.small, publish=publish)
    if made.is_small(got.of):
        return f"Fewer than {report.small} signposts came due: what became of them is {SUPPRESSED}."
    told = made.are_told([bar.share.count for bar in report.helped.bars])
    helped = f"how many are confirmed to have helped is {SUPPRESSED}"
    if told[0]:
        verb = "is" if got.count == 1 else "are"
        helped = f"{words.number(got.count)} ({got.percent}%) {verb} confirmed to have helped"
    nobody = f"of how many nobody knows is {SUPPRESSED}"
    if told[-1]:
        nobody = f"of {words.number(unknown.count)} ({unknown.percent}%) nobody knows"
    return f"Of {words.plural(got.of, 'signpost')} that came due, {helped}; {nobody}."


def sections(report: MeasuresReport, *, publish: bool = False) -> tuple[Section, ...]:
    """Every section that has something to say.

    Args:
        report: the measures.
        publish: whether small numbers are left out, and texts with them.
    """
    made = Making(report.small, publish=publish)
    talk = report.conversations
    signposts = Section(
        "helped", "What became of signposts",
        made.parts("helped", report.helped.bars),
        ("Confirmed means that the person or the contact says so; a worker's word alone confirms nothing.",),
        chart=True,
    )  # fmt: skip
    chain = Section(
        "chain", "Given, tried, reached, helped",
        made.steps(
            "chain", report.chain,
            last_told=made.are_told([bar.share.count for bar in report.helped.bars])[0],
        ),
        ("Each step is of all that were given and came due.",), chart=True,
    )  # fmt: skip
    found = [signposts, chain, _conversations(report, made)]
    found += [_durations(report, made)]
    found += [
        Section("ends", "How conversations ended", made.parts("ends", talk.ends), chart=True),
        Section(
            "results", "What conversations led to", made.bars("results", talk.results),
            ("One conversation may lead to several things.",), chart=True,
        ),
        _new_work(report, made),
        Section(
            "conversion", "Conversion rate", (made.share("conversion.rate", "Converted", report.conversion),),
            (f"{words.upfirst(report.conversion_means)}.",),
        ),
        _waits(report, made),
    ]  # fmt: skip
    found += site_sections(report, made)
    closed = made.number("gaps.closed", "Gaps in records that were mended", report.gaps_closed)
    found.append(Section("gaps", "Records mended", (closed,)))
    if not publish:
        found += _texts(report)
    return tuple(each for each in found if each.rows or each.texts)


def _conversations(report: MeasuresReport, made: Making) -> Section:
    talk = report.conversations
    rows = [
        made.number("conversations.people", "People worked with", talk.people),
        made.number("conversations.started", "Conversations started", talk.started),
        made.number("conversations.completed", "Conversations completed", talk.completed),
    ]
    for name, label in (("started", "started"), ("completed", "completed")):
        bars = [getattr(kind, name) for kind in talk.kinds]
        told = made.are_told([bar.count for bar in bars])
        for kind, bar, shown in zip(talk.kinds, bars, told, strict=True):
            row = f"conversations.{name}.{kind.kind}"
            rows.append(made.told(row, f"Conversation {kind.kind} {label}", bar, hidden=not shown))
    if not made.is_small(talk.people - talk.first[0].share.of):
        # Else the two totals tell of how few a conversation was completed alone.
        rows += made.parts("conversations.first", talk.first)
    notes = []
    if report.week is not None:
        over = report.week > report.weeks
        after = f"The site's {report.weeks} weeks have passed: this is week {report.week}."
        notes.append(after if over else f"Week {report.week} of the site's {report.weeks}.")
    return Section("conversations", "Conversations", tuple(rows), tuple(notes))


def _durations(report: MeasuresReport, made: Making) -> Section:
    rows: list[Row] = []
    kinds = report.conversations.kinds
    told = made.are_told([kind.completed.count for kind in kinds])
    for kind, shown in zip(kinds, told, strict=True):
        # Where it is suppressed how many there are, their durations would tell it.
        if kind.completed.count and shown:
            label = f"Conversation {kind.kind}: "
            bands = made.parts(f"durations.{kind.kind}", kind.bands)
            rows += [
                replace(row, words=label + row.words[:1].lower() + row.words[1:])
                for row in bands
            ]  # fmt: skip
    return Section("durations", "How long conversations last", tuple(rows), chart=True)


def _new_work(report: MeasuresReport, made: Making) -> Section:
    work = report.new_work
    label = "Conversations completed with new people"
    at_reviews = report.conversations.completed - work.conversations
    rows = [
        Row("new_work.conversations", label, SUPPRESSED, small=True)
        if made.is_small(at_reviews)
        else made.number("new_work.conversations", label, work.conversations)
    ]
    for kind, count in work.others.items():
        rows.append(made.number(f"new_work.{kind}", f"{words.upfirst(kind)}s completed", count))
    return Section(
        "new_work", "New work against assessments and reviews", tuple(rows) if work.others else (),
        ("Over the same days.",),
    )  # fmt: skip


def _waits(report: MeasuresReport, made: Making) -> Section:
    talk = report.conversations
    rows = (
        _spread("waits.conversation", "From first contact to the conversation", talk.to_conversation, made),
        _spread("waits.work", "From first contact to the beginning of work", talk.to_work, made),
    )
    return Section("waits", "How long people wait", tuple(row for row in rows if row is not None))


def _spread(row: str, label: str, spread: Spread, made: Making) -> Row | None:
    if spread.middle is None or spread.mean is None:
        return None
    if made.is_small(spread.days):
        return Row(row, label, SUPPRESSED, small=True)
    if made.publish:
        # The longest wait is one person's, and those of whom it is not known may be few.
        value = f"half within {spread.middle:g} days, {spread.mean:.1f} on average"
        return Row(row, label, value, spread.middle)
    unknown = f"; not known of {words.number(spread.unknown)}" if spread.unknown else ""
    value = (
        f"half within {spread.middle:g} days, {spread.mean:.1f} on average, {spread.longest} at most "
        f"({words.number(spread.days)} conversations{unknown})"
    )
    return Row(row, label, value, spread.middle)


def _texts(report: MeasuresReport) -> list[Section]:
    staff = tuple((words.day(each.on), (each.text,)) for each in report.staff)
    stories = tuple(
        (
            words.day(each.on),
            (
                f"Reason for contact: {each.reason}",
                f"Action taken: {each.action}",
                f"The difference: {each.difference}",
            ),
        )
        for each in report.stories
    )
    note = ("Nobody is named. Read them once more before they go any further.",)
    return [
        Section("stories", "Stories of difference", (), note if stories else (), texts=stories),
        Section("staff", "What staff say", (), texts=staff),
    ]
