"""Reactions as they are recorded: pieces into their file, one after the other; the sound file at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from simulator.conduct.in_turn import in_turn
from simulator.errors import Conflict, NotFound, SimulatorError
from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.interviews.reaction_sound import AUDIO, PEAKS, ReactionSound, make_sound
from simulator.interviews.sound_parts import LONGEST_SECONDS, NotNext, PartsFile, Piece, next_number_in
from simulator.interviews.tables import ReactionRow
from simulator.seat.interview import Reaction
from simulator.seat.state import SeatState


class DiskRefuses(SimulatorError):
    """The page keeps what it recorded, and sends it again."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "disk_refuses",
            "Le serveur n’a pas pu écrire l’enregistrement.",
            "Continuez : cette page garde le son et le renvoie. Prévenez le service informatique.",
        )


@dataclass(frozen=True, slots=True)
class Reactions:
    """`recordings`: their root. Nothing is open between two pieces: a server that is killed has nothing to lose."""

    recordings: Path

    async def keep(self, state: SeatState, reaction: Reaction, piece: Piece) -> int:
        """The number wanted next, once the piece is on the disk. Raises Conflict for a gap, DiskRefuses.

        Cancelled, it may be kept: sent again, it is nothing new.
        """
        if piece.part >= len(reaction.offsets):
            raise NotFound("Cette partie de l’enregistrement n’a pas commencé.")
        folder = self._folder(state, reaction.reaction_id)
        async with in_turn(f"reaction {reaction.reaction_id}"):
            try:
                return await asyncio.to_thread(_append, folder, piece)
            except NotNext as gap:
                raise Conflict(
                    "piece_missing", f"Il manque le morceau {gap.wanted}.", "Renvoyez-le d’abord."
                ) from gap
            except OSError as error:
                raise DiskRefuses from error

    async def next_number(self, state: SeatState, reaction: Reaction) -> int:
        """Of the piece that is wanted next."""
        folder = self._folder(state, reaction.reaction_id)
        return await asyncio.to_thread(next_number_in, folder)

    async def close(self, state: SeatState, reaction: Reaction) -> ReactionSound:
        """Makes the sound file of what there is. Raises DiskRefuses. Asked for again, it is the same file."""
        async with in_turn(f"reaction {reaction.reaction_id}"):
            try:
                return await asyncio.to_thread(
                    make_sound, self._folder(state, reaction.reaction_id), reaction.offsets
                )
            except OSError as error:
                raise DiskRefuses from error

    async def sound(self, state: SeatState, reaction: Reaction) -> Path:
        """The sound file; of a reaction that a cut left open, what there is so far. Raises NotFound."""
        return await self._file(state, reaction, AUDIO)

    async def peaks(self, state: SeatState, reaction: Reaction) -> Path:
        """Its waveform, the same way."""
        return await self._file(state, reaction, PEAKS)

    async def _file(self, state: SeatState, reaction: Reaction, name: str) -> Path:
        folder = self._folder(state, reaction.reaction_id)
        if not await asyncio.to_thread(folder.is_dir):
            raise NotFound("Le son de cette réaction n’est plus gardé, ou rien n’a été enregistré.")
        if reaction.is_open or not await asyncio.to_thread((folder / name).is_file):
            await self.close(state, reaction)
        return folder / name

    def _folder(self, state: SeatState, reaction_id: str) -> Path:
        return self.recordings / folder_of(state.training.id, reaction_id)


def folder_of(session_id: str, reaction_id: str) -> str:
    """Below the recordings' root."""
    return f"{session_id}/reactions/{reaction_id}"


def reaction_began() -> Callable[[AsyncSession, Fact], Awaitable[None]]:
    """A follower of `reaction.started`: the row of its sound, in the fact's own transaction."""

    async def follow(session: AsyncSession, fact: Fact) -> None:
        if not isinstance(fact.data, kinds.ReactionStarted) or not fact.data.is_recorded:
            return
        reaction_id, place = fact.data.reaction_id, fact.place
        session.add(
            ReactionRow(
                reaction_id=reaction_id,
                session_id=place.session_id,
                seat_id=place.seat_id,
                folder=folder_of(place.session_id, reaction_id),
                started_at=fact.at,
                state="live",
            )
        )

    return follow


def reaction_over() -> Callable[[AsyncSession, Fact], Awaitable[None]]:
    """A follower of `reaction.ended`."""

    async def follow(session: AsyncSession, fact: Fact) -> None:
        if isinstance(fact.data, kinds.ReactionEnded):
            row = await session.get(ReactionRow, fact.data.reaction_id)
            if row is not None and row.state == "live":
                row.state = "ready"

    return follow


def _append(folder: Path, piece: Piece) -> int:
    file = PartsFile(folder)
    try:
        if file.seconds + piece.seconds > LONGEST_SECONDS:
            raise OSError("a reaction is no longer than an hour")
        return file.append(piece)
    finally:
        file.close()
