"""What a network does to packets, decided by a seed: the nth packet of sound always meets the same fate."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Impairment:
    """Shares are 0 to 1 of the packets, times in seconds."""

    name: str = "clean"
    loss: float = 0.0
    """Independent loss."""
    burst: tuple[float, float] | None = None
    """Gilbert's two states: the chance to fall into the bad one, where all is lost, and the chance to leave it."""
    jitter: float = 0.0
    """Up to this much later, order kept, as a queue does."""
    reorder: float = 0.0
    """These wait until the packets behind them have passed."""
    reorder_by: float = 0.05
    duplicate: float = 0.0
    cut: float = 0.0
    """Nothing passes for so long, from the first second of speech on."""
    moves: bool = False
    """The peer's address changes at the first second of speech."""

    def __str__(self) -> str:
        return self.name


CLEAN = Impairment()
LOSS_1 = Impairment("1 % loss", loss=0.01)
LOSS_5 = Impairment("5 % loss", loss=0.05)
LOSS_10 = Impairment("10 % loss", loss=0.10)
BURSTS = Impairment("bursts", burst=(0.02, 0.35))
"""About 5 % of the packets, three in a row and more."""
JITTER_100 = Impairment("100 ms jitter", jitter=0.1)
REORDERING = Impairment("reordering", reorder=0.1)
DUPLICATION = Impairment("duplication", duplicate=0.2)
BLACK_OUT = Impairment("3 s black-out", cut=3.0)
MOVE = Impairment("address change", moves=True)

ALL = (CLEAN, LOSS_1, LOSS_5, LOSS_10, BURSTS, JITTER_100, REORDERING, DUPLICATION, BLACK_OUT, MOVE)


class Weather:
    """One direction of a hop. `fate` says when copies of a packet come out: () lost, (0.0,) at once…"""

    def __init__(self, seed: int, impairment: Impairment = CLEAN) -> None:
        self.impairment = impairment
        self.lost = self.passed = 0
        """Packets of sound, since `set`."""
        self._seed = seed
        self._sound, self._other = random.Random(seed), random.Random(seed + 1)
        self._is_bad = False
        self._last_out = 0.0
        self._dark_until = -1.0

    def set(self, impairment: Impairment) -> None:
        """From now on, and from the seed's beginning."""
        self.__init__(self._seed, impairment)

    def cut(self, now: float, seconds: float) -> None:
        """Nothing at all passes until then."""
        self._dark_until = now + seconds

    def fate(self, now: float, is_sound: bool) -> tuple[float, ...]:
        """`now`: seconds of a clock that never goes back. What is no sound (STUN, DTLS, RTCP) has dice of its own."""
        dice = self._sound if is_sound else self._other
        fate = self._decided(now, dice, is_sound)
        if now < self._dark_until:
            fate = ()
        if is_sound:
            self.lost += not fate
            self.passed += bool(fate)
        return fate

    def _decided(self, now: float, dice: random.Random, is_sound: bool) -> tuple[float, ...]:
        what = self.impairment
        # All dice are thrown for each packet: what one decides moves no other packet's fate.
        lost, moved, late, again, stays = (dice.random() for _ in range(5))
        if what.burst is not None and is_sound:
            self._is_bad = stays >= what.burst[1] if self._is_bad else stays < what.burst[0]
        if lost < what.loss or (self._is_bad and is_sound):
            return ()
        if moved < what.reorder:
            return (what.reorder_by,)
        delay = late * what.jitter
        if what.jitter:
            self._last_out = max(self._last_out, now + delay)
            delay = self._last_out - now
        return (delay, delay + 0.003) if again < what.duplicate else (delay,)
