"""What the shipped companies hold: a subject for each exam, exercises led by one criterion, amounts that add up."""

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from scenarios import load_pack
from scenarios.canvassing import Ground, ground_to_call
from scenarios.models import CaseStudy, Exchange, Pack
from scoring.referential import load_referential

HOME = Path(__file__).resolve().parents[3] / "scenarios" / "packs"
PACK = load_pack(HOME / "velambre")
LANDLORD = load_pack(HOME / "volmeray")
OPERATOR = load_pack(HOME / "vorlande")
SMALL_OPERATOR = load_pack(HOME / "yseval")
PACKS = (PACK, LANDLORD, OPERATOR, SMALL_OPERATOR)
EXERCISES = [
    exchange
    for pack in PACKS
    for subject in pack.subjects
    if subject.id.startswith("exercices-")
    for exchange in subject.exchanges
]
CARD_WORDS = 125
"""Thirty seconds at 250 words a minute, the pace of silent reading."""

NB = "\u00a0"


def test_there_is_a_subject_for_each_exam_and_two_of_the_title() -> None:
    held = Counter(subject.exam_format for subject in PACK.subjects)
    assert (held["title"], held["ccp1"], held["ccp2"]) == (2, 1, 1)
    assert [study.id for study in PACK.case_studies] == ["leroux-batterie", "vidal-prelevements"]


def test_what_is_offered_first_stays_what_it_was() -> None:
    """The demonstration takes the first practice subject, the first of the title, the first case study."""
    assert next(one.id for one in PACK.subjects if one.exam_format is None) == "decouverte"
    assert (
        next(one.title for one in PACK.subjects if one.exam_format == "title")
        == "Sujet 1 – Une journée chez Vélambre"
    )


@pytest.mark.parametrize(
    ("pack", "practice"), [(LANDLORD, 4), (OPERATOR, 2), (SMALL_OPERATOR, 1)], ids=["volmeray", "vorlande", "yseval"]
)
def test_the_others_have_a_subject_for_each_exam_and_a_house_to_search_in(pack: Pack, practice: int) -> None:
    held = Counter(subject.exam_format for subject in pack.subjects)
    assert held == {"title": 1, "ccp1": 1, "ccp2": 1, None: practice}
    assert len(pack.customers) >= 30
    assert len(pack.products) >= 12
    assert len(pack.procedures) >= 8
    assert len(pack.case_studies) == 2


def test_days_without_a_line_are_taken_off_at_a_thirtieth_each() -> None:
    """What the files, the cards and the case study of the second operator say of it."""
    prices = {one.id: one.price for one in SMALL_OPERATOR.products}
    cut = SMALL_OPERATOR.exchange("epreuve-ccp1", "e2-nacelle").jury.expected_answer
    since, story = date(2026, 11, 16), SMALL_OPERATOR.company.story_date
    each = prices["fibre-essentielle"] / 30
    assert f"{written(each)}{NB}€ chacun" in cut
    assert f"soit {written(each * ((story - since).days - 1))}{NB}€" in cut
    (study,) = (one for one in SMALL_OPERATOR.case_studies if one.id == "bachelier-coupure")
    days = (story - date(2026, 10, 22)).days
    total = written(prices["fibre-sereine"] / 30 * days)
    assert any(f"{total}{NB}€" in one for one in study.expected_analysis)
    assert any(
        f"{days} jours entiers" in one and total in one for one in SMALL_OPERATOR.customer(study.customer).notes
    )


def written(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


@pytest.mark.parametrize("pack", PACKS, ids=[one.company.id for one in PACKS])
def test_nobody_is_met_in_two_exams(pack: Pack) -> None:
    met = [exchange.customer for one in pack.subjects if one.exam_format for exchange in one.exchanges]
    assert len(met) == len(set(met))


@pytest.mark.parametrize("pack", PACKS, ids=[one.company.id for one in PACKS])
def test_whoever_is_prospected_may_be_called(pack: Pack) -> None:
    called = [one.customer for subject in pack.subjects for one in subject.exchanges if "CP4" in one.competences]
    grounds = {ground_to_call(pack.customer(one), pack.company.story_date) for one in called}
    assert grounds
    assert Ground.NONE not in grounds


@pytest.mark.parametrize("exercise", EXERCISES, ids=[one.id for one in EXERCISES])
def test_an_exercise_is_led_by_its_criterion_and_its_card_is_read_in_thirty_seconds(exercise: Exchange) -> None:
    led = re.match(r"cp(\d)-(\d)-", exercise.id)
    assert led is not None
    assert exercise.jury.observables[0].criterion == f"CP{led[1]}.{led[2]}"
    assert len(exercise.jury.observables) <= 4
    assert exercise.minutes <= 7
    jury = exercise.jury
    lists = (*jury.facts_if_asked, *jury.objections, *jury.calms, *jury.hardens, *jury.traps)
    card = " ".join([jury.who, jury.mood, jury.opening_line, jury.situation, *lists, jury.end_when])
    assert len(card.split()) <= CARD_WORDS


def test_each_of_the_official_criteria_leads_an_exercise() -> None:
    official = [criterion for one in load_referential().competences for criterion in one.criteria]
    assert len(official) == 53
    assert {one.jury.observables[0].criterion for one in EXERCISES} == set(official)


def test_exercises_are_of_three_degrees_on_each_competence_channel_and_direction() -> None:
    for pack in (PACK, LANDLORD):
        degrees = {one.id for one in pack.subjects if one.id.startswith("exercices-")}
        assert degrees == {f"exercices-{n}" for n in (1, 2, 3)}
    ways = {(one.candidate.channel, one.candidate.direction) for one in EXERCISES}
    assert ways == {("phone", "inbound"), ("phone", "outbound"), ("chat", "inbound")}


MONTHLY = {"trois": 3, "cinq": 5, "six": 6}


def instalments() -> list[tuple[Pack, Exchange]]:
    agreed = ((pack, one) for pack in PACKS for subject in pack.subjects for one in subject.exchanges)
    return [(pack, one) for pack, one in agreed if " virements" in one.jury.expected_answer]


@pytest.mark.parametrize(("pack", "exchange"), instalments(), ids=[one.customer for _, one in instalments()])
def test_instalments_add_up_to_what_the_file_says_is_due_and_begin_within_ten_days(
    pack: Pack, exchange: Exchange
) -> None:
    words = exchange.jury.expected_answer
    total, each = (amount(one) for one in re.findall(rf"(\d+,\d\d){NB}€", words)[:2])
    often = re.search(r"en (\w+) virements", words)
    assert often is not None
    due = sum(one.remaining for one in pack.customer(exchange.customer).invoices if not one.label.startswith("Frais"))
    assert MONTHLY[often[1]] * each == total == due
    first = re.search(r"(\d+) décembre", words)
    assert first is not None
    story = pack.company.story_date
    assert story < date(2026, 12, int(first[1])) <= story + timedelta(days=10)


def amount(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))


STUDIES = [study for pack in PACKS for study in pack.case_studies]


@pytest.mark.parametrize("study", STUDIES, ids=[one.id for one in STUDIES])
def test_a_case_study_has_four_sequences_of_four_moods(study: CaseStudy) -> None:
    sequences = study.sequences
    assert len({one.mood for one in sequences}) == len(sequences) == 4


def test_a_paid_order_is_billed_at_what_its_lines_cost() -> None:
    """Of those written for the exams: the order's lines and its first invoice say the same."""
    for number in ("VA-46120", "VA-53308", "VA-57219", "VA-26503", "VA-30917", "VA-38052"):
        customer = next(one for one in PACK.customers if one.number == number)
        lines = sum(line.quantity * line.unit_price for line in customer.orders[0].lines)
        assert lines == customer.invoices[0].amount, number


@pytest.mark.parametrize("pack", PACKS, ids=[one.company.id for one in PACKS])
def test_past_contacts_are_told_in_their_order(pack: Pack) -> None:
    for subject in pack.subjects:
        for exchange in subject.exchanges:
            told = [contact.at for contact in pack.customer(exchange.customer).history]
            assert all(one <= other for one, other in pairwise(told)), exchange.customer
