"""French amounts, dates, hours and durations, as they are typed and as they are said."""

import pytest

from scoring.french.quantities import Quantity, quantities


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("318,50 €", "euros", 318.5),
        ("trois cent dix-huit euros cinquante", "euros", 318.5),
        ("mille deux cents euros", "euros", 1200),
        ("1 200 euros", "euros", 1200),
        ("quatre-vingt-dix-sept euros", "euros", 97),
        ("dix pour cent de remise", "percent", 10),
        ("le 14 mai", "date", 514),
        ("le quatorze mai", "date", 514),
        ("le premier juin", "date", 601),
        ("entre 8 h 30", "clock", 510),
        ("à huit heures trente", "clock", 510),
        ("sous 48 heures", "days", 2),
        ("quinze jours", "days", 15),
        ("trois semaines", "days", 21),
        ("pendant vingt-quatre mois", "months", 24),
        ("en trois fois", "times", 3),
    ],
)
def test_one_quantity(text: str, kind: str, value: float) -> None:
    assert any(found.kind == kind and abs(found.value - value) < 1e-6 for found in quantities(text)), quantities(text)


def test_two_dates_agree_when_one_does_not_name_its_month() -> None:
    assert Quantity("date", 514).same(Quantity("date", 14))
    assert not Quantity("date", 514).same(Quantity("date", 614))
    assert not Quantity("date", 514).same(Quantity("euros", 514))
