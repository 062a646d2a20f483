"""Until when the disk lasts: what comes, what goes, what backups on the same disk add."""

from datetime import UTC, datetime, timedelta

from simulator.backups.keeping import next_at
from simulator.installation.forecast import HORIZON, Sound, foresee, said_of

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
GB = 10**9


def sounds(days: int, size: int = GB, kept: int = 180) -> list[Sound]:
    """One a day, up to today."""
    begun = [NOW - timedelta(days=age, hours=-1) for age in range(1, days + 1)]
    return [Sound(at, size, at + timedelta(days=kept)) for at in begun]


def test_at_one_gigabyte_a_day_a_hundred_last_a_hundred_days() -> None:
    found = foresee(sounds(40), NOW, 100 * GB, 180, copies=1)
    assert found is not None
    assert (found.days, found.per_day, found.full_in) == (30, GB, 100)
    assert said_of(found, 180) == "Au rythme des 30 derniers jours (1,0\u00a0Go par jour), plein dans 3 mois."


def test_what_is_erased_makes_room_and_a_disk_that_holds_all_days_never_fills() -> None:
    found = foresee(sounds(200), NOW, 10 * GB, 180, copies=1)
    assert found is not None
    assert found.full_in is None, "from the first day on as much goes as comes"
    assert "s’effacent après 180 jours" in said_of(found, 180)
    short = foresee(sounds(30), NOW, 145 * GB, 180, copies=1)
    assert short is not None
    assert short.full_in == 145, "nothing goes before the 150th day"


def test_backups_on_the_same_disk_grow_with_it() -> None:
    found = foresee(sounds(30), NOW, 100 * GB, 180, copies=5)
    assert found is not None
    assert found.full_in == 20


def test_a_rhythm_needs_a_week_and_what_is_to_come_says_nothing() -> None:
    assert foresee([], NOW, GB, 180, 1) is None
    assert foresee(sounds(6), NOW, GB, 180, 1) is None
    ahead = [Sound(NOW + timedelta(days=400), GB, NOW + timedelta(days=580))]
    assert foresee(ahead, NOW, GB, 180, 1) is None, "written while the clock was ahead"
    assert "sept" in said_of(None, 180)


def test_words_for_a_day_for_days_and_for_years() -> None:
    def said(room: float) -> str:
        return said_of(foresee(sounds(10, size=10**8, kept=9999), NOW, int(room), 9999, 1), 9999)

    assert said(0.5e8).endswith("plein dans un jour.")
    assert said(12e8).endswith("plein dans 12 jours.")
    assert said(1000e8).endswith("plein dans 2 ans.")
    assert "ne se remplira pas" in said((HORIZON + 1) * 1e8)


def test_the_next_backup_is_at_its_hour_or_now_when_it_is_late() -> None:
    made_today = NOW.replace(hour=3, minute=1)
    assert next_at(NOW, made_today, 3) == NOW.replace(hour=3) + timedelta(days=1)
    assert next_at(NOW, made_today, 22) == NOW.replace(hour=22)
    assert next_at(NOW, None, 3) == NOW
    assert next_at(NOW, made_today - timedelta(days=2), 3) == NOW
