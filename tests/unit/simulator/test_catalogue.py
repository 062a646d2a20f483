"""The catalogue of exercises: its sector, its degree, who of a group has played what."""

from datetime import UTC, datetime

import pytest

from scenarios import load_pack
from scenarios.difficulty import difficulty_of
from scenarios.models.subject import Difficulty
from simulator.ids import PersonId, RunId, SeatId
from simulator.packs.registry import SHIPPED
from simulator.progress.catalogue import catalogue
from simulator.progress.gathering import PlayedExchange, Practice
from tests.unit.simulator import world

PACK = world.pack()
SUBJECT = PACK.subjects[0]
AT = datetime(2026, 11, 30, 9, tzinfo=UTC)


def practice(name: str, *exchanges: str) -> Practice:
    played = tuple(
        PlayedExchange(RunId(f"{name}-{n}"), SeatId(name), "Essai", PACK.company.id, SUBJECT.id, one, 1, AT, 60.0)
        for n, one in enumerate(exchanges)
    )
    return Practice(PersonId(name), name, "Promo", (), played, ())


def test_what_fewest_have_played_comes_first_with_the_names_of_those_who_have() -> None:
    first, second, third = (one.id for one in SUBJECT.exchanges)
    group = [practice("Ana", first, second, first), practice("Bilal", first)]
    shown = catalogue([(PACK, SUBJECT)], group)
    assert [(one.exchange_id, one.played_by) for one in shown.entries] == [
        (third, ()),
        (second, ("Ana",)),
        (first, ("Ana", "Bilal")),
    ]
    assert [one.name for one in shown.trainees] == ["Ana", "Bilal"]


def test_sector_and_difficulty_are_what_the_pack_says() -> None:
    company = PACK.company.model_copy(update={"sector": "Télécoms"})
    said = PACK.model_copy(update={"company": company})
    hard = SUBJECT.model_copy(update={"difficulty": "hard"})
    assert {(one.sector, one.difficulty) for one in catalogue([(said, hard)], ()).entries} == {("Télécoms", "hard")}
    assert {(one.sector, one.difficulty) for one in catalogue([(PACK, SUBJECT)], ()).entries} == {("", None)}


@pytest.mark.parametrize("company", ["velambre", "volmeray"])
def test_the_shipped_exercises_are_of_three_degrees_and_each_company_says_its_sector(company: str) -> None:
    pack = load_pack(SHIPPED / company)
    assert pack.company.sector
    degrees: dict[str, Difficulty | None] = {one.id: difficulty_of(one) for one in pack.subjects}
    assert [degrees[f"exercices-{n}"] for n in (1, 2, 3)] == ["easy", "medium", "hard"]
    assert degrees["titre-1"] is None
    own = pack.subject("exercices-1").model_copy(update={"difficulty": "hard"})
    assert difficulty_of(own) == "hard", "a subject's own word counts"
