"""(b) Great Expectations on pandas, every failing id asked for.

Of the ways to write the rules this was the fastest tried: a rule about one column is one expectation with a
vectorised condition of its own; a rule about several is an expectation of one column under a row condition,
as results that carry several columns cost it twice as much.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]

from peers import council, flat
from peers.measuring import Stopwatch, checksum
from peers.ours import Checked

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import polars as pl
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider.column_condition_partial import (
    column_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.column_map_metric_provider import (
    ColumnMapMetricProvider,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pandas import Series

_WEIGHTS = np.arange(10, 0, -1)
_VALID_BUT_NOBODYS = "9990000018"
RESULT = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["ref"],
    "return_unexpected_index_query": False,
    "partial_unexpected_count": 0,
}


def check(people: int, file: Path) -> Checked:
    """Validate the flat table of a council and gather the references that fail each rule."""
    frame = pd.DataFrame(pl.read_parquet(file).to_dict(as_series=False))
    for name in flat.DATE_COLUMNS:
        frame[name] = pd.to_datetime(frame[name])
    asked = _expectations(people)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("people").add_dataframe_asset("people")
    suite = context.suites.add(gx.ExpectationSuite(name="twelve", expectations=[each for _, each in asked]))
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(
            name="twelve", data=asset.add_batch_definition_whole_dataframe("all"), suite=suite
        )
    )
    failing: dict[str, list[str]] = {rule: [] for rule in flat.RULES}
    watch = Stopwatch()
    with watch:
        outcome = definition.run(batch_parameters={"dataframe": frame}, result_format=RESULT)
        for (rule, _), result in zip(asked, outcome.results, strict=True):
            failing[rule] += [row["ref"] for row in result.result["unexpected_index_list"] or ()]
    found = {rule: checksum(refs) for rule, refs in failing.items()}
    return Checked(watch.cpu, watch.wall, len(frame), found)


def _expectations(people: int) -> list[tuple[str, Any]]:
    """The expectations, each with the rule it stands for."""
    practices = council.council(people).practices
    known = sorted(flat.known_codes(practices))
    unlisted = (
        f"(not gp_code in {known} and (gp_code.str.match('{flat.CODES_BEYOND_THE_LIST}', na=False)"
        f" or gp_start > '{practices.as_of}'))"
    )
    lacks = "(capacity_finance == 'lacks_capacity' or capacity_welfare == 'lacks_capacity')"
    settled = f"({_answered('unpaid_carer')} or has_unpaid_carer in {[flat.DECLINED, flat.UNMAPPED]})"
    wide = [
        _present("relationship_contact", "contact_ref", f"not {_answered('relationship_contact')}"),
        _present("gp_practice", "gp_code", f"gp_name.isna() and not {_answered('gp_practice')}"),
        (
            "gp_practice",
            ExpectColumnValuesToBeInSet(
                column="gp_code",
                value_set=sorted(flat.usable_codes(practices, council.AS_OF)),
                row_condition=f"not {unlisted}",
                condition_parser="pandas",
            ),
        ),
        _present("lpa", "power", f"{lacks} and not {_answered('lpa', 'capacity_assessed_on')}"),
        _present(
            "unpaid_carer",
            "carer_ref",
            f"not has_unpaid_carer == 'no' and not (not has_unpaid_carer == 'yes' and {settled})",
        ),
        ("name", ExpectColumnValuesToNotBeNull(column="given_name")),
        ("name", ExpectColumnValuesToNotBeNull(column="family_name")),
        ("address", ExpectColumnValuesToNotBeNull(column="address")),
    ]
    return wide + [(rule, _own(rule, holds)(column=rule)) for rule, holds in _OWN.items()]


def _present(rule: str, column: str, where: str) -> tuple[str, Any]:
    wanted = ExpectColumnValuesToNotBeNull(column=column, row_condition=where, condition_parser="pandas")
    return rule, wanted


def _answered(topic: str, *overtaken_by: str) -> str:
    asked, answer = f"{topic}_asked_on", f"{topic}_answer"
    lapsed = " or ".join(f"{later} > {asked}" for later in ("last_review_on", *overtaken_by))
    return f"({answer} == '{flat.DECLINED}' or ({answer} == '{flat.ASKED_NONE}' and not ({lapsed})))"


def _own(rule: str, holds: Callable[[Series[Any]], Series[bool]]) -> type[Any]:
    """An expectation of one column with a condition of its own; nulls are asked about as well."""

    class Metric(ColumnMapMetricProvider):
        condition_metric_name = f"column_values.fingerpost_{rule}"
        filter_column_isnull = False

        @column_condition_partial(engine=PandasExecutionEngine)
        def _pandas(cls, column: Series[Any], **_: Any) -> Series[bool]:  # noqa: ANN401, N805 - its signature
            return holds(column)

    body = {"map_metric": Metric.condition_metric_name, "__module__": __name__}
    return type(f"Expect{rule.title().replace('_', '')}", (ColumnMapExpectation,), body)


def _nhs_number(column: Series[Any]) -> Series[bool]:
    plain = column.str.replace("[ -]", "", regex=True)
    ten = plain.str.fullmatch("[4679][0-9]{9}", na=False)
    repeated = plain.str.fullmatch("4{10}|6{10}|7{10}|9{10}", na=False)
    text = "".join(plain.where(ten, _VALID_BUT_NOBODYS))
    digits = np.frombuffer(text.encode(), dtype=np.uint8).reshape(-1, len(_WEIGHTS)).astype(np.int32) - ord(
        "0"
    )
    return ten & ~repeated & (digits @ _WEIGHTS % 11 == 0)


def _date_of_birth(column: Series[Any]) -> Series[bool]:
    oldest = pd.Timestamp(flat.oldest_birth_date(council.AS_OF))
    return column.between(oldest, pd.Timestamp(council.AS_OF))


def _postcode(column: Series[Any]) -> Series[bool]:
    return column.str.upper().str.match(flat.SHAPE_OF_POSTCODE, na=False)


def _coded(column: Series[Any]) -> Series[bool]:
    return column.notna() & (column != flat.NOT_KNOWN)


_OWN: dict[str, Callable[[Series[Any]], Series[bool]]] = {
    "nhs_number": _nhs_number,
    "date_of_birth": _date_of_birth,
    "postcode": _postcode,
    "ethnicity": _coded,
    "accommodation": _coded,
    "employment": _coded,
}
