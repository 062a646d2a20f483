"""A draw can be redone by anybody, favours nobody, and tells nothing of another."""

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exams import draws

SEED = "tk7q-f3m2-pabc-defg-hjkm-npqr-stuv"
RANDOM = st.binary(min_size=128, max_size=128)
SEEDS = RANDOM.filter(lambda data: sum(byte < 248 for byte in data) >= 28).map(draws.seed_from)
NUMBERS = st.lists(st.integers(1, 40), min_size=1, max_size=12, unique=True)
WORDS = st.text(max_size=60).filter(lambda word: draws.spoken(word) != "")


def test_the_example_of_the_guide_comes_out_as_it_is_written_there() -> None:
    guide = (Path(__file__).parents[3] / "docs/fr/verifier-un-tirage.md").read_text(encoding="utf-8")
    numbers = (1, 3, 4, 5, 6)
    came = draws.outcome(SEED, numbers, "37")
    assert came.chosen == 3
    assert came.digest == sha256(f"{SEED} 1,3,4,5,6 37".encode()).hexdigest()
    for said in (SEED, draws.commitment(SEED, numbers), came.line, f"`{came.digest[:16]}…`", f"`{came.group}`"):
        assert said in guide
    assert came.number == 30191
    assert "30 191 = 5 × 6 038 + **1**" in guide.replace("\u202f", " ").replace("\u00a0", " ")


@settings(deadline=None)
@given(SEEDS, NUMBERS, WORDS)
@example("aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa", [1], "\N{MATHEMATICAL BOLD CAPITAL A}")
def test_the_same_seed_and_word_always_draw_the_same(seed: str, numbers: list[int], word: str) -> None:
    first = draws.outcome(seed, numbers, word)
    assert first == draws.outcome(seed, numbers, f"  {word} ")
    assert first == draws.outcome(seed, numbers, draws.spoken(word))
    assert first.chosen in numbers
    assert numbers[first.number % len(numbers)] == first.chosen


@settings(deadline=None)
@given(SEEDS, st.integers(2, 900), st.integers(0, 10_000))
def test_no_choice_is_favoured_by_the_remainder(seed: str, count: int, word: int) -> None:
    """Each remainder has exactly as many numbers below the bound as any other."""
    came = draws.outcome(seed, range(1, count + 1), str(word))
    bound = 65_536 - 65_536 % count
    assert came.number < bound
    assert bound % count == 0
    assert all(int(group, 16) >= bound for group in came.passed_over)
    groups = [came.digest[at : at + 4] for at in range(0, 64, 4)]
    assert groups[len(came.passed_over)] == came.group


def test_over_many_draws_each_sequence_comes_up_as_often() -> None:
    """6,000 draws of six: 1,000 each, within five standard deviations (29 each)."""
    came = Counter(
        draws.outcome(draws.seed_from(sha256(b"%d" % n).digest() * 4), range(1, 7), "37").chosen for n in range(6_000)
    )
    assert set(came) == set(range(1, 7))
    assert all(abs(count - 1_000) < 150 for count in came.values()), came


def test_a_group_that_is_too_large_is_passed_over() -> None:
    """With 40,000 choices more than a third of the groups are beyond the bound."""
    tried = [draws.outcome(SEED, range(40_000), str(word)) for word in range(20)]
    assert any(one.passed_over for one in tried)
    assert all(one.number < 40_000 for one in tried)


@settings(deadline=None)
@given(SEEDS, NUMBERS, NUMBERS)
def test_the_commitment_binds_the_seed_and_the_numbers(seed: str, numbers: list[int], others: list[int]) -> None:
    assert (draws.commitment(seed, numbers) == draws.commitment(seed, others)) == (numbers == others)
    assert seed not in draws.commitment(seed, numbers)


@settings(deadline=None)
@given(RANDOM)
def test_a_seed_is_made_of_its_own_random_bytes_alone(random: bytes) -> None:
    """Nothing of another draw goes in: each letter is one fair byte of its own."""
    fair = [byte for byte in random if byte < 248]
    seed = draws.seed_from(random).replace("-", "")
    assert seed == "".join(draws.SEED_LETTERS[byte % 31] for byte in fair[:28])


def test_too_few_random_bytes_make_no_seed() -> None:
    for few in (b"", b"x" * 63, b"\xff" * 128):
        with pytest.raises(ValueError, match="random"):
            draws.seed_from(few)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("37", "37"),
        (" Éléphant ", "elephant"),
        ("cœur", "coeur"),
        ("l’été", "lete"),
        ("trente-sept", "trentesept"),
        ("🎲", ""),
        ("", ""),
        ("x" * 300, "x" * 40),
    ],
)
def test_only_letters_and_figures_of_what_was_said_count(said: str, counts: str) -> None:
    assert draws.spoken(said) == counts


def test_nothing_said_or_nothing_to_draw_from_draws_nothing() -> None:
    for numbers, word in (((1, 2), "🎲"), ((), "37")):
        with pytest.raises(ValueError, match="nothing"):
            draws.outcome(SEED, numbers, word)


@settings(deadline=None)
@given(st.lists(st.integers(1, 6), max_size=20))
def test_what_was_drawn_comes_again_only_once_all_were(drawn: list[int]) -> None:
    left, times = draws.drawn_least(range(1, 7), drawn)
    assert left
    assert all(drawn.count(one) == times for one in left)
    assert all(drawn.count(one) > times for one in range(1, 7) if one not in left)


def test_a_row_of_six_draws_has_six_different_sequences() -> None:
    row: list[int] = []
    for number in range(6):
        left, times = draws.drawn_least(range(1, 7), row)
        assert times == 0
        row.append(draws.outcome(SEED, left, str(number)).chosen)
    assert sorted(row) == [1, 2, 3, 4, 5, 6]
    assert draws.drawn_least(range(1, 7), row) == ((1, 2, 3, 4, 5, 6), 1)
