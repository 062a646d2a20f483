"""The framework's figures, against the official document."""

from scoring.referential import load_referential


def test_there_are_seven_competences_and_fifty_three_criteria():
    competences = load_referential().competences
    assert (len(competences), sum(len(c.criteria) for c in competences)) == (7, 53)


def test_a_label_is_the_official_sentence():
    assert load_referential().criterion_label("CP3.6") == "Le consensus est obtenu"


def test_the_title_has_six_exchanges_in_an_hour():
    phase = load_referential().exam_format("title").phase("exchanges")
    assert (phase.exchanges, phase.minutes, set(phase.channels)) == (6, 60, {"phone", "chat"})


def test_the_phases_of_each_format_add_up_to_the_candidates_total():
    for exam_format in load_referential().exam_formats:
        assert sum(phase.minutes for phase in exam_format.phases) == exam_format.candidate_total, exam_format.id


def test_transversal_criteria_are_fed_by_the_professional_ones_in_the_same_words():
    referential = load_referential()
    fed = {
        criterion: referential.feeding(transversal, criterion)
        for transversal in referential.transversal
        for criterion in transversal.criteria
    }
    assert fed["CT1.4"] == ("CP2.7", "CP5.6")
    assert fed["CT2.6"] == ("CP3.1",), "« Les propos et la posture » are « les propos » as well"
    assert fed["CT1.8"] == ("CP1.7", "CP2.9", "CP3.9", "CP5.8", "CP6.7", "CP7.7")
    assert [criterion for criterion, through in fed.items() if not through] == ["CT2.8"]
