"""Delays, silences, interruptions and the file's qualification, measured on small invented exchanges."""

from scoring.measured import Said, Span, compare_qualification, measure_call, measure_chat, silences


def test_the_answer_delay_runs_from_the_first_ring():
    assert measure_call(rang_at=10.0, answered_at=16.5, ended_at=100.0).answer_seconds == 6.5


def test_an_unanswered_call_has_no_answer_delay():
    assert measure_call(rang_at=10.0, answered_at=None, ended_at=30.0).answer_seconds is None


def test_speech_share_is_the_candidates_part_of_all_speech():
    measures = measure_call(
        rang_at=0, answered_at=2, ended_at=60, adviser_speech=[Span(2, 12)], customer_speech=[Span(13, 43)]
    )
    assert measures.candidate_speech_percent == 25.0


def test_a_call_where_nobody_speaks_has_no_speech_share():
    assert measure_call(rang_at=0, answered_at=1, ended_at=9).candidate_speech_percent is None


def test_a_hold_is_not_a_silence():
    speech = [Span(0, 10), Span(40, 60)]
    assert silences(Span(0, 60), speech) == [Span(10, 40)]
    assert silences(Span(0, 60), speech, holds=[Span(10.5, 39)]) == []


def test_a_silence_at_the_end_counts():
    assert silences(Span(0, 20), [Span(0, 12)]) == [Span(12, 20)]


def test_speaking_over_the_customer_is_an_interruption_but_a_yes_is_not():
    measures = measure_call(
        rang_at=0,
        answered_at=0,
        ended_at=30,
        customer_speech=[Span(1, 10), Span(15, 20)],
        adviser_speech=[Span(8, 14), Span(17, 17.2)],
    )
    assert (measures.interruptions, measures.interrupted) == (1, 0)


def test_a_reply_is_measured_from_the_first_unanswered_message():
    measures = measure_chat(
        [Said("customer", 0), Said("customer", 8), Said("candidate", 15), Said("customer", 20), Said("candidate", 65)]
    )
    assert (measures.first_reply_seconds, measures.slowest_reply_seconds, measures.mean_reply_seconds) == (15, 45, 30)


def test_two_candidate_messages_in_a_row_are_one_reply():
    measures = measure_chat([Said("customer", 0), Said("candidate", 10), Said("candidate", 90)])
    assert measures.replies == 1


def test_a_qualification_is_compared_field_by_field_in_words():
    check = compare_qualification(
        {"Motif": "suivi", "Statut": "resolu", "Téléphone": "01 99 00 48 21"},
        {"Motif": "reclamation", "Téléphone": "0199004821"},
        {"suivi": "Suivi de livraison", "reclamation": "Réclamation", "resolu": "Résolu"},
    )
    assert check.right == ("Téléphone\u00a0: «\u00a001 99 00 48 21\u00a0»",)
    assert check.wrong == (
        "Motif\u00a0: attendu «\u00a0Suivi de livraison\u00a0», saisi «\u00a0Réclamation\u00a0»",
        "Statut\u00a0: attendu «\u00a0Résolu\u00a0», rien n’est saisi",
    )
