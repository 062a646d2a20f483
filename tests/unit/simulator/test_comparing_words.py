"""What was heard of a sequence beside its text: only what an ear would tell apart differs."""

from simulator.studio.comparing import Differing, compared


def test_case_accents_punctuation_and_numbers_in_letters_are_no_difference() -> None:
    written = "J’ai payé ce vélo deux mille sept cent quatre-vingt-dix euros ! Où est-il ?"
    assert compared(written, "j'ai payé ce vélo 2\u202f790 euros ou est il").differing == ()


def test_words_cut_elsewhere_sound_alike() -> None:
    assert compared("Si vous m’envoyez quelqu’un.", "si vous men voyez quelqu'un").differing == ()


def test_words_that_differ_stand_beside_each_other_with_their_share() -> None:
    found = compared("Essuyez les contacts avec un chiffon.", "Essuyez les contrats avec un chiffon")
    assert found.differing == (Differing("contacts", "contrats"),)
    assert (found.words, found.share) == (6, 0.167)


def test_what_was_not_heard_and_what_was_heard_beside() -> None:
    assert compared("Bonjour madame.", "Bonjour").differing == (Differing("madame", ""),)
    assert compared("Bonjour.", "Bonjour à tous").differing == (Differing("", "à tous"),)
    assert compared("Bon.", "euh bon").differing == ()
    assert compared("Bonjour.", "").share == 1.0
