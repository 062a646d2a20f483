"""An accommodation granted on the day's board: never an empty one, nor one over another that its page did not show.

What it leaves out is told.
"""

from exams.phases import PhaseId
from exams.timetable.words import ACTIVITY
from simulator.errors import Conflict
from simulator.exam_day.bodies import NewAccommodation, ShownAccommodation
from simulator.facts.kinds import AccommodationGranted
from simulator.seat.deciding import phases
from simulator.seat.decision import Decision, Scene


class Granting:
    """One decision at one seat. `left_out`: phases that had ended and get nothing of it, once decided."""

    def __init__(self, asked: NewAccommodation) -> None:
        self._asked = asked
        self.left_out: tuple[PhaseId, ...] = ()

    def __call__(self, scene: Scene) -> Decision:
        """Raises Conflict, Refused."""
        asked, known = self._asked, scene.state.day.accommodation
        gives = asked.percent or asked.minutes or asked.breaks or asked.captions
        if not gives and known is None:
            raise Conflict(
                "nothing_granted",
                "Cet aménagement n’accorde rien.",
                "Indiquez du temps majoré, des pauses ou des sous-titres.",
            )
        if known is not None and _takes_away(asked, known) and asked.replaces != shown_of(known):
            raise Conflict(
                "accommodation_changed",
                f"Un autre aménagement vient d’être accordé à ce candidat\u00a0: {in_words(known)}. Le vôtre en "
                "retirerait une partie.",
                "Fermez cette fenêtre et rouvrez-la\u00a0: elle montre ce qui est accordé.",
            )
        granted = AccommodationGranted(
            percent=asked.percent,
            minutes=asked.minutes,
            breaks=asked.breaks,
            break_minutes=asked.break_minutes,
            captions=asked.captions,
            reference=asked.reference,
            phases=asked.phases,
        )
        self.left_out = phases.left_out(scene.state, granted)
        return phases.grant(scene, granted)

    @property
    def note(self) -> str:
        """ "" where it serves everywhere."""
        if not self.left_out:
            return ""
        names = ", ".join(ACTIVITY[one] for one in self.left_out)
        return (
            f"Accordé, sauf pour ce qui est déjà terminé\u00a0: {names}. Pour y rendre le temps, choisissez cette "
            "étape dans «\u00a0Pour\u00a0»\u00a0: elle est rouverte."
        )


def shown_of(known: AccommodationGranted) -> ShownAccommodation:
    """As the board shows it."""
    return ShownAccommodation(**known.model_dump(include=set(ShownAccommodation.model_fields)))


def in_words(known: AccommodationGranted) -> str:
    parts = [f"{known.percent}\u00a0%"] if known.percent else []
    parts += [f"{known.minutes}\u00a0min par étape"] if known.minutes else []
    parts += [f"{known.breaks} pause{'s' if known.breaks > 1 else ''}"] if known.breaks else []
    parts += ["sous-titres"] if known.captions else []
    return ", ".join([*parts, f"référence {known.reference}"])


def _takes_away(asked: NewAccommodation, known: AccommodationGranted) -> bool:
    less_time = (asked.percent < known.percent and asked.minutes <= known.minutes) or (
        asked.minutes < known.minutes and asked.percent <= known.percent
    )
    shorter = asked.breaks > 0 and asked.break_minutes < known.break_minutes and known.breaks > 0
    return less_time or shorter or asked.breaks < known.breaks or (known.captions and not asked.captions)
