"""From one version to the next, and back by itself when a step fails.

The link is the turning point. Until it is renamed, the old version has not been touched, nor its database: whatever
fails, or is killed, leaves it as it was. From then on the new version is the one in use, tried beforehand on a copy
of this very database; a start, or the step that follows, brings the database to its schema in one transaction. A
failure after the turning point puts the database back first and the link after it, because a new version bears an
old database and never the reverse.
"""

import asyncio
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import make_url

from simulator.settings import Settings
from simulator.storage.archive import DATABASE
from simulator.storage.copying import check_copy, sqlite_path
from simulator.storage.data_folder import packs_folder
from simulator.storage.database import open_engine
from simulator.storage.holding import only_server
from simulator.storage.migrating import UnknownSchema
from simulator.updating.carrying_out import Owner, run
from simulator.updating.looking import lost_rows, new_faults, what_it_holds
from simulator.updating.release import NotBack, Release, UpdateProblem
from simulator.updating.under_way import sessions_under_way
from simulator.updating.versions import Home, LastUpdate
from telephony.durable import is_temporary, temporary_name

TRIAL = "update-trial"
BEFORE = "before.sqlite3"


class Runs(Protocol):
    """`carrying_out.run`, or whoever stands in for it."""

    def __call__(
        self,
        command: list[str | Path],
        failure: str,
        given: dict[str, str] | None = None,
        owner: Owner | None = None,
        fine: tuple[int, ...] = (0,),
    ) -> str: ...


class ServiceHand(Protocol):
    def is_running(self) -> bool: ...
    def stop(self) -> None: ...
    def start(self) -> None: ...


@dataclass
class Update:
    """One update of one installation. `make`: puts the release into an empty folder. `say`: a French line each.
    `examine`: what is at fault for this very version, by name."""

    home: Home
    release: Release
    settings: Settings
    service: ServiceHand
    make: Callable[[Release, Path], None]
    say: Callable[[str], None]
    examine: Callable[[Settings], dict[str, str]]
    run: Runs = run
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        self.old, self.new = self.home.in_use(), self.release.version
        self.owner = Owner.of(self.settings.data)
        self.backup = self.settings.data.absolute() / f"before-update-{self.old}-{self.now:%Y%m%dT%H%M%SZ}.zip"
        self.trial = self.settings.data.absolute() / temporary_name(TRIAL)
        self._was_running, self._has_turned = False, False

    def apply(self) -> None:
        """Raises UpdateProblem once the old version is back as it was."""
        try:
            self._forward()
        except BaseException as error:
            self._back(error)
            raise
        finally:
            shutil.rmtree(self.trial, ignore_errors=True)

    def _forward(self) -> None:
        self._clear_away()
        self._refuse_what_is_under_way()
        self.say(f"Installation de la version {self.new} à côté de la version {self.old}…")
        self.make(self.release, self.home.of(self.new))
        self._was_running = self.service.is_running()
        if self._was_running:
            # Installing took its time: somebody may have begun.
            self._refuse_what_is_under_way()
            self.say("Arrêt du service…")
            self.service.stop()
        asyncio.run(_nobody_serves(self.settings, self.owner))
        self._refuse_what_is_under_way()
        self.say(f"Sauvegarde dans « {self.backup} »…")
        self._of(self.old, "La sauvegarde a échoué.", "backup", self.backup)
        schema, rows = self._try_on_a_copy()
        self.home.note(
            LastUpdate(
                old=self.old,
                new=self.new,
                schema_before=schema,
                backup=str(self.backup),
                at=self.now.isoformat(timespec="seconds"),
            )
        )
        self.say(f"Passage à la version {self.new}…")
        self._has_turned = True
        self.home.use(self.new)
        self._of(self.new, "La base n’a pas pu être mise au nouveau schéma.", "migrate")
        self._verify(self.settings.url, rows)
        if self._was_running:
            self.say("Démarrage du service…")
            self.service.start()
        self.home.forget(self.old, self.new)

    def _clear_away(self) -> None:
        """What an update that was killed has left: a version nobody uses, a copy."""
        shutil.rmtree(self.home.of(self.new), ignore_errors=True)
        for path in self.settings.data.iterdir():
            if is_temporary(path.name) and path.name.startswith(f".{TRIAL}."):
                shutil.rmtree(path, ignore_errors=True)

    def _refuse_what_is_under_way(self) -> None:
        if under_way := asyncio.run(_under_way(self.settings)):
            raise UpdateProblem(
                "\n".join(
                    [
                        "Une mise à jour couperait ce qui est en cours :",
                        *(f"- {line}" for line in under_way),
                        "Attendez la fin, ou clôturez ces sessions, puis relancez.",
                    ]
                )
            )

    def _try_on_a_copy(self) -> tuple[str, dict[str, int]]:
        """The new version on the database that the backup holds; its schema and rows before."""
        self.say("Essai sur une copie de la base…")
        self.trial.mkdir(mode=0o700)
        self.owner.own(self.trial)
        before, copy = self.trial / BEFORE, self.trial / "combine.sqlite3"
        with zipfile.ZipFile(self.backup) as archive, archive.open(DATABASE) as file, before.open("wb") as into:
            shutil.copyfileobj(file, into)
        shutil.copyfile(before, copy)
        for path in (before, copy):
            path.chmod(0o600)
            self.owner.own(path)
        for name, path in (
            ("secrets.json", self.settings.data / "secrets.json"),
            ("packs", packs_folder(self.settings)),
        ):
            if path.exists():
                (self.trial / name).symlink_to(path.absolute())
        schema, rows = asyncio.run(_holds(f"sqlite+aiosqlite:///{before}"))
        given = {
            "COMBINE_DATA": str(self.trial),
            "COMBINE_DATABASE_URL": "",
            "COMBINE_PACKS": str(self.trial / "packs"),
        }
        faults = self.examine(
            self.settings.model_copy(update={"data": self.trial, "database_url": "", "packs": self.trial / "packs"})
        )
        self._of(self.new, "La nouvelle version ne reprend pas une copie de la base.", "migrate", given=given)
        self._verify(f"sqlite+aiosqlite:///{copy}", rows)
        failure = "L’examen (doctor) de la nouvelle version n’a pas abouti."
        told = self._of(self.new, failure, "doctor", "--json", given=given, fine=(0, 1))
        if found := new_faults(faults, told):
            raise UpdateProblem("\n".join(["La nouvelle version, examinée, ne va pas :", *found]))
        return schema, rows

    def _verify(self, url: str, rows: dict[str, int]) -> None:
        """Of a database that the new version has brought to its schema."""
        path = sqlite_path(url)
        if path is not None:
            check_copy(path)
        if lost := lost_rows(rows, asyncio.run(_holds(url))[1]):
            raise UpdateProblem(f"La nouvelle version perdrait des lignes ({', '.join(lost)}).")

    def _of(
        self,
        version: str,
        failure: str,
        *command: str | Path,
        given: dict[str, str] | None = None,
        fine: tuple[int, ...] = (0,),
    ) -> str:
        """A command of that version, as the data's owner."""
        of_here = {"COMBINE_DATA": str(self.settings.data.absolute()), **(given or {})}
        return self.run([self.home.program(version), *command], failure, of_here, self.owner, fine)

    def _back(self, error: BaseException) -> None:
        """The old version, with its database. Raises UpdateProblem where that fails too, with what to do by hand."""
        if not self._has_turned:
            shutil.rmtree(self.home.of(self.new), ignore_errors=True)
            if self._was_running:
                self.service.start()
            return
        self.say(f"Retour à la version {self.old}…")
        try:
            if self._was_running and self.service.is_running():
                self.service.stop()
            if asyncio.run(_schema(self.settings.url)) != asyncio.run(
                _schema(f"sqlite+aiosqlite:///{self.trial / BEFORE}")
            ):
                # An SQLite file is set aside whatever it holds; PostgreSQL's rows by whoever knows their schema.
                is_file = make_url(self.settings.url).get_backend_name() == "sqlite"
                self._of(
                    self.old if is_file else self.new,
                    "La base d’avant n’a pas pu être remise.",
                    "restore",
                    self.trial / BEFORE,
                )
            self.home.use(self.old)
            if self._was_running:
                self.service.start()
        except (UpdateProblem, OSError, UnknownSchema) as worse:
            raise NotBack(
                f"{error}\nLe retour à la version {self.old} n’a pas abouti : {worse}\n"
                f"À la main : {self.home.program(self.old)} restore {self.backup}, puis "
                f"ln -sfn versions/{self.old} {self.home.folder}/current."
            ) from error
        shutil.rmtree(self.home.of(self.new), ignore_errors=True)


async def _under_way(settings: Settings) -> list[str]:
    engine = open_engine(settings.url)
    try:
        return await sessions_under_way(engine)
    finally:
        await engine.dispose()


async def _nobody_serves(settings: Settings, owner: Owner) -> None:
    """Raises AlreadyServed."""
    async with only_server(settings):
        pass
    for path in settings.data.glob("*.lock"):
        owner.own(path)


async def _holds(url: str) -> tuple[str, dict[str, int]]:
    engine = open_engine(url)
    try:
        return await what_it_holds(engine)
    finally:
        await engine.dispose()


async def _schema(url: str) -> str:
    return (await _holds(url))[0]
