"""No NaN and no infinity passes any border: each float of each command, event, request, fact and pack is tried."""

import importlib
import json
import math
import pkgutil
from types import ModuleType

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError

import scenarios
import scoring
import simulator
from simulator.app import create_app
from simulator.facts.kinds import fact_adapter
from simulator.live_messages.commands import candidate_up, jury_up
from simulator.settings import Settings
from telephony import strict_json

NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999")


def _modules(package: ModuleType) -> list[ModuleType]:
    names = [one.name for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    passed = ("__main__", "migrations")
    return [importlib.import_module(name) for name in names if not any(one in name for one in passed)]


def _models() -> list[type[BaseModel]]:
    """Every model of ours: what commands, events, bodies, views, facts, packs, settings and model answers are."""
    found: dict[str, type[BaseModel]] = {}
    for package in (simulator, scenarios, scoring):
        for module in _modules(package):
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == module.__name__:
                    found[f"{module.__name__}.{value.__qualname__}"] = value
    return [found[name] for name in sorted(found)]


MODELS = _models()
FLOATS = [
    (model, name)
    for model in MODELS
    for name, field in model.model_fields.items()
    if float in (field.annotation, *getattr(field.annotation, "__args__", ()))
]


def test_all_models_refuse_what_is_no_number() -> None:
    assert len(MODELS) > 200
    assert [model.__qualname__ for model in MODELS if model.model_config.get("allow_inf_nan") is not False] == []


@pytest.mark.parametrize(("model", "name"), FLOATS, ids=[f"{model.__name__}.{name}" for model, name in FLOATS])
def test_no_float_field_takes_nan_or_an_infinity(model: type[BaseModel], name: str) -> None:
    alias = model.model_fields[name].alias or name
    for written in NO_NUMBERS:
        for refused in (
            lambda w=written: model.model_validate_json(f'{{"{alias}": {w}}}'),
            lambda w=written: model.model_validate({alias: float(w.lower().replace("infinity", "inf"))}),
        ):
            with pytest.raises(ValidationError) as caught:
                refused()
            told = {str(one["loc"][0]): one["type"] for one in caught.value.errors()}
            # Facts of before that hold null in their place are read; a fresh one is never made so.
            assert told.get(alias) == "finite_number", (written, told)


def test_there_are_floats_to_look_at() -> None:
    assert len(FLOATS) > 60


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_commands_with_such_a_number_are_refused_whole(written: str) -> None:
    report = f'{{"type": "headset.report", "id": "1", "verdict": "good", "jitter_ms": {written}}}'
    mark = (
        '{"type": "mark.place", "id": "1", "mark_id": "m", "run_id": "r", "criterion": "CP1.1", '
        f'"sign": "note", "at_seconds": {written}}}'
    )
    ping = f'{{"type": "ping", "sent_ms": {written}}}'
    adapters: list[tuple[TypeAdapter[object], str]] = [(candidate_up, report), (jury_up, mark), (jury_up, ping)]  # type: ignore[list-item]  each has a type of its own
    for adapter, message in adapters:
        with pytest.raises(ValidationError):
            adapter.validate_json(message)
        assert adapter.validate_json(message.replace(written, "1.5")) is not None


def test_no_query_or_path_of_a_route_is_a_float() -> None:
    """`?at=nan` would be one: a route that needs a number of this kind takes a bounded one in its body."""
    for route in create_app(Settings()).routes:
        if isinstance(route, APIRoute):
            for field in (*route.dependant.query_params, *route.dependant.path_params):
                assert field.field_info.annotation is not float, (route.path, field.name)


def test_a_mark_that_an_earlier_version_kept_at_infinity_is_still_read() -> None:
    kept = strict_json.lenient_loads('{"mark_id": "k", "criterion": "CP1.1", "sign": "note", "at_seconds": Infinity}')
    assert fact_adapter.validate_python({"kind": "mark.placed", **kept}).at_seconds == 0.0  # type: ignore[union-attr]  a mark, as its kind says


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_json_is_read_and_written_as_the_standard_has_it(written: str) -> None:
    with pytest.raises(ValueError, match=r"number"):
        strict_json.loads(f'{{"a": [{written}]}}')
    assert strict_json.lenient_loads(f'{{"a": [{written}, 1.5]}}') == {"a": [None, 1.5]}
    for value in (math.nan, math.inf, -math.inf):
        with pytest.raises(ValueError, match="JSON"):
            strict_json.dumps({"a": value})
    assert json.loads(strict_json.dumps({"a": "é"}, ensure_ascii=False)) == {"a": "é"}
