"""The printed sheet says what was entered: compared where the scenario expects something, as it is elsewhere."""

from simulator.documents.printing import entered
from simulator.live_messages.jury_view import MeasuredView
from simulator.live_messages.shared_view import QualificationView

LABELS = {"retard": "Retard", "clos": "Clos", "rappel": "Rappel"}
FILE = QualificationView(
    customer_id="morel", motif="retard", statut="clos", suite="rappel", phone="06 39 98 11 22", comment="À rappeler."
)


def measured(*right: str) -> MeasuredView:
    return MeasuredView(run_id="r", qualification_right=right, qualification_wrong=())


def test_motif_statut_and_suite_stand_on_the_sheet_where_the_scenario_expects_none() -> None:
    for view in (None, measured()):
        assert entered(FILE, view, LABELS) == [
            ["Motif", "Retard"],
            ["Statut", "Clos"],
            ["Suite", "Rappel"],
            ["Téléphone", "06 39 98 11 22"],
            ["Commentaire", "À rappeler."],
        ]


def test_what_was_compared_is_not_said_twice() -> None:
    compared = measured("Motif\u00a0: «\u00a0Retard\u00a0»", "Suite\u00a0: «\u00a0Rappel\u00a0»")
    assert [name for name, _ in entered(FILE, compared, LABELS)] == ["Statut", "Téléphone", "Commentaire"]


def test_an_empty_file_adds_no_line() -> None:
    assert entered(QualificationView(customer_id=None), None, LABELS) == []
