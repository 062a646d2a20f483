"""What an adviser types with one hand while listening, and whom it must bring up."""

import time

import pytest

from scenarios import CustomerSearch, DocumentSearch, load_pack
from scenarios.search import plain

from .pack_folder import PROCEDURES, PackFolder

NAMES = [
    ("jean-pierre-le-goff", "Jean-Pierre", "Le Goff", "02 61 91 10 02", "Quimper"),
    ("lea-morin", "Léa", "Morin", "06 39 98 10 01", "Nantes"),
    ("etienne-boeuf", "Étienne", "Bœuf", "03 53 01 20 20", "Morinville"),
    ("ines-d-arcy", "Inès", "d’Arcy", "04 65 71 10 01", "Lyon"),
    ("marie-morineau", "Marie", "Morineau", "05 36 49 98 10", "Nantes"),
]


@pytest.fixture
def search(pack: PackFolder) -> CustomerSearch:
    for number, (id_, first, last, phone, city) in enumerate(NAMES):
        known = pack.files.get(f"customers/{id_}.yaml") or {
            "number": f"AT-B{chr(65 + number)}",
            "title": "Mme",
            "customer_since": "2020-01-01",
            "segment": "Particulier",
        }
        address = {"lines": ["1 rue Haute"], "postcode": "44000", "city": city}
        pack.files[f"customers/{id_}.yaml"] = {
            **known,
            "id": id_,
            "first_name": first,
            "last_name": last,
            "phone": phone,
            "address": address,
        }
    return CustomerSearch(load_pack(pack.write()))


def ids(search: CustomerSearch, query: str) -> list[str]:
    return [customer.id for customer in search.find(query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Morin", "lea-morin"),
        ("MORIN", "lea-morin"),
        ("lea", "lea-morin"),
        ("Léa Mor", "lea-morin"),
        ("morin, léa", "lea-morin"),
        ("morin nantes", "lea-morin"),
        ("boeuf", "etienne-boeuf"),
        ("Bœuf etienne", "etienne-boeuf"),
        ("le goff", "jean-pierre-le-goff"),
        ("goff", "jean-pierre-le-goff"),
        ("jean-pierre", "jean-pierre-le-goff"),
        ("jean pierre", "jean-pierre-le-goff"),
        ("pierre", "jean-pierre-le-goff"),
        ("d'arcy", "ines-d-arcy"),
        ("d’Arcy", "ines-d-arcy"),
        ("arcy", "ines-d-arcy"),
        ("lea.morin@", "lea-morin"),
        ("AT-1001", "lea-morin"),
        ("at 1001", "lea-morin"),
        ("1001", "lea-morin"),
        ("CO-501", "lea-morin"),
        ("fa 701", "lea-morin"),
        ("ga301", "lea-morin"),
        ("06 39 98 10 01", "lea-morin"),
        ("0639981001", "lea-morin"),
        ("06.39.98.10.01", "lea-morin"),
        ("06-39-98", "lea-morin"),
        ("+33 6 39 98 10 01", "lea-morin"),
        ("+33639981001", "lea-morin"),
        ("0033 6 39 98", "lea-morin"),
        ("morin 06", "lea-morin"),
        ("nantes 05 36", "marie-morineau"),
    ],
)
def test_the_wanted_customer_comes_first(search: CustomerSearch, query: str, first: str) -> None:
    assert ids(search, query)[:1] == [first]


def test_a_whole_name_comes_before_its_longer_sisters_and_those_before_a_town(search: CustomerSearch) -> None:
    assert ids(search, "morin") == ["lea-morin", "marie-morineau", "etienne-boeuf"]


@pytest.mark.parametrize("query", ["", "   ", "zzz", "léa boeuf", "06 12 34", "-", "+", "()", "\u00a0", "1001 boeuf"])
def test_what_matches_nobody_brings_nobody(search: CustomerSearch, query: str) -> None:
    assert ids(search, query) == []


def test_a_limit_keeps_the_best(search: CustomerSearch) -> None:
    assert [customer.id for customer in search.find("morin", limit=1)] == ["lea-morin"]


def test_two_hundred_customers_are_searched_within_five_milliseconds(pack: PackFolder) -> None:
    loaded = load_pack(pack.write())
    many = loaded.model_copy(update={"customers": loaded.customers * 100})
    search = CustomerSearch(many)
    best = min(_seconds(search, query) for query in ("morin nantes", "06 39 98", "at-1001") for _ in range(5))
    assert best < 0.005


def _seconds(search: CustomerSearch, query: str) -> float:
    begun = time.perf_counter()
    assert search.find(query)
    return time.perf_counter() - begun


@pytest.fixture
def documents(pack: PackFolder) -> DocumentSearch:
    pack.files["procedures.yaml"]["procedures"] = [
        *PROCEDURES,
        {
            "id": "echange",
            "title": "Échange d’une lampe",
            "summary": "La lampe ne plaît pas.",
            "steps": ["Vérifier la date.", "Promettre un colis sous huit jours."],
            "keywords": ["remplacement"],
        },
    ]
    return DocumentSearch(load_pack(pack.write()))


@pytest.mark.parametrize(
    ("query", "kind", "id_", "snippet"),
    [
        ("echange lampe", "procedure", "echange", "La lampe ne plaît pas."),
        ("suivi colis", "procedure", "retard-livraison", "Vérifier le suivi du colis."),
        ("huit jours", "procedure", "echange", "Promettre un colis sous huit jours."),
        ("remplacement", "procedure", "echange", "remplacement"),
        ("abat-jour", "product", "lampe-salon", "Une lampe douce, à abat-jour."),
        ("LB-1", "product", "lampe-bureau", "LB-1"),
        ("bonne journee", "script", "conge", "Bonne journée."),
        ("responsable", "limit", "geste", "Demander au responsable."),
    ],
)
def test_a_document_comes_with_the_sentence_that_matches(
    documents: DocumentSearch, query: str, kind: str, id_: str, snippet: str
) -> None:
    best = documents.find(query)[0]
    assert (best.kind, best.id, best.snippet) == (kind, id_, snippet)


def test_a_title_counts_more_than_a_sentence(documents: DocumentSearch) -> None:
    assert [hit.id for hit in documents.find("retard livraison")] == ["retard-livraison", "geste"]
    assert [hit.id for hit in documents.find("lampe")] == ["lampe-bureau", "lampe-salon", "echange"]


def test_all_words_must_occur(documents: DocumentSearch) -> None:
    assert documents.find("lampe fusee") == []
    assert documents.find("  ") == []


def test_plain_text_has_no_accent_no_capital_and_no_ligature() -> None:
    assert plain("Ægidius Œuvré, L’ÉTÉ") == "aegidius oeuvre, l'ete"
