"""The JSON Schema agrees with what loading takes."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest

from opora.charters import names, path
from opora.engine.charter import json_schema, source
from opora.engine.charter.shape import parts
from opora.engine.charter.tests.minimal import TEXT, broken


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json_schema())


@pytest.mark.parametrize("name", [*names(), "starter"])
def test_shipped_charter_fits_the_schema(name: str, validator: jsonschema_rs.Validator) -> None:
    written, _ = source.read(path(name).read_text(encoding="utf-8"))
    assert [error.message for error in validator.iter_errors(written)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("scale: 5", "scala: 5"), ("rank: 1,", "rank: first,"), ("type: portal", "type: portel"), ('edition: "1"\n', "")],
)
def test_schema_refuses_what_loading_refuses(old: str, new: str, validator: jsonschema_rs.Validator) -> None:
    assert validator.is_valid(source.read(TEXT)[0])
    assert not validator.is_valid(source.read(broken(old, new))[0])


def test_schema_is_plain_json_and_explains_every_key() -> None:
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    for part in parts():
        for name, field in part.model_fields.items():
            assert field.description, f"{part.__name__}.{name} has no description"
