"""Versions of packs kept beside the sessions that play them: edited, renamed or deleted packs change nothing there.

A version is kept in the transaction that makes its session. Recorded sequences are rows too, so that the database
alone is enough to read a session for ever; the files in `pack_sounds` are only where they are served from.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.conduct.tables import ExamDayRow, ExchangeRunRow, SeatRow, TrainingSessionRow
from simulator.custody.keeper import Keeper
from simulator.custody.sealed_pack import titles_of
from simulator.errors import Conflict, NotFound
from simulator.facts.kinds import ChatSent
from simulator.facts.tables import FactRow
from simulator.ids import SessionId
from simulator.packs.blobs import keep_once
from simulator.packs.registry import PackRegistry
from simulator.packs.substitute import completed, under_seal
from simulator.packs.tables import PackSoundRow, PackVersionRow
from simulator.packs.versions import PackVersion, UnreadableVersion, digest_of, from_content
from simulator.seat.place import Training

log = structlog.get_logger(__name__)

MOST_IN_MEMORY = 32
"""Versions kept ready; any other is read from the database when somebody opens it."""


PlaysAPack = TrainingSessionRow | Training
"""A session, as its row or as its seats know it."""


class KeptPacks:
    """The pack of each session, as it was when the session was made."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], installed: PackRegistry, sounds: Path, keeper: Keeper
    ) -> None:
        self._sessions = sessions
        self._keeper = keeper
        self._open: set[str] = set()
        """Sessions known to have nothing shut: no exam day, or opened."""
        self._installed = installed
        self._sounds = sounds
        self._ready: OrderedDict[str, PackVersion] = OrderedDict()
        self._titles: dict[tuple[str, str], tuple[str, str]] = {}

    async def keep(self, session: AsyncSession, version: PackVersion) -> str:
        """Adds a version to this transaction, once; its digest. Raises Conflict when a sound has changed on disk.

        Cancelled, nothing is kept: the transaction is the caller's.
        """
        known = await session.scalar(select(PackVersionRow.digest).where(PackVersionRow.digest == version.digest))
        if known is not None:
            return known
        folder = version.pack.folder
        for path, digest in version.sounds.items():
            row = await session.scalar(select(PackSoundRow.digest).where(PackSoundRow.digest == digest))
            if row is None:
                sound = await asyncio.to_thread(_read_sound, folder, path, digest)
                await keep_once(session, PackSoundRow, digest=digest, sound=sound)
        await keep_once(
            session,
            PackVersionRow,
            digest=version.digest,
            pack_id=version.pack.company.id,
            content=version.content,
            kept_at=datetime.now(UTC),
        )
        self._remember(version)
        log.info("pack_version_kept", pack=version.pack.company.id, version=version.digest[:12])
        return version.digest

    async def of(self, training: PlaysAPack) -> PackVersion:
        """What this session plays; of a session whose pack was lost before versions were kept, what is left of it.

        Of an exam day whose envelopes are not open, names and titles only, whoever asks. Raises Conflict for a
        version that this program cannot read."""
        if training.pack_version is None:
            return await self._left_of(training)
        if await self.is_shut(training.id):
            return under_seal(training.pack_id, await self._titles_of(training, training.pack_version))
        return await self.whole(training.pack_version)

    async def is_shut(self, session_id: SessionId) -> bool:
        """Whether this is an exam day whose envelopes are not open yet."""
        if session_id in self._open:
            return False
        async with self._sessions() as session:
            is_exam_day = await session.get(ExamDayRow, session_id) is not None
        if is_exam_day and not await self._keeper.is_opened(session_id):
            return True
        self._open.add(session_id)
        return False

    async def is_under_seal(self, digest: str) -> bool:
        """Whether this version is sealed for some exam: nobody may read it elsewhere either."""
        return digest in await self._keeper.shut_digests()

    async def shut_digests(self) -> set[str]:
        """All versions that are sealed for some exam."""
        return await self._keeper.shut_digests()

    def in_lists(self, version: PackVersion, is_under_seal: bool) -> PackVersion:
        """As lists show it: names and titles only while it is under seal."""
        return under_seal(version.pack.company.id, titles_of(version)) if is_under_seal else version

    async def whole(self, digest: str) -> PackVersion:
        """A kept version, for whoever has asked whether it may be read. Raises Conflict where it does not read."""
        found = self._ready.get(digest) or self._installed.of_digest(digest) or await self._read(digest)
        self._ready[digest] = found
        self._ready.move_to_end(digest)
        while len(self._ready) > MOST_IN_MEMORY:
            self._ready.popitem(last=False)
        return found

    async def put_away(self, version: PackVersion) -> None:
        """It was sealed: nothing readable of it stays in memory or among the files, but its names."""
        self._ready.pop(version.digest, None)
        if self._installed.is_in_documents(version.pack.company.id):
            self._installed.uninstall(version.pack.company.id)
        for path, digest in version.sounds.items():
            await asyncio.to_thread((self._sounds / _name(path, digest)).unlink, missing_ok=True)

    async def _titles_of(self, training: PlaysAPack, digest: str) -> Mapping[str, str]:
        sealed = await self._keeper.sealed_pack(training.id)
        return sealed.titles if sealed is not None else titles_of(await self.whole(digest))

    def names(self, training: PlaysAPack) -> tuple[str, str]:
        """Company and subject as this session plays them, for lists."""
        kept = self._titles.get((training.pack_version or "", training.subject_id))
        return kept or self._installed.names(training.pack_id, training.subject_id)

    def has_one_subject(self, training: PlaysAPack) -> bool:
        """Nothing else can be drawn."""
        return sum(digest == training.pack_version for digest, _ in self._titles) == 1

    def _remember(self, version: PackVersion) -> None:
        self._installed.remember(version.pack)
        for subject in version.pack.subjects:
            self._titles[version.digest, subject.id] = (version.pack.company.name, subject.title)

    async def kept_file(self, version: PackVersion, path: str) -> Path:
        """A recorded sequence, or an attached document's page, as a file to serve; written again from the database
        when it is gone.

        Raises NotFound. Cancelled, at most a file with a name of its own is left behind."""
        digest = version.sounds.get(path)
        if digest is None:
            raise NotFound("Ce fichier n’est pas dans le scénario de la séance.")
        file = self._sounds / _name(path, digest)
        async with self._sessions() as session:
            is_there = await asyncio.to_thread(_is_whole, file, digest)
            sound = None if is_there else await session.scalar(_sound(digest))
        if sound is None and not is_there:
            sealed = await self._keeper.content_of(version.digest)
            sound = sealed.sounds.get(digest) if sealed is not None else None
        if sound is not None:
            await asyncio.to_thread(_write_whole, file, sound)
        elif not is_there:
            # A session of before versions were kept plays from the installed folder.
            folder = version.pack.folder
            file = folder / path if folder is not None else file
            if not file.is_file():
                raise NotFound("Ce fichier du scénario n’est plus là.")
        return file

    async def keep_for_earlier_sessions(self) -> None:
        """At start: sessions of earlier versions of Combiné get a copy of the pack that they play, where it still is.

        Also makes the names of all kept versions known. Cut at any moment, the next start goes on."""
        async with self._sessions() as session:
            without = list(
                await session.scalars(select(TrainingSessionRow.id).where(TrainingSessionRow.pack_version.is_(None)))
            )
            versions = select(PackVersionRow.digest, PackVersionRow.content).order_by(PackVersionRow.kept_at)
            contents = list(await session.execute(versions))
        for digest, content in contents:
            try:
                self._remember(await asyncio.to_thread(from_content, content))
            except UnreadableVersion:
                log.exception("pack_version_unreadable", version=digest[:12])
        for digest, titles in await self._keeper.titles():
            self._remember_titles(digest, titles)
        for session_id in without:
            await self._keep_for(session_id)

    def _remember_titles(self, digest: str, titles: Mapping[str, str]) -> None:
        for key, title in titles.items():
            if key.startswith("subject/"):
                self._titles[digest, key.removeprefix("subject/")] = (titles["company"], title)

    async def _keep_for(self, session_id: SessionId) -> None:
        async with self._sessions() as session, session.begin():
            training = await session.get_one(TrainingSessionRow, session_id)
            installed = self._installed.find(training.pack_id)
            runs = await _exchanges_of(session, training)
            if installed is None or not all(
                installed.has(subject, ids) for subject, ids in ({training.subject_id: set[str]()} | runs).items()
            ):
                log.warning("session_without_its_pack", session=session_id, pack=training.pack_id)
                return
            try:
                training.pack_version = await self.keep(session, installed)
            except Conflict as error:
                log.warning("session_without_its_pack", session=session_id, pack=training.pack_id, why=error.code)

    async def _left_of(self, training: PlaysAPack) -> PackVersion:
        async with self._sessions() as session:
            runs = await _exchanges_of(session, training)
            chats = await _chats_of(session, training)
        installed = self._installed.find(training.pack_id)
        return completed(installed, training.pack_id, {training.subject_id: set[str]()} | runs, chats)

    async def _read(self, digest: str) -> PackVersion:
        async with self._sessions() as session:
            content = await session.scalar(select(PackVersionRow.content).where(PackVersionRow.digest == digest))
        if content is None:
            sealed = await self._keeper.content_of(digest)
            content = sealed.content if sealed is not None else None
        try:
            if content is None:
                raise UnreadableVersion("not in the database")
            return await asyncio.to_thread(from_content, content)
        except UnreadableVersion:
            log.exception("pack_version_unreadable", version=digest[:12])
            raise Conflict(
                "pack_version_unreadable",
                "Le scénario de cette séance, tel qu’il a été conservé, ne se lit pas.",
                "Il vient peut-être d’un Combiné plus récent : installez-le, ou restaurez une sauvegarde.",
            ) from None


def _name(path: str, digest: str) -> str:
    """`.opus`, `.jpg`: as the pack calls it."""
    return f"{digest}{Path(path).suffix}"


def _sound(digest: str) -> Select[bytes]:
    return select(PackSoundRow.sound).where(PackSoundRow.digest == digest)


async def _exchanges_of(session: AsyncSession, training: PlaysAPack) -> dict[str, set[str]]:
    """Identifiers of the exchanges at the seats of a session, by subject."""
    rows = await session.execute(
        select(ExchangeRunRow.subject_id, ExchangeRunRow.exchange_id)
        .join(SeatRow, SeatRow.id == ExchangeRunRow.seat_id)
        .where(SeatRow.session_id == training.id)
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for subject_id, exchange_id in rows:
        found.setdefault(subject_id, set()).add(exchange_id)
    return found


async def _chats_of(session: AsyncSession, training: PlaysAPack) -> set[str]:
    """Exchanges of a session in which somebody wrote: what facts alone say of their channel."""
    rows = select(ExchangeRunRow.exchange_id).join(FactRow, FactRow.run_id == ExchangeRunRow.id)
    wrote = FactRow.kind == ChatSent.model_fields["kind"].default
    return set(await session.scalars(rows.where(FactRow.session_id == training.id, wrote).distinct()))


def _read_sound(folder: Path | None, path: str, digest: str) -> bytes:
    try:
        sound = (folder / path).read_bytes() if folder is not None else b""
    except OSError:
        sound = b""
    if digest_of(sound) != digest:
        raise Conflict(
            "pack_changed",
            f"Le son « {path} » de ce scénario a changé ou disparu depuis le démarrage de Combiné.",
            "Remettez-le en place, ou redémarrez Combiné pour jouer la nouvelle version.",
        )
    return sound


def _is_whole(file: Path, digest: str) -> bool:
    """A power cut may leave a file of that name without its bytes."""
    try:
        return digest_of(file.read_bytes()) == digest
    except OSError:
        return False


def _write_whole(file: Path, sound: bytes) -> None:
    """Whole or not at all; two at once write the same bytes."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        half.write_bytes(sound)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
