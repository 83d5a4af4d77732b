"""What Mosaic leaves to the council is checked against Mosaic's own tables when a source is opened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from pydantic import ValidationError

from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS, LISTS, Person, Relationship
from adapter_core.domain.states import State
from adapter_core.errors import MappingError
from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_mosaic.backend import MosaicConfig, open_mosaic
from adapter_mosaic.plugin import adapter_case_records
from adapter_mosaic.writing import write_sample

MAPPINGS = {"council_mappings": Path(str(resources.files("council_mappings")))}


def nobody(ref, **held):
    """Somebody of whom nothing is known: a code that is not supported would be written as an unmapped one."""
    codes = {
        path: State.ABSENT for path, spec in FIELDS.items() if spec.kind is Kind.CODE and spec.group is None
    }
    return Person(ref, **{**codes, **held})


def opened(folder, mapping="mosaic/demo", **council):
    config = MosaicConfig.model_validate(
        {"url": "sqlite:///mosaic.db", "mapping": mapping, "settings": council}
    )
    return open_mosaic(config, OpenContext("mosaic", date(2026, 11, 23), folder, {}, MAPPINGS))


@pytest.fixture
def folder(tmp_path):
    write_sample(tmp_path, [nobody("1", relationships=(Relationship("2", "Mother", "Carer"),))], {})
    return tmp_path


@pytest.mark.parametrize("mapping", ["mosaic/demo", "mosaic/reporting"])
def test_the_sample_fits_its_mappings(folder, mapping):
    with opened(folder, mapping) as source:
        report = source.inspect()
    assert report.problems == ()
    (backend,) = (each for each in adapter_case_records() if each.name == "mosaic")
    assert report.capabilities == backend.capabilities


def test_settings_of_the_council_are_in_use(folder):
    with opened(folder, carer_group=["CARER"], informal_carer_roles="Mother") as source:
        assert source.reader.settings["carer_group"] == ("CARER",)
        assert source.reader.settings["informal_carer_roles"] == ("Mother",)


def test_a_value_that_mosaic_does_not_know_names_the_nearest(folder):
    with opened(folder, carer_group="CARERS") as source:
        (problem,) = source.inspect().problems
    assert problem.code == "FP-0304"
    assert "did you mean 'CARER'?" in problem.what


def test_an_unknown_setting_names_the_nearest(folder):
    with (
        pytest.raises(MappingError, match="did you mean 'gp_relationship'"),
        opened(folder, gp_relationships="GP"),
    ):
        pass


def test_unknown_keys_of_the_config_are_errors():
    with pytest.raises(ValidationError):
        MosaicConfig.model_validate({"url": "sqlite:///x.db", "mapings": "x"})


@pytest.mark.requirement("P-13")
def test_the_plain_mapping_reads_direction_carers_and_gp_from_published_tables(folder):
    with closing(sqlite3.connect(folder / "mosaic.db")) as database, database:
        database.executescript("""
            INSERT INTO WORKERS (ID, FIRST_NAMES, LAST_NAMES) VALUES (900, 'Gwen', 'Oak');
            INSERT INTO ORGANISATIONS (ID, NAME, RESPONSIBLE_AUTHORITY)
                VALUES (900, 'Elm Surgery', 'N'), (901, 'Old', 'N');
            INSERT INTO WORKER_ROLES VALUES (900, 900, 'GP', 'Y', '2020-01-01 00:00:00', NULL),
                (900, 901, 'GP', 'Y', '2010-01-01 00:00:00', '2019-12-31 00:00:00'),
                (900, 901, 'GP', 'N', NULL, NULL);
            INSERT INTO DM_PROF_RELATIONSHIPS VALUES (1, 1, 900, 'GP', '2020-01-01 00:00:00', NULL, NULL),
                (2, 1, 900, 'REL.ALLWORK', '2020-01-01 00:00:00', NULL, NULL);
            UPDATE DM_PERSONAL_RELATIONSHIPS SET IS_INFORMAL_CARER = 'Y';
        """)
    database.close()
    with opened(folder, "mosaic/reporting", gp_relationship="GP") as source:
        person = source.get_person("1")
        assert source.inspect().problems == ()
    (relationship,) = person.relationships
    assert (relationship.role, relationship.other_role) == ("Mother", "Carer")
    assert (relationship.is_informal_carer, relationship.other_is_informal_carer) == (True, True)
    (gp,) = person.gp
    assert (gp.name, gp.practitioner, gp.code) == ("Elm Surgery", "Gwen Oak", State.NOT_SUPPORTED)


def test_a_duplicate_is_no_contact(folder):
    write_sample(folder, [nobody("1", duplicate_of="2", relationships=())], {})
    with opened(folder, "mosaic/reporting") as source:
        (page,) = source.iter_people(PeopleQuery())
    (person,) = page.people
    assert (person.duplicate_of, person.relationships) == ("2", ())


def test_every_place_on_screen_is_a_field():
    (backend,) = (each for each in adapter_case_records() if each.name == "mosaic")
    assert set(backend.places) <= {*FIELDS, *LISTS}
