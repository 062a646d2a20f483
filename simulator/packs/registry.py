"""The packs of this installation, loaded once and kept in memory with their search indexes."""

from dataclasses import dataclass
from pathlib import Path

import structlog

from scenarios import CustomerSearch, DocumentSearch, Pack, PackError, load_pack
from scenarios.models import Subject
from simulator.errors import NotFound

log = structlog.get_logger(__name__)

SHIPPED = Path(__file__).resolve().parents[2] / "scenarios" / "packs"


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack and what is built from it once."""

    pack: Pack
    customers: CustomerSearch
    documents: DocumentSearch


class PackRegistry:
    """Packs by the identifier of their company. A pack with errors is left out and logged, never half used."""

    def __init__(self, *folders: Path) -> None:
        self._installed: dict[str, InstalledPack] = {}
        for folder in folders:
            for path in sorted(folder.glob("*/company.yaml")):
                self._install(path.parent)

    def _install(self, folder: Path) -> None:
        try:
            pack = load_pack(folder)
        except PackError as error:
            log.error("pack_refused", folder=folder.name, faults=len(error.faults), first=error.faults[:3])
            return
        self._installed[pack.company.id] = InstalledPack(pack, CustomerSearch(pack), DocumentSearch(pack))

    def all(self) -> list[Pack]:
        return [installed.pack for installed in self._installed.values()]

    def names(self, pack_id: str, subject_id: str) -> tuple[str, str]:
        """Company and subject, for lists: their identifiers once a pack, or a subject of it, is gone."""
        installed = self._installed.get(pack_id)
        if installed is None:
            return pack_id, subject_id
        titles = {subject.id: subject.title for subject in installed.pack.subjects}
        return installed.pack.company.name, titles.get(subject_id, subject_id)

    def subject(self, pack_id: str, subject_id: str) -> Subject | None:
        """None once the pack, or the subject, is gone."""
        installed = self._installed.get(pack_id)
        subjects = installed.pack.subjects if installed is not None else ()
        return next((one for one in subjects if one.id == subject_id), None)

    def exchange_label(self, pack_id: str, subject_id: str, exchange_id: str) -> str:
        """What the candidate reads, « Appel entrant »; its identifier once it is gone."""
        subject = self.subject(pack_id, subject_id)
        labels = {one.id: one.candidate.label for one in subject.exchanges} if subject is not None else {}
        return labels.get(exchange_id, exchange_id)

    def get(self, pack_id: str) -> InstalledPack:
        """Raises NotFound."""
        try:
            return self._installed[pack_id]
        except KeyError:
            raise NotFound("Ce scénario n’est pas (ou plus) installé.") from None
