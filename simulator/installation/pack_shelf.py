"""The shelf of packs while the server runs: what stands on it, what is read again, brought and taken away.

Sessions keep their own copy of what they play (`conduct/kept_packs.py`): nothing done here changes one that exists.
"""

import asyncio
import shutil
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import structlog
from fastapi import Depends
from sqlalchemy import or_, select

from scenarios import Fault
from scenarios.zipped.taking_in import put_back_what_was_cut, put_in_place
from simulator.conduct.in_turn import in_turn
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.tables import TrainingSessionRow
from simulator.errors import Conflict, NotFound
from simulator.installation.pack_reading import PackRead, read_pack, unpack_pack
from simulator.installation.pack_views import (
    BrokenOnShelf,
    FaultView,
    Origin,
    PackOnShelf,
    PackReadView,
    ShelfView,
    SubjectHeld,
)
from simulator.models_folder import may_write
from simulator.packs.registry import SHIPPED, PackRegistry
from simulator.packs.versions import PackVersion
from simulator.parts import UseKeptPacks, UsePackRegistry, UseSessions, UseSettings
from simulator.service.reach import how_to_open
from simulator.storage.data_folder import packs_folder
from simulator.storage.database import Sessions
from simulator.system_words import why
from simulator.typography import french_spaces
from telephony.durable import is_temporary, temporary_name

log = structlog.get_logger(__name__)

MOST_SHOWN = 20
SHORT = 12
"""Digits of a version that are shown."""

TURN = "packs"
IMPORT = "pack-import"

Shelf = Literal["shipped", "brought"]


@dataclass
class PackShelf:
    root: Path
    packs: PackRegistry
    kept_packs: KeptPacks
    sessions: Sessions

    async def view(self) -> ShelfView:
        await self.packs.notice()
        playing = await self._playing()
        on_shelf = [await self._on_shelf(one, playing) for one in self.packs.versions()]
        return ShelfView(
            root=str(self.root.absolute()),
            may_bring=await asyncio.to_thread(may_write, self.root),
            packs=tuple(sorted(on_shelf, key=lambda one: _in_a_dictionary(one.company))),
            broken=tuple(
                BrokenOnShelf(
                    folder=one.folder.name,
                    origin=self._origin(one.folder),
                    can_be_removed=self._origin(one.folder) == "brought",
                    **_shown(one.faults),
                )
                for one in self.packs.broken
            ),
        )

    async def read_again(self, shelf: Shelf, folder: str, by: str) -> PackReadView:
        """What stands in the folder now takes the place of what was read before, unless it has errors.

        Raises NotFound, Conflict. Cancelled, what was offered is still."""
        async with in_turn(TURN):
            home, before = self._home(shelf, folder), self._version_in(shelf, folder)
            if before is not None and await self.kept_packs.is_under_seal(before.digest):
                raise Conflict(
                    "pack_under_seal",
                    "Ce scénario est sous scellés pour un examen : ses fautes en diraient le contenu.",
                    "Vérifiez-le après l’ouverture des plis.",
                )
            read = await read_pack(home)
            if read.version is None:
                return _read_view("refused", "Ce scénario a des erreurs : il n’est pas proposé tel qu’il est.", read)
            if before is not None and before.digest == read.version.digest:
                return _read_view("unchanged", _sentence("Ce scénario se joue tel qu’il est", read), read)
            self.packs.take_folder(home, read.version)
            log.info("pack_taken", pack=read.version.pack.company.id, version=read.version.digest[:SHORT], by=by)
            return _read_view("taken", _sentence("La version du dossier est maintenant proposée", read), read)

    async def bring(self, data: bytes, may_replace: bool, by: str) -> PackReadView:
        """A ZIP of a folder. Raises BadPackZip, Conflict. Cancelled, nothing of it is kept."""
        async with in_turn(TURN):
            aside = self.root / temporary_name(IMPORT)
            try:
                await asyncio.to_thread(self._make_room, aside)
                read = await unpack_pack(data, aside)
                if read.version is None:
                    said = "Ce scénario a des erreurs : rien n’a été installé."
                    return _read_view("refused", said, read)
                return await self._install(read, read.version, may_replace, by)
            except OSError as error:
                log.exception("pack_not_installed")
                raise Conflict(
                    "pack_folder_shut",
                    f"Combiné ne peut pas écrire dans « {self.root} » ({why(error)}).",
                    how_to_open(
                        self.root, "Rendez ce dossier au compte de Combiné, ou libérez de la place, puis recommencez."
                    ),
                ) from None
            finally:
                shutil.rmtree(aside, ignore_errors=True)

    async def remove(self, folder: str, by: str) -> None:
        """Of this installation's own folder. Raises NotFound, Conflict: somebody plays it."""
        async with in_turn(TURN):
            home, version = self._home("brought", folder), self._version_in("brought", folder)
            if version is not None:
                kept_for = self._why_kept(version, await self._playing())
                if kept_for:
                    raise Conflict("pack_played", kept_for, "Fermez ces séances, puis recommencez.")
            aside = self.root / temporary_name(IMPORT)
            try:
                await asyncio.to_thread(home.rename, aside)
            except OSError as error:
                raise Conflict(
                    "pack_folder_shut",
                    f"Combiné ne peut pas écrire dans « {self.root} » ({why(error)}).",
                    how_to_open(self.root, "Rendez ce dossier au compte de Combiné, puis recommencez."),
                ) from None
            self.packs.drop_folder(home)
            log.info("pack_removed", folder=folder, by=by)
            await asyncio.to_thread(shutil.rmtree, aside, ignore_errors=True)

    def _make_room(self, aside: Path) -> None:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        put_back_what_was_cut(self.root)
        for left in self.root.iterdir():
            if is_temporary(left.name) and left.name.startswith(f".{IMPORT}."):
                shutil.rmtree(left, ignore_errors=True)  # of an import that was killed
        aside.mkdir(mode=0o700)

    async def _install(self, read: PackRead, version: PackVersion, may_replace: bool, by: str) -> PackReadView:
        pack_id = version.pack.company.id
        home, offered = self.root / pack_id, self.packs.find(pack_id)
        if offered is not None and offered.digest == version.digest:
            return _read_view(
                "unchanged", f"« {version.pack.company.name} » est déjà installé, dans cette version.", read
            )
        if offered is not None and offered.pack.folder is None:
            raise Conflict(
                "pack_in_documents",
                f"« {offered.pack.company.name} » est un sujet en documents, du même identifiant.",
                "Changez l’identifiant dans company.yaml, puis recommencez.",
            )
        # An author may have called a folder otherwise than its company.
        former = (
            offered.pack.folder if offered is not None and self._origin(offered.pack.folder) == "brought" else None
        )
        if (offered is not None or home.exists()) and not may_replace:
            raise Conflict(
                "pack_is_there",
                f"Un scénario « {pack_id} » est déjà installé, dans une autre version.",
                "Remplacez-le : les séances créées gardent leur copie, les prochaines joueront la nouvelle version.",
            )
        assert version.pack.folder is not None
        await asyncio.to_thread(put_in_place, version.pack.folder, home)
        if former is not None and former != home:
            await asyncio.to_thread(shutil.rmtree, former, ignore_errors=True)
            self.packs.drop_folder(former)
        pack = version.pack.model_copy(update={"folder": home})
        self.packs.take_folder(home, PackVersion(pack, version.sounds, version.content))
        log.info("pack_installed", pack=pack_id, version=version.digest[:SHORT], replaced=offered is not None, by=by)
        return _read_view("taken", _sentence(f"« {version.pack.company.name} » est installé et proposé", read), read)

    def _home(self, shelf: Shelf, folder: str) -> Path:
        """Only folders that are known by now are ever looked into. Raises NotFound."""
        root = SHIPPED if shelf == "shipped" else self.root
        known = [one.folder for one in self.packs.broken] + self.packs.folders()
        for home in known:
            if home.parent == root and home.name == folder:
                return home
        raise NotFound("Ce scénario n’est pas (ou plus) installé.")

    def _version_in(self, shelf: Shelf, folder: str) -> PackVersion | None:
        return self.packs.in_folder(self._home(shelf, folder))

    def _origin(self, folder: Path | None) -> Origin:
        if folder is None:
            return "documents"
        return "shipped" if folder.parent == SHIPPED else "brought"

    async def _playing(self) -> dict[str, list[tuple[str, str | None]]]:
        """By pack: titles and versions of the sessions that need it: open ones, and those without a copy of it."""
        needs = or_(TrainingSessionRow.closed_at.is_(None), TrainingSessionRow.pack_version.is_(None))
        columns = (TrainingSessionRow.pack_id, TrainingSessionRow.title, TrainingSessionRow.pack_version)
        query = select(*columns).where(needs).order_by(TrainingSessionRow.created_at.desc())
        found: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
        async with self.sessions() as session:
            for pack_id, title, version in await session.execute(query):
                found[pack_id].append((title, version))
        return found

    async def _on_shelf(self, version: PackVersion, playing: dict[str, list[tuple[str, str | None]]]) -> PackOnShelf:
        is_under_seal = await self.kept_packs.is_under_seal(version.digest)
        pack = self.kept_packs.in_lists(version, is_under_seal).pack
        origin = self._origin(version.pack.folder)
        return PackOnShelf(
            pack_id=version.pack.company.id,
            company=pack.company.name,
            version=version.digest[:SHORT],
            origin=origin,
            folder=version.pack.folder.name if version.pack.folder is not None else "",
            customers=len(version.pack.customers),
            products=len(version.pack.products),
            procedures=len(version.pack.procedures),
            case_studies=len(version.pack.case_studies),
            voices=len(version.sounds) if origin != "documents" else 0,
            subjects=tuple(
                SubjectHeld(title=one.title, exam_format=one.exam_format, exchanges=len(one.exchanges))
                for one in version.pack.subjects
            ),
            stands_for_shipped=origin == "brought"
            and any(home.parent == SHIPPED for home in self.packs.stands_for(version)),
            is_under_seal=is_under_seal,
            played_by=tuple(_players(version, playing)),
            why_kept=french_spaces(self._why_kept(version, playing)),
        )

    def _why_kept(self, version: PackVersion, playing: dict[str, list[tuple[str, str | None]]]) -> str:
        match self._origin(version.pack.folder):
            case "shipped":
                return "Livré avec Combiné : il part et revient avec ses versions."
            case "documents":
                return "Se prépare et se supprime dans « Sujets en documents »."
            case "brought":
                titles = _players(version, playing)
                if not titles:
                    return ""
                shown = ", ".join(f"« {one} »" for one in titles[:3]) + (" et d’autres" if len(titles) > 3 else "")
                return f"Des séances ouvertes le jouent : {shown}."


def _players(version: PackVersion, playing: dict[str, list[tuple[str, str | None]]]) -> list[str]:
    """Titles of the sessions that need this very version; one without a copy of its own needs whichever is there."""
    return [title for title, of in playing[version.pack.company.id] if of in (None, version.digest)]


def _in_a_dictionary(name: str) -> str:
    """« Vélambre » before « Volmeray »."""
    return unicodedata.normalize("NFD", name.casefold())


def _sentence(beginning: str, read: PackRead) -> str:
    remarks = len(read.faults)
    if not remarks:
        return f"{beginning}."
    return f"{beginning} ; {remarks} remarque{'s' if remarks > 1 else ''} à lire."


def _read_view(outcome: Literal["unchanged", "taken", "refused"], said: str, read: PackRead) -> PackReadView:
    return PackReadView(outcome=outcome, said=french_spaces(said), **_shown(read.faults))


def _shown(faults: Iterable[Fault]) -> dict[str, Any]:
    """Errors first."""
    all_of_them = sorted(faults, key=lambda one: one.severity)
    views = tuple(
        FaultView(
            place=f"{one.file}:{one.line}:{one.column}" if one.line else one.file,
            severity=one.severity,
            problem=one.problem,
            remedy=one.remedy,
        )
        for one in all_of_them[:MOST_SHOWN]
    )
    return {"faults": views, "more": max(0, len(all_of_them) - MOST_SHOWN)}


async def the_shelf(
    settings: UseSettings, packs: UsePackRegistry, kept_packs: UseKeptPacks, sessions: UseSessions
) -> PackShelf:
    """FastAPI dependency."""
    return PackShelf(packs_folder(settings), packs, kept_packs, sessions)


UsePackShelf = Annotated[PackShelf, Depends(the_shelf)]
