"""`fingerpost measures`: what came of conversations and signposts, from the store and a site's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.casework.measures import site_facts
from adapter_core.casework.measures.conversations import conversion, figures, new_work
from adapter_core.casework.measures.rows import Period
from adapter_core.casework.measures.signposting import chain, helped
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.errors import UsageError, did_you_mean
from adapter_core.report.measures.model import MeasuresReport
from adapter_core.service.casework.site_files import SiteFacts, read_facts
from adapter_core.store.casework import measures as rows

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.casework.measures.site_facts import Placements
    from adapter_core.config.sites import SiteTable
    from adapter_core.service.bootstrap import Application

NO_SITE, NO_PERIOD = "FP-1074", "FP-1075"


def measure(
    application: Application, *, site: str = "", start: date | None = None, end: date | None = None
) -> MeasuresReport:
    """Compute the measures.

    Args:
        application: with its store; no source is opened.
        site: name of a site in the config; empty for the whole council.
        start: the first day; the site's own, or the first of the year, if None.
        end: the last day; the day that is spoken of if None.

    Raises:
        UsageError: FP-1074 for a site that there is not, FP-1075 for a period that ends before it begins.
        ConfigurationError: a file of the site cannot be read (FP-1070, FP-1071).
        StoreError: the store cannot be read.
    """
    config = application.config
    table = _site(application, site) if site else None
    on = application.as_of
    first = start or (table.start if table and table.start else on.replace(month=1, day=1))
    period = Period(first, end or on)
    if period.end < period.start:
        message = f"The period would begin on {period.start} and end on {period.end}."
        raise UsageError(NO_PERIOD, message, where="measures --from --to")
    known = Period(period.start, min(period.end, on))
    teams = table.teams if table else ()
    facts = read_facts(table, site, config.base) if table else SiteFacts()
    with application.store.reading() as unit:
        conversations = rows.conversations(unit.connection, known, site=site, teams=teams)
        results = rows.results(unit.connection, known)
        signposts, claims = rows.signposts(
            unit.connection, known, site=site, teams=teams, on=on, districts=table.districts if table else ()
        )
        closed = rows.gaps_closed(
            unit.connection, known, profile=config.check.profile, cohort=config.cohort.default
        )
    settings = config.measures
    return MeasuresReport(
        council=config.council.name,
        site=(table.title or site) if table else "",
        period=period,
        on=on,
        week=site_facts.week_of_site(table.start, on)
        if table and table.start and table.start <= on
        else None,
        weeks=table.weeks if table else 0,
        helped=helped(signposts),
        chain=chain(signposts, claims),
        conversations=figures(conversations, results, known),
        new_work=new_work(conversations, facts.other_work, known),
        conversion=conversion(
            conversations,
            results,
            known,
            led_to=frozenset(settings.converted_by),
            new_only=settings.conversion_new_only,
        ),
        conversion_means=_means(settings.converted_by, new_only=settings.conversion_new_only),
        gaps_closed=closed,
        small=settings.small_numbers,
        comparison=table.comparison if table else "",
        placements=_placements(facts, known),
        ratings=site_facts.ratings(facts.ratings) if facts.ratings else None,
        waiting=site_facts.waiting_list(facts.waiting, known),
        staff=tuple(each for each in facts.staff if each.on in known),
        stories=tuple(each for each in facts.stories if each.on in known),
        refused=tuple(facts.refused),
    )


def _site(application: Application, name: str) -> SiteTable:
    sites = application.config.sites
    if name not in sites:
        there = f" There are: {', '.join(sites)}." if sites else " It has none."
        message = f'The config has no site "{name}".{did_you_mean(name, sites)}{there}'
        raise UsageError(NO_SITE, message, where="measures --site")
    return sites[name]


def _placements(facts: SiteFacts, period: Period) -> tuple[Placements, ...]:
    if not facts.placements:
        return ()
    arms = ("site", "comparison")
    there = {row.arm for row in facts.placements}
    return tuple(site_facts.placements(facts.placements, arm, period) for arm in arms if arm in there)


def _means(led_to: tuple[str, ...], *, new_only: bool) -> str:
    labels = {code.id: code.label.lower() for code in CODE_LISTS["conversation_result"].codes}
    people = "new people" if new_only else "people"
    return (
        f"{people} whose completed conversations led to {' or '.join(labels[each] for each in led_to)}, "
        f"of all {people} with a completed conversation; our own definition"
    )
