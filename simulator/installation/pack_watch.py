"""Packs that came to their folders by another hand while the server runs: taken in when a list is asked for."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import structlog

from simulator.conduct.in_turn import in_turn
from simulator.conduct.kept_packs import KeptPacks
from simulator.errors import SimulatorError
from simulator.installation.pack_reading import read_pack
from simulator.installation.pack_shelf import SHORT, TURN
from simulator.packs.registry import PackRegistry

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PackWatch:
    packs: PackRegistry
    kept_packs: KeptPacks

    async def look(self) -> None:
        """A look at the folders; a new one is read in a process beside. Cancelled, the next look goes on."""
        changed, gone = await asyncio.to_thread(self.packs.changed_folders)
        if not changed and not gone:
            return
        async with in_turn(TURN):
            # Somebody else has looked meanwhile, or brought it on the page.
            changed, gone = await asyncio.to_thread(self.packs.changed_folders)
            for home in gone:
                self.packs.drop_folder(home)
                log.info("pack_gone", folder=home.name)
            for home in changed:
                await self._take(home)

    async def _take(self, home: Path) -> None:
        before = self.packs.in_folder(home)
        if before is not None and await self.kept_packs.is_under_seal(before.digest):
            # Its faults would tell what is sealed.
            return
        try:
            read = await read_pack(home)
        except SimulatorError as error:
            log.warning("pack_not_noticed", folder=home.name, code=error.code)
            return
        if read.version is None:
            self.packs.leave_as_it_is(home, tuple(one for one in read.faults if one.severity == "error"))
            return
        self.packs.take_folder(home, read.version)
        log.info("pack_noticed", pack=read.version.pack.company.id, version=read.version.digest[:SHORT])
