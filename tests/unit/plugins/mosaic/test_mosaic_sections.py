"""What stands in the sections of Mosaic's person details has a place in a person, and is read."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from adapter_core.readers.mapping import compile_mapping, load_mapping

SECTIONS = {
    "Basic details": (
        "title",
        "given_name",
        "family_name",
        "date_of_birth",
        "gender",
        "ethnicity",
        "nhs_number",
    ),
    "Current work": ("steps.status", "steps.team"),
    "Current communication needs": ("communication_needs.need",),
    "Service user groups": ("groups.code", "groups.primary", "groups.start"),
    "Personal relationships": ("relationships.other_ref", "relationships.role", "relationships.other_role"),
    "Worker relationships": ("allocations.worker", "allocations.team"),
    "Employment status": ("employment",),
}
"""As the guidance names them; of its section "Information" it does not say what it holds."""

OURS = {"communication_needs.need", "groups.primary", "employment"}
"""Nobody published where these are: the demo's own mapping reads them, and a council's must."""


@pytest.mark.requirement("P-11")
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_read(section):
    assert set(SECTIONS[section]) <= read_by("mosaic/demo")
    assert set(SECTIONS[section]) - OURS <= read_by("mosaic/reporting")


def test_what_is_ours_is_not_read_by_the_packaged_mapping():
    assert not read_by("mosaic/reporting") & OURS


def read_by(mapping: str) -> frozenset[str]:
    packaged = {"council_mappings": Path(str(resources.files("council_mappings")))}
    loaded = load_mapping(mapping, base=Path(), folders=packaged)
    return compile_mapping(loaded, as_of=date(2026, 11, 23)).fields
