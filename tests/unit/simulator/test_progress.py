"""Levels, needs and exports of progress, from observations made by hand."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from scoring.referential import load_referential
from simulator.packs.registry import PackRegistry
from simulator.progress.exporting import BOM, exchanges_csv
from simulator.progress.gathering import Observation, PlayedExchange, Practice, Source
from simulator.progress.levels import competence_level, level, minutes, needs, weeks_between
from simulator.progress.statements import Scribe
from simulator.progress.suggesting import suggest
from tests.unit.simulator import world

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def seen(criterion: str, value: float, source: Source = "trainer", days: int = 0) -> Observation:
    return Observation("r1", criterion, MONDAY + timedelta(days=days), source, value)


def practice(*observations: Observation, name: str = "Éva Martin") -> Practice:
    played = PlayedExchange("r1", "s1", "Essai", "atelier-essai", "sujet", "chat-entrant", 1, MONDAY, 300.0)
    return Practice("p1", name, "CRCD A", (("atelier-essai", "sujet"),), (played,), observations)


def test_a_competence_weighs_each_criterion_once_however_often_it_was_seen() -> None:
    often = [seen("CP1.1", 1.0), seen("CP1.1", 1.0), seen("CP1.1", 1.0), seen("CP1.2", 0.0)]
    assert level(often) is not None
    found = competence_level(often)
    assert found is not None
    assert (found.observations, found.favourable) == (4, 0.5)
    assert competence_level([]) is None


def test_weeks_begin_on_mondays_and_empty_ones_are_there() -> None:
    moments = (MONDAY, MONDAY + timedelta(days=6), MONDAY + timedelta(days=15))
    assert weeks_between(moments) == [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7)]
    assert weeks_between(()) == []


def test_a_trainers_verdict_outweighs_findings_in_what_is_needed() -> None:
    found = needs(
        practice(
            seen("CP1.1", 1.0),
            seen("CP1.1", 0.0, "proposed"),
            seen("CP1.2", 0.5, "proposed"),
            seen("CP1.3", 0.0),
            seen("CP1.4", 1.0, "proposed"),
        )
    )
    assert [(criterion, source) for criterion, _, source in found] == [("CP1.3", "trainer"), ("CP1.2", "proposed")]


def test_the_weakest_criterion_leads_to_an_exchange_that_exercises_it_and_never_to_an_exams() -> None:
    pack = world.pack()
    subject = pack.subjects[0]
    weak = next(one.criterion for one in subject.exchanges[0].jury.observables)
    [first, *_] = suggest(practice(seen(weak, 0.0)), [(pack, subject)], load_referential())
    assert first.criterion == weak
    assert any(one.criterion == weak for one in first.exchange.jury.observables)
    assert load_referential().criterion_label(weak) in first.reason
    assert suggest(practice(seen(weak, 0.0)), [], load_referential()) == []


def test_an_exercise_is_suggested_before_an_exams_subject_that_was_played_as_often() -> None:
    pack = world.pack()
    exercise = pack.subjects[0]
    exam = exercise.model_copy(update={"id": "titre", "exam_format": "title"})
    weak = next(one.criterion for one in exercise.exchanges[0].jury.observables)
    [first, *_] = suggest(practice(seen(weak, 0.0)), [(pack, exam), (pack, exercise)], load_referential())
    assert first.subject.id == exercise.id


def test_a_spreadsheet_opens_the_table_and_runs_none_of_it() -> None:
    text = exchanges_csv(PackRegistry(), [practice(name="=CMD()")])
    assert text.startswith(BOM)
    [head, row] = csv.reader(io.StringIO(text.removeprefix(BOM)), delimiter=";")
    assert head[0] == "Stagiaire"
    assert row[0] == "'=CMD()"
    assert row[-1] == "5,0"


def test_statements_keep_their_identity_from_export_to_export() -> None:
    scribe = Scribe(PackRegistry(), load_referential(), "http://combine.example")
    one = practice(seen("CP1.1", 0.5), seen("CP1.2", 1.0), seen("CP1.3", 0.0, "proposed"))
    first, again = list(scribe.statements([one])), list(scribe.statements([one]))
    assert first == again
    verbs = [said["verb"]["id"].rsplit("/", 1)[-1] for said in first]
    assert verbs == ["completed", "progressed", "passed"], "a finding is nobody's verdict"
    for said in first:
        UUID(said["id"])
        assert said["actor"]["account"] == {"homePage": "http://combine.example", "name": "p1"}
        assert datetime.fromisoformat(said["timestamp"]).tzinfo is not None
        assert said["object"]["id"].startswith("http://combine.example/xapi/")
    assert first[0]["result"] == {"completion": True, "duration": "PT300S"}
    assert minutes(one.played) == 5
