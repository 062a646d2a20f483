"""A story moved to another day: delays, weekdays, ages and order stay what they were, in fields and in sentences."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import holidays
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenarios import Pack, load_pack
from scenarios.french_dates import in_words, mentions, months_later
from scenarios.living_dates import moved, week_of
from scenarios.living_dates.loose import months_moved, stuck_in, years_moved
from scenarios.models import Company, Customer, Subject
from scenarios.reading import PackFiles, Piece, ProceduresFile, ProductsFile, read_pack_files
from scenarios.references import reference_faults
from scenarios.safe_yaml import Document

from .pack_folder import PackFolder

HOME = Path(__file__).resolve().parents[3] / "scenarios" / "packs" / "velambre"
STORY = date(2026, 11, 24)
TODAYS = st.dates(date(2026, 6, 1), date(2032, 12, 31))
SUBJECTS = st.sampled_from(["exercices-1", "exercices-2", "exercices-3", "titre-1", "titre-2", "epreuve-ccp1"])


@cache
def pack() -> Pack:
    return load_pack(HOME)


@cache
def stays() -> tuple[str, ...]:
    dates = read_pack_files(HOME).dates
    assert dates is not None
    assert dates.model is not None
    return dates.model.stays


@cache
def on(day: date) -> Pack:
    return moved(pack(), day, stays())


def leaves(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        for value in cast("dict[str, Any]", data).values():
            yield from leaves(value)
    elif isinstance(data, list | tuple):
        for value in cast("list[Any]", data):
            yield from leaves(value)
    else:
        yield data


def typed_days(customer: Customer) -> list[date]:
    found = leaves(customer.model_dump(exclude={"born_on"}))
    return [one.date() if isinstance(one, datetime) else one for one in found if isinstance(one, date)]


def texts(one: Customer | Subject) -> list[str]:
    return [text for text in leaves(one.model_dump(mode="json")) if isinstance(text, str)]


@settings(max_examples=40, deadline=None)
@given(today=TODAYS, subject=SUBJECTS)
def test_it_lands_on_its_weekday_near_today_with_nobody_at_work_on_a_bank_holiday(today: date, subject: str) -> None:
    day = week_of(pack(), subject, today)
    assert day.weekday() == STORY.weekday()
    assert abs(day - today) <= timedelta(weeks=5)
    shut = holidays.country_holidays("FR")
    assert day not in shut
    played = on(day).subject(subject)
    for one in (played, *(on(day).customer(exchange.customer) for exchange in played.exchanges)):
        for text in texts(one):
            for mention in mentions(text, day):
                if mention.has_weekday and abs(mention.day - day) <= timedelta(days=21):
                    assert mention.day not in shut, text


@settings(max_examples=25, deadline=None)
@given(today=TODAYS)
@example(today=date(2026, 6, 20))
def test_every_delay_of_the_files_is_kept_in_days_or_in_whole_months(today: date) -> None:
    day = week_of(pack(), "titre-1", today)
    for before, after in zip(pack().customers, on(day).customers, strict=True):
        olds, news = [STORY, *typed_days(before)], [day, *typed_days(after)]
        places = sorted(set(zip(olds, news, strict=True)))
        assert len(places) == len(set(olds)), "a day has one image"
        for (old, new), (old_too, new_too) in pairwise(places):
            assert new <= new_too, (before.id, old, old_too)
        for old, new in places:
            assert abs((new - day) - (old - STORY)) <= timedelta(days=4), (before.id, old)
        for old, new in places:
            for old_too, new_too in places:
                months = (old_too.year - old.year) * 12 + old_too.month - old.month
                if months in (1, 12) and months_later(old, months) == old_too:
                    in_days = new_too - new == old_too - old
                    later, before_it = months_later(new, months), months_later(new_too, -months)
                    # In a file the 28 February may be a month before the 30 March; what is said is tested below.
                    assert in_days or later == new_too or before_it == new, (before.id, old, old_too)


@settings(max_examples=40, deadline=None)
@given(today=TODAYS)
def test_ages_weekdays_and_stated_delays_stay_true(today: date) -> None:
    day = week_of(pack(), "titre-1", today)
    now = on(day)
    for before, after in zip(pack().customers, now.customers, strict=True):
        if before.born_on is not None and after.born_on is not None:
            assert _age(before.born_on, STORY) == _age(after.born_on, day)
    for one in (*now.customers, *now.subjects):
        for text in texts(one):
            assert all(mention.is_consistent for mention in mentions(text, day)), text
    leaving = now.exchange("exercices-3", "cp6-7-respecter").jury
    assert in_words(months_later(day, 1)) in leaving.expected_answer, "one month of notice"
    owing = now.exchange("titre-1", "e6-impaye").jury.expected_confirmation
    assert owing is not None
    first, second, third = (one.day for one in mentions(owing.mentions[1], day))
    assert timedelta(0) < first - day <= timedelta(days=10), "the first within ten days"
    assert (second, third) == (months_later(first, 1), months_later(first, 2)), "then monthly"
    repaired = next(one for one in now.customer("samir-merabet").invoices if one.reference == "FA-66120")
    assert repaired.due_on - repaired.issued_on == timedelta(days=30), "« à 30 jours »"
    rented = now.customer("nathalie-vidal")
    ended = next(mention.day for mention in mentions(rented.contracts[0].details[2], day))
    asked = next(mention.day for mention in mentions(rented.contracts[0].details[1], day))
    assert asked == months_later(ended, -1), "« préavis d’un mois »"
    assert next(mention.day for mention in mentions(rented.contracts[0].details[0], day)) == months_later(
        rented.contracts[0].signed_on, 12
    ), "a commitment of twelve months"


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@settings(max_examples=10, deadline=None)
@given(today=TODAYS)
def test_a_moved_pack_passes_the_checker(today: date) -> None:
    now = on(week_of(pack(), "titre-1", today))
    files = read_pack_files(HOME)
    assert files.products is not None
    assert files.procedures is not None
    again = PackFiles(
        HOME,
        Piece[Company](Document("company.yaml", now.company.model_dump(mode="json")), cast(Company, now.company)),
        cast(Piece[ProductsFile], files.products),
        cast(Piece[ProceduresFile], files.procedures),
    )
    again.customers = [
        Piece(Document(f"customers/{one.id}.yaml", one.model_dump(mode="json")), cast(Customer, one))
        for one in now.customers
    ]
    again.subjects = [
        Piece(Document(f"subjects/{one.id}.yaml", one.model_dump(mode="json")), cast(Subject, one))
        for one in now.subjects
    ]
    assert [fault for fault in reference_faults(again) if fault.severity == "error"] == []


@pytest.mark.parametrize(
    ("name", "stays", "debt", "months"),
    [
        ("volmeray", ["de tout l’hiver"], "e3-octobre", 4),
        ("vorlande", ["depuis l’été"], "e3-mise-en-service", 2),
        ("yseval", [], "e3-telephone", 4),
    ],
)
def test_the_other_shipped_companies_move_whole(name: str, stays: list[str], debt: str, months: int) -> None:
    company = load_pack(HOME.parent / name)
    for today in (date(2027, 2, 10), date(2027, 7, 1), date(2028, 3, 3)):
        day = week_of(company, "titre-1", today)
        now = moved(company, day, stays)
        for one in (*now.customers, *now.subjects):
            for text in texts(one):
                assert all(mention.is_consistent for mention in mentions(text, day)), text
        owing = now.exchange("epreuve-ccp2", debt).jury.expected_answer
        first, *later = (one.day for one in mentions(owing, day))
        assert timedelta(0) < first - day <= timedelta(days=10)
        assert months_later(first, months) in later


def test_on_its_own_day_it_is_the_very_same_pack_and_the_same_week_is_one_version() -> None:
    assert moved(pack(), STORY, stays()) is pack()
    monday = date(2027, 5, 31)
    days = {week_of(pack(), "exercices-1", monday + timedelta(days=n)) for n in range(4)}
    assert len(days) == 1
    assert on(days.pop()).case_studies == (), "recordings cannot follow"


@pytest.mark.parametrize(
    ("text", "months", "told"),
    [
        ("le loyer d’octobre 2026", 2, "le loyer de décembre 2026"),
        ("le loyer de novembre 2026", 2, "le loyer de janvier 2027"),
        ("le loyer de novembre 2026", -3, "le loyer d’août 2026"),
        ("Octobre et novembre, payés.", 1, "Novembre et décembre, payés."),
        ("en septembre ; jusqu’en février", 6, "en mars ; jusqu’en août"),
        ("le 2 décembre, puis en mars", 1, "le 2 décembre, puis en avril"),
        ("Thi Mai Nguyen est venue en mai.", 1, "Thi Mai Nguyen est venue en juin."),
        ("Il y a mai-68 dedans", 1, "Il y a mai-68 dedans"),
    ],
)
def test_months_alone_follow_with_their_elision(text: str, months: int, told: str) -> None:
    assert months_moved(text, months) == told


def test_years_alone_follow() -> None:
    assert (
        years_moved("client depuis 2022, acheté en 2023", lambda year: year + 1)
        == "client depuis 2023, acheté en 2024"
    )
    assert years_moved("2 022 € en 2022", lambda year: year + 1) == "2 022 € en 2023"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le vingt-six octobre, j’étais là.", ["six octobre"]),
        ("Ma pension tombe le 1er du mois.", ["le 1er"]),
        ("Je suis payée le 2.", ["le 2"]),
        ("Au printemps, ou cet été.", ["Au printemps", "cet été"]),
        ("Rien avant Noël", ["avant Noël"]),
        ("Le dossier a été repris, elle n’était pas rentrée.", []),
        ("Livré le 2 décembre, au 3 rue Haute.", []),
        ("Du lundi au samedi, de 9 h à 19 h.", []),
    ],
)
def test_what_could_not_follow_is_found(text: str, words: list[str]) -> None:
    assert [one.words.replace("\u00a0", " ") for one in stuck_in(text)] == words


def test_a_pack_that_says_that_it_moves_is_held_to_it(tmp_path: Path) -> None:
    folder = PackFolder(tmp_path)
    folder.change("subjects/essai.yaml", "exchanges.0.jury.situation", "Elle sera payée le 2.")
    assert folder.faults() == [], "one that does not move may say so"
    folder.files["dates.yaml"] = {"stays": []}
    fault = folder.only_fault()
    assert (fault.code, fault.file, fault.where) == (
        "date_stays",
        "subjects/essai.yaml",
        "exchanges[0].jury.situation",
    )
    assert re.search("ne suivrait pas", fault.problem)
    folder.files["dates.yaml"] = {"stays": ["payée le 2"]}
    assert folder.faults() == []
    folder.files["dates.yaml"] = {"stays": ["payée le 2", "en hiver"]}
    assert (folder.only_fault().code, folder.only_fault().severity) == ("not_there", "warning")


def test_a_weekday_that_is_not_that_days_is_told(tmp_path: Path) -> None:
    folder = PackFolder(tmp_path)
    folder.files["dates.yaml"] = {"stays": []}
    folder.change("subjects/essai.yaml", "exchanges.0.jury.situation", "Le colis arrive vendredi 26 novembre.")
    assert folder.only_fault().code == "wrong_weekday"
