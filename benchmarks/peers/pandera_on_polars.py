"""(b) pandera on Polars, every failing id asked for, in two ways of writing the same rules.

`_on_own_columns` is the usual way: a rule about one column is a check of that column, a rule
about several is a check of the whole frame. `_on_reference` hangs every rule on the column of references, so
that what fails is the reference itself; pandera then does little but ask Polars.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from peers import council, flat
from peers.measuring import Stopwatch, checksum
from peers.ours import Checked

os.environ["PANDERA_VALIDATION_DEPTH"] = "SCHEMA_AND_DATA"

import pandera.polars as pa
import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

    from pandera.polars import PolarsData
    from polars import Expr

COLUMN_OF = {
    "nhs_number": "nhs_number",
    "date_of_birth": "date_of_birth",
    "address": "address",
    "postcode": "postcode",
    "ethnicity": "ethnicity",
    "accommodation": "accommodation",
    "employment": "employment",
}
"""Rules about one column; the others are about several."""

_DIGITS = 10


def check(people: int, file: Path, *, on_reference: bool) -> Checked:
    """Validate the flat table of a council and gather the references that fail each rule."""
    frame = pl.read_parquet(file)
    schema = _on_reference(people) if on_reference else _on_own_columns(people)
    watch = Stopwatch()
    failing: dict[str, list[str]] = {}
    with watch:
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            cases = error.failure_cases
            refs = cases.select("check", frame["ref"].gather(cases["index"].cast(pl.Int64)))
            failing = {str(rule): some["ref"].to_list() for (rule,), some in refs.group_by("check")}
    found = {rule: checksum(failing.get(rule, ())) for rule in flat.RULES}
    return Checked(watch.cpu, watch.wall, frame.height, found)


def _on_reference(people: int) -> pa.DataFrameSchema:
    checks = [_check(rule, each, "ref") for rule, each in _rules(people).items()]
    return pa.DataFrameSchema({"ref": pa.Column(pl.String, checks)})


def _on_own_columns(people: int) -> pa.DataFrameSchema:
    rules = _rules(people)
    columns = {}
    for rule, name in COLUMN_OF.items():
        kind = pl.Date if name in flat.DATE_COLUMNS else pl.String
        columns[name] = pa.Column(kind, _check(rule, rules[rule], name), nullable=True)
    wide = [_check(rule, each, rule) for rule, each in rules.items() if rule not in COLUMN_OF]
    return pa.DataFrameSchema(columns, checks=wide)


def _check(rule: str, holds: Expr, name: str) -> pa.Check:
    return pa.Check(partial(_asked, holds=holds.alias(name)), name=rule, ignore_na=False)


def _asked(data: PolarsData, *, holds: Expr) -> pl.LazyFrame:
    return data.lazyframe.select(holds)


def _rules(people: int) -> dict[str, Expr]:
    """Each rule as an expression that holds where nothing is missing."""
    practices = council.council(people).practices
    code, says = pl.col("gp_code"), pl.col("has_unpaid_carer")
    beyond = code.str.contains(flat.CODES_BEYOND_THE_LIST) | _true(pl.col("gp_start") > practices.as_of)
    unlisted = ~code.is_in(list(flat.known_codes(practices)))
    lacks = [_true(pl.col(f"capacity_{area}") == "lacks_capacity") for area in ("finance", "welfare")]
    settled = _answered("unpaid_carer") | _true(says.is_in([flat.DECLINED, flat.UNMAPPED]))
    born = pl.col("date_of_birth")
    return {
        "relationship_contact": pl.col("contact_ref").is_not_null() | _answered("relationship_contact"),
        "gp_practice": pl.when(code.is_null())
        .then(pl.col("gp_name").is_not_null() | _answered("gp_practice"))
        .otherwise(code.is_in(list(flat.usable_codes(practices, council.AS_OF))) | (unlisted & beyond)),
        "lpa": pl.col("power").is_not_null()
        | _answered("lpa", pl.col("capacity_assessed_on"))
        | ~(lacks[0] | lacks[1]),
        "unpaid_carer": _true(says == "no")
        | pl.col("carer_ref").is_not_null()
        | ((says != "yes").fill_null(value=True) & settled),
        "nhs_number": _nhs_number(pl.col("nhs_number")),
        "name": pl.col("given_name").is_not_null() & pl.col("family_name").is_not_null(),
        "date_of_birth": _true(born.is_between(flat.oldest_birth_date(council.AS_OF), council.AS_OF)),
        "address": pl.col("address").is_not_null(),
        "postcode": _true(pl.col("postcode").str.to_uppercase().str.contains(flat.SHAPE_OF_POSTCODE)),
        **{
            rule: _true(pl.col(rule) != flat.NOT_KNOWN)
            for rule in ("ethnicity", "accommodation", "employment")
        },
    }


def _true(holds: Expr) -> Expr:
    return holds.fill_null(value=False)


def _answered(topic: str, *overtaken_by: Expr) -> Expr:
    asked, answer = pl.col(f"{topic}_asked_on"), pl.col(f"{topic}_answer")
    lapsed = _true(pl.col("last_review_on") > asked)
    for later in overtaken_by:
        lapsed |= _true(later > asked)
    return _true((answer == flat.DECLINED) | ((answer == flat.ASKED_NONE) & ~lapsed))


def _nhs_number(number: Expr) -> Expr:
    """Ten digits in an issued range whose weighted sum is a multiple of 11, and not one digit ten times."""
    plain = number.str.replace_all("[ -]", "")
    digits = [plain.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(_DIGITS)]
    total = pl.sum_horizontal((_DIGITS - place) * digit for place, digit in enumerate(digits))
    repeated = plain.str.contains("^(?:4{10}|6{10}|7{10}|9{10})$")
    return _true(plain.str.contains("^[4679][0-9]{9}$") & (total % 11 == 0) & ~repeated)
