"""Who plays a rehearsal. All names are invented."""

import secrets
from dataclasses import dataclass, field

MOST_CANDIDATES = 6
CANDIDATES_OF_A_PAIR = 3

CANDIDATES = (
    "Maëlys Pradier",
    "Idriss Lacombe",
    "Capucine Thébault",
    "Ludovic Marchand",
    "Fanta Sidibé",
    "Noémie Castelain",
)
_JURORS = ("Hélène Vasseur", "Amir Benhaddou", "Solène Kerbrat", "Denis Quéméner")


@dataclass(frozen=True, slots=True)
class Staff:
    """An account. `knows_retention`: has sold to customers who wanted to leave (CCP2 wants one such juror)."""

    login: str
    name: str
    roles: tuple[str, ...]
    knows_retention: bool = False


LEAD = Staff("repetition-responsable", "Irène Delcourt", ("session_lead",))


@dataclass(frozen=True, slots=True)
class Cast:
    """`password`: of all accounts; it is worth nothing once the installation, or the rehearsal in it, is gone.

    `mark`: ends each login, so that two rehearsals at one place have accounts of their own.
    """

    candidates: tuple[str, ...]
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    mark: str = ""

    @classmethod
    def of(cls, candidates: int, mark: str = "") -> "Cast":
        """1 to MOST_CANDIDATES."""
        return cls(CANDIDATES[:candidates], mark=mark)

    @property
    def invigilator(self) -> Staff:
        """Of all rooms."""
        return Staff(f"repetition-surveillant{self.mark}", "Paul Estève", ("invigilator",))

    @property
    def pairs(self) -> tuple[tuple[Staff, Staff], ...]:
        """Jury pairs, as many as the candidates need."""
        count = -(-len(self.candidates) // CANDIDATES_OF_A_PAIR)
        jurors = [
            Staff(f"repetition-jure-{number}{self.mark}", name, ("jury",), knows_retention=number % 2 == 1)
            for number, name in enumerate(_JURORS, start=1)
        ]
        return tuple((jurors[2 * one], jurors[2 * one + 1]) for one in range(count))

    @property
    def staff(self) -> tuple[Staff, ...]:
        """All accounts but the first, which is made where the installation is."""
        return (self.invigilator, *(juror for pair in self.pairs for juror in pair))
