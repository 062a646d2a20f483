"""Desk codes and passwords."""

from simulator.accounts import passwords
from simulator.accounts.passwords import CODE_LETTERS, hash_code, hash_password, new_code, verify_password


def test_a_code_can_be_read_aloud_and_typed_without_a_doubt() -> None:
    codes = {new_code() for _ in range(300)}
    assert len(codes) == 300
    for code in codes:
        first, second = code.split("-")
        assert (len(first), len(second)) == (4, 4)
        assert set(first + second) <= set(CODE_LETTERS)
    assert not set("ILO01") & set(CODE_LETTERS)


def test_case_spaces_and_the_hyphen_do_not_matter_but_the_installations_secret_does() -> None:
    one = hash_code("K7QF-3M2P", "secret")
    assert one == hash_code(" k7qf 3m2p", "secret") == hash_code("k7qf3m2p", "secret")
    assert one != hash_code("K7QF-3M2P", "another secret")
    assert one != hash_code("K7QF-3M2Q", "secret")
    assert "K7QF" not in one


async def test_a_password_is_kept_as_argon2_and_only_the_right_one_opens() -> None:
    kept = await hash_password("un mot de passe à moi")
    assert kept.startswith("$argon2id$")
    assert kept != await hash_password("un mot de passe à moi")
    assert await verify_password("un mot de passe à moi", kept)
    assert not await verify_password("un mot de passe a moi", kept)


async def test_nobody_has_no_password_that_opens() -> None:
    assert not await verify_password("", None)


async def test_nobody_costs_what_somebody_does() -> None:
    costs, salt, digest = passwords._NOBODY.rsplit("$", 2)
    kept = await hash_password("un mot de passe à moi")
    assert kept.startswith(costs + "$")
    assert [len(part) for part in kept.split("$")[-2:]] == [len(salt), len(digest)]
