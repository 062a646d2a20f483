"""Boxes and codes, without a database: what one changed byte does, and what another key opens."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.custody import age, opening_code
from simulator.custody.boxes import BoxDamaged, fingerprint_of, new_boxes, unwrapped
from simulator.custody.envelopes import Envelopes, folded
from simulator.custody.keeper import read_whole
from simulator.custody.sealed_pack import SealedContent, packed, unpacked
from simulator.errors import Conflict
from simulator.facts.day_facts import AnyDayFact, DayIncidentNoted, EnvelopesConfirmed, EnvelopesOpened
from simulator.facts.day_log import DayFact
from simulator.facts.fact import Actor
from simulator.packs.versions import digest_of

NOON = datetime(2026, 12, 14, 8, 30, tzinfo=UTC)
PAIR, OTHER = age.new_key_pair(), age.new_key_pair()
BOXES = new_boxes("s1", NOON)


@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_opens_nothing(data: bytes, where: int, change: int) -> None:
    sealed = bytearray(age.encrypt(data, PAIR.recipient))
    assert age.decrypt(bytes(sealed), PAIR.secret) == data
    sealed[where % len(sealed)] ^= change
    with pytest.raises(age.NotThisKey):
        age.decrypt(bytes(sealed), PAIR.secret)


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_what_is_cut_short_or_another_keys_opens_nothing(data: bytes, kept: int) -> None:
    sealed = age.encrypt(data, PAIR.recipient)
    for wrong, key in ((sealed[: kept % len(sealed)], PAIR.secret), (sealed, OTHER.secret), (sealed, "pas une clé")):
        with pytest.raises(age.NotThisKey):
            age.decrypt(wrong, key)


def test_both_envelopes_open_every_box_and_each_box_has_a_key_of_its_own() -> None:
    rows = {row.box: row for row in BOXES.rows}
    by_code = unwrapped(rows, BOXES.opening_code, "")  # type: ignore[arg-type]  the column is a plain text
    assert by_code == unwrapped(rows, "", BOXES.emergency_key)  # type: ignore[arg-type]  as above
    assert set(by_code) == {"subject", "productions", "marks"}
    assert len(set(by_code.values())) == 3
    assert BOXES.fingerprint == fingerprint_of(age.public_half(BOXES.emergency_key))
    stored = b"".join(row.by_code + row.by_emergency_key + row.recipient.encode() for row in BOXES.rows)
    for secret in (*by_code.values(), BOXES.emergency_key, BOXES.opening_code):
        assert secret.encode() not in stored


@settings(max_examples=10, deadline=None)
@given(st.text(alphabet=opening_code.LETTERS, min_size=16, max_size=16))
def test_no_other_code_opens(code: str) -> None:
    with pytest.raises(opening_code.WrongCode):
        opening_code.unwrap(BOXES.rows[0].by_code, code)


def test_a_code_is_read_however_it_is_typed() -> None:
    wrapped = opening_code.wrap("secret", "K7QF-3M2P-ABCD-EFGH")
    for typed in ("k7qf3m2pabcdefgh", " K7QF 3M2P  ABCD-EFGH ", "k7qf-3m2p-abcd-efgh"):
        assert opening_code.unwrap(wrapped, typed) == "secret"
    damaged = wrapped[:20] + bytes([wrapped[20] ^ 1]) + wrapped[21:]
    with pytest.raises(opening_code.WrongCode):
        opening_code.unwrap(damaged, "K7QF-3M2P-ABCD-EFGH")


@settings(deadline=None)
@given(st.text(max_size=200), st.dictionaries(st.text("abcdef0123456789", min_size=64, max_size=64), st.binary()))
def test_a_pack_comes_out_as_it_went_in(content: str, sounds: dict[str, bytes]) -> None:
    content = content.encode("utf-8", "ignore").decode()
    whole = SealedContent(content, sounds)
    assert unpacked(packed(whole)) == whole
    assert read_whole(packed(whole), digest_of(content.encode())) == whole
    for wrong, digest in ((packed(whole)[:-1], digest_of(content.encode())), (packed(whole), "0" * 64)):
        with pytest.raises(BoxDamaged):
            read_whole(wrong, digest)


def told(*facts: AnyDayFact) -> Envelopes:
    lead = Actor.of_person("delmas", "Claire Delmas")
    return folded(
        DayFact(number, NOON + timedelta(minutes=number), "s1", lead, data) for number, data in enumerate(facts, 1)
    )


SEEN = EnvelopesConfirmed(by="session_lead", name="Claire Delmas")
SEEN_TOO = EnvelopesConfirmed(by="candidate", name="Lina Ferrand", way="name", seat_id="seat1")
TORN = EnvelopesConfirmed(by="candidate", name="Lina Ferrand", intact=False, remark="Décollé")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ((), "not_confirmed"),
        ((SEEN,), "not_confirmed"),
        ((SEEN_TOO, SEEN_TOO), "not_confirmed"),
        ((SEEN, SEEN_TOO), None),
        ((SEEN_TOO, DayIncidentNoted(incident_id="i", text="Bruit"), SEEN), None),
        ((SEEN, TORN), "not_intact"),
        ((SEEN, TORN, SEEN_TOO), None),
        ((SEEN, SEEN_TOO, EnvelopesOpened()), "already_opened"),
    ],
)
def test_who_must_have_confirmed_before_they_are_opened(facts: tuple[AnyDayFact, ...], code: str | None) -> None:
    envelopes = told(*facts)
    assert envelopes.last_fact == len(facts)
    if code is None:
        envelopes.may_open()
        return
    with pytest.raises(Conflict) as refusal:
        envelopes.may_open()
    assert refusal.value.code == code


def test_what_comes_after_the_opening_changes_nothing_of_it() -> None:
    envelopes = told(SEEN, SEEN_TOO, EnvelopesOpened(photo_sha256="a"), TORN, EnvelopesOpened(photo_sha256="b"))
    assert envelopes.opened_at == NOON + timedelta(minutes=3)
    assert envelopes.photo_sha256 == "a"
    assert envelopes.by_candidate is not None
    assert envelopes.by_candidate.intact
