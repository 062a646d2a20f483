"""The packs of this installation, read at start and as they come. A broken one is left out, never half used."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from scenarios import Fault, Pack, PackError, load_pack
from scenarios.models import Exchange, Subject
from simulator.errors import NotFound
from simulator.packs.versions import PackVersion, read_version

log = structlog.get_logger(__name__)

SHIPPED = Path(__file__).resolve().parents[2] / "scenarios" / "packs"


Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BrokenPack:
    """A folder that could not be read as a pack; `faults` are its errors, the first ones first."""

    folder: Path
    faults: tuple[Fault, ...]


class PackRegistry:
    """Packs by the identifier of their company; those of a later folder stand for those of an earlier one.

    It also remembers the subjects of kept versions, for lists that name what was played once.
    """

    def __init__(self, *folders: Path) -> None:
        self._installed: dict[str, PackVersion] = {}
        self._of_folders: dict[Path, PackVersion] = {}
        """What each folder holds, offered or not."""
        self._roots = folders
        self._stamps: dict[Path, Stamp] = {}
        self.notice: Callable[[], Awaitable[None]] = _nothing
        """Before a list is shown: takes in what came to the folders by another hand, an import on the server's own
        command line."""
        self._names: dict[str, str] = {}
        self._subjects: dict[tuple[str, str], Subject] = {}
        self._exchanges: dict[tuple[str, str, str], Exchange] = {}
        self._in_documents: set[str] = set()
        self._of_no_folder: set[str] = set()
        self.broken: list[BrokenPack] = []
        for folder in folders:
            for home in pack_folders(folder):
                self._install(home)

    def _install(self, home: Path) -> None:
        try:
            pack = load_pack(home)
            self.take_folder(home, read_version(pack, home))
        except PackError as error:
            self._leave_out(home, tuple(error.faults))
        except Exception:
            # Whatever is wrong with a pack is its author's to mend; the exam next door goes on.
            log.exception("pack_unreadable", folder=home.name)
            self._leave_out(home, (_UNREADABLE,))

    def take_folder(self, home: Path, version: PackVersion) -> None:
        """A folder that came or changed while the server runs."""
        self.drop_folder(home)
        self._of_folders[home], self._stamps[home] = version, stamp_of(home)
        self._offer(version.pack.company.id)

    def drop_folder(self, home: Path) -> None:
        """A folder that is gone: what it stood for is offered again."""
        self.broken = [one for one in self.broken if one.folder != home]
        self._stamps.pop(home, None)
        gone = self._of_folders.pop(home, None)
        if gone is not None:
            self._offer(gone.pack.company.id)

    def _offer(self, pack_id: str) -> None:
        """The one of the latest folder, unless one that comes from no folder stands for them all."""
        if pack_id in self._of_no_folder:
            return
        found = [home for home, one in self._of_folders.items() if one.pack.company.id == pack_id]
        self.uninstall(pack_id)
        for home in sorted(found, key=lambda one: (self._roots.index(one.parent), one)):
            self._installed[pack_id] = self._of_folders[home]

    def folders(self) -> list[Path]:
        return [*self._of_folders]

    def in_folder(self, home: Path) -> PackVersion | None:
        """What was read there; it may not be the one that is offered."""
        return self._of_folders.get(home)

    def stands_for(self, version: PackVersion) -> list[Path]:
        """Other folders that hold a pack of that name, and are not offered."""
        pack_id, own = version.pack.company.id, version.pack.folder
        return [home for home, one in self._of_folders.items() if one.pack.company.id == pack_id and home != own]

    def install(self, version: PackVersion, *, is_in_documents: bool) -> None:
        """One that comes from no folder: a subject in documents, or what the studio published. It stands for the one
        of that name."""
        pack_id = version.pack.company.id
        self._installed[pack_id] = version
        self._of_no_folder.add(pack_id)
        (self._in_documents.add if is_in_documents else self._in_documents.discard)(pack_id)

    def uninstall(self, pack_id: str) -> None:
        """Offered no more; what sessions made of it stays theirs."""
        self._installed.pop(pack_id, None)
        self._in_documents.discard(pack_id)
        self._of_no_folder.discard(pack_id)

    def is_in_documents(self, pack_id: str) -> bool:
        """Whether it is a subject in documents: its content is the responsible person's until it is played."""
        return pack_id in self._in_documents

    def changed_folders(self) -> tuple[list[Path], list[Path]]:
        """Folders that came or were replaced since they were read, and those that are gone. Reads the disk.

        Of files that were written over where they stand it knows nothing."""
        there = {home: stamp_of(home) for folder in self._roots for home in pack_folders(folder)}
        changed = [home for home, stamp in there.items() if self._stamps.get(home) != stamp]
        return changed, [home for home in self._stamps if home not in there and _is_gone(home)]

    def leave_as_it_is(self, home: Path, faults: tuple[Fault, ...]) -> None:
        """It was looked at and cannot be read: what was offered of it before still is; what never was is told."""
        if home in self._of_folders:
            self._stamps[home] = stamp_of(home)
            return
        self.broken = [one for one in self.broken if one.folder != home]
        self._leave_out(home, faults)

    def _leave_out(self, home: Path, faults: tuple[Fault, ...]) -> None:
        self._stamps[home] = stamp_of(home)
        self.broken.append(BrokenPack(home, faults))
        log.error("pack_refused", folder=home.name, faults=len(faults), first=[str(one) for one in faults[:3]])

    def versions(self) -> list[PackVersion]:
        return [*self._installed.values()]

    def all(self) -> list[Pack]:
        return [installed.pack for installed in self._installed.values()]

    def get(self, pack_id: str) -> PackVersion:
        """Raises NotFound."""
        found = self.find(pack_id)
        if found is None:
            raise NotFound("Ce scénario n’est pas (ou plus) installé.")
        return found

    def find(self, pack_id: str) -> PackVersion | None:
        return self._installed.get(pack_id)

    def of_digest(self, digest: str) -> PackVersion | None:
        """The installed pack, where it is still that version."""
        return next((one for one in self._installed.values() if one.digest == digest), None)

    def remember(self, pack: Pack) -> None:
        """What sessions of this version played keeps its names once the installed pack has others."""
        company = pack.company
        self._names[company.id] = company.name
        for subject in pack.subjects:
            self._subjects[company.id, subject.id] = subject
            for exchange in subject.exchanges:
                self._exchanges[company.id, subject.id, exchange.id] = exchange

    def names(self, pack_id: str, subject_id: str) -> tuple[str, str]:
        """Company and subject, for lists: their identifiers where no version of them is known."""
        subject, installed = self.subject(pack_id, subject_id), self.find(pack_id)
        company = installed.pack.company.name if installed is not None else self._names.get(pack_id, pack_id)
        return company, subject.title if subject is not None else subject_id

    def subject(self, pack_id: str, subject_id: str) -> Subject | None:
        """As installed, else as it was last played; None where no version of it is known."""
        installed = self.find(pack_id)
        subjects = installed.pack.subjects if installed is not None else ()
        found = next((one for one in subjects if one.id == subject_id), None)
        return found or self._subjects.get((pack_id, subject_id))

    def exchange_label(self, pack_id: str, subject_id: str, exchange_id: str) -> str:
        """What the candidate reads, « Appel entrant »; its identifier where no version of it is known."""
        played = self._exchanges.get((pack_id, subject_id, exchange_id))
        if played is not None:
            return played.candidate.label
        subject = self.subject(pack_id, subject_id)
        labels = {one.id: one.candidate.label for one in subject.exchanges} if subject is not None else {}
        return labels.get(exchange_id, exchange_id)


def stamp_of(home: Path) -> Stamp:
    """Another one wherever a folder takes the place of this one."""
    try:
        found = home.stat()
    except OSError:
        return (0, 0)
    return (found.st_ino, found.st_mtime_ns)


def _is_gone(home: Path) -> bool:
    """Not where its shelf cannot be read just now."""
    try:
        return home.name not in {one.name for one in home.parent.iterdir()}
    except OSError:
        return False


async def _nothing() -> None:
    return


def pack_folders(folder: Path) -> Iterator[Path]:
    """Every folder that is meant as a pack, by name; one whose company.yaml is missing too: it will be told."""
    try:
        homes = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))
    except FileNotFoundError:
        return
    except OSError as error:
        log.error("packs_unreadable", folder=str(folder), error=type(error).__name__)
        return
    yield from homes


_UNREADABLE = Fault(
    ".",
    0,
    0,
    "error",
    "unreadable",
    "",
    "Ce dossier ne se lit pas.",
    "Vérifiez ses droits et ses fichiers, puis lancez « simulator packs check » sur lui.",
)
