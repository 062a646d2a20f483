"""The application: what it is made of, in which order it starts, and in which it stops."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring.referential import load_referential
from simulator import __version__, demo, public
from simulator.accounts import routes as accounts
from simulator.conduct import routes as conduct
from simulator.desk import live
from simulator.desk import routes as desk
from simulator.desk.rooms import SeatRooms
from simulator.documents import routes as documents
from simulator.errors import install_error_answers
from simulator.facts.log import FactLog
from simulator.findings import reliability, second_reading
from simulator.findings import routes as findings
from simulator.findings.comparing import Comparer
from simulator.findings.finder import Finder
from simulator.interviews import routes as interviews
from simulator.live_schema import add_live_messages
from simulator.marking import overview
from simulator.media_settings import media_settings
from simulator.packs.registry import SHIPPED, PackRegistry
from simulator.phones import headset_routes as headset
from simulator.phones import routes as phones
from simulator.phones import trunk_routes as trunk
from simulator.phones.service import Phones
from simulator.practice import routes as practice
from simulator.practice.reader import PracticeReader
from simulator.progress import routes as progress
from simulator.recordings.finishing import RecordingFinisher
from simulator.replay import routes as replay
from simulator.services import Services
from simulator.settings import Settings, load_secret
from simulator.storage.database import open_engine, open_sessions
from simulator.storage.folder_lock import only_server_of
from simulator.storage.migrating import migrate
from simulator.transcripts import routes as transcripts
from simulator.transcripts import search
from simulator.transcripts.live import LiveTranscriber
from simulator.transcripts.transcriber import Transcriber
from simulator.web_files import serve_web
from telephony import Switch, SwitchEvent
from telephony.durable import make_folders


def create_app(settings: Settings) -> FastAPI:
    """The whole application; nothing is opened before its lifespan begins."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            app.state.services = await open_services(settings, stack)
            yield

    app = FastAPI(title="Combiné", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    install_error_answers(app)
    of_calls = [
        desk,
        replay,
        interviews,
        findings,
        practice,
        progress,
        overview,
        transcripts,
        search,
        documents,
        phones,
        trunk,
        headset,
        live,
    ]
    routers = [public, accounts, conduct, reliability, second_reading, *of_calls]
    for module in [*routers, demo] if settings.demo else routers:
        app.include_router(module.router)
    serve_web(app, settings.web)
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        return add_live_messages(describe())

    app.openapi = openapi
    return app


def make_data_folder(settings: Settings) -> None:
    """Recordings and names live there: nobody else's business on a shared machine."""
    make_folders(settings.data, 0o700)


async def open_database(settings: Settings, stack: AsyncExitStack) -> AsyncEngine:
    """The database alone, at this version's schema: what a command may use beside a running server."""
    make_data_folder(settings)
    engine = open_engine(settings.url)
    stack.push_async_callback(engine.dispose)
    await migrate(engine)
    return engine


async def open_services(settings: Settings, stack: AsyncExitStack) -> Services:
    """Opens everything in order; `stack` closes it in the opposite one. Raises BadSettings beside another server."""
    make_data_folder(settings)
    stack.enter_context(only_server_of(settings.data))
    engine = await open_database(settings, stack)
    sessions = open_sessions(engine)
    facts = await stack.enter_async_context(FactLog(sessions))
    services = Services(
        settings=settings,
        secret=load_secret(settings.data),
        engine=engine,
        sessions=sessions,
        facts=facts,
        packs=PackRegistry(SHIPPED, settings.packs or settings.data / "packs"),
        referential=load_referential(),
        switch=None,  # type: ignore[arg-type]  four parts need one another: they follow at once
        rooms=None,  # type: ignore[arg-type]
        phones=None,  # type: ignore[arg-type]
        finisher=None,  # type: ignore[arg-type]
        finder=Finder(),
        transcriber=None,  # type: ignore[arg-type]
        live=None,  # type: ignore[arg-type]
    )

    def on_event(event: SwitchEvent) -> None:
        services.rooms.on_switch_event(event)

    services.finisher = RecordingFinisher(services)
    services.transcriber = Transcriber(services)
    services.rooms = SeatRooms(services)
    services.live = LiveTranscriber(services, services.rooms.on_live_news)
    # The switch stops before the rooms do: the end of its calls is still kept.
    await (demo.install(services) if settings.demo else demo.disable(services))
    await stack.enter_async_context(services.rooms)
    services.switch = await stack.enter_async_context(Switch(media_settings(settings), on_event))
    services.phones = await stack.enter_async_context(Phones(services, services.rooms.on_phone_change))
    await stack.enter_async_context(services.finisher)
    await stack.enter_async_context(services.finder)
    await stack.enter_async_context(services.transcriber)
    await stack.enter_async_context(services.live)
    await stack.enter_async_context(Comparer(services))
    await stack.enter_async_context(PracticeReader(services))
    await services.rooms.load_running_exams()
    return services
