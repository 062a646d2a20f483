"""The application: what it is made of, in which order it starts, and in which it stops."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI

from scoring.referential import load_referential
from simulator import __version__, demo, public
from simulator.accounts import first_account_routes, guesses, own_account, people
from simulator.accounts import routes as accounts
from simulator.accounts.door import SignInDoor
from simulator.accounts.expiry import SignInExpiry
from simulator.accounts.first_account import FirstAccount
from simulator.accounts.live_rights import LiveRights
from simulator.accounts.signing import Kind, SignIns
from simulator.assignments import own_routes as own_exercises
from simulator.assignments import routes as assignments
from simulator.backups.scheduled import ScheduledBackups, machine_time
from simulator.centre.identity import CentreIdentity
from simulator.conduct import code_routes, pack_routes
from simulator.conduct import routes as conduct
from simulator.conduct.desk_codes import DeskCodes
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.loading import SeatLoader
from simulator.conduct.open_codes import OpenCodes
from simulator.conduct.sessions import SessionMaker
from simulator.custody.keeper import Keeper
from simulator.custody.session_keys import SessionKeys
from simulator.deliberation import routes as deliberation
from simulator.desk import live, network_check_routes
from simulator.desk import routes as desk
from simulator.desk.media import Media
from simulator.desk.rooms import SeatRooms
from simulator.desk.seat_parts import SeatParts
from simulator.desk.seat_room import SeatRoom
from simulator.desk.showing_out import ShowingOut
from simulator.doctor.apart import Examination
from simulator.document_subjects import desk_routes as attached_documents
from simulator.document_subjects import routes as document_subjects
from simulator.document_subjects.store import DocumentSubjects
from simulator.documents import day_routes as day_sheets
from simulator.documents import guide_routes as printed_guides
from simulator.documents import production_routes as printed_productions
from simulator.documents import routes as documents
from simulator.error_answers import install_error_answers
from simulator.exam_day import break_routes, keeper_routes
from simulator.exam_day import candidate_routes as candidates_day
from simulator.exam_day import routes as exam_day
from simulator.exam_day.days import ExamDays
from simulator.exam_day.measures import finish_after_start
from simulator.facts import kinds
from simulator.facts.log import FactLog
from simulator.findings import reliability, second_reading, written_faults
from simulator.findings import routes as findings
from simulator.findings.comparing import Comparer, marking_submitted
from simulator.findings.finder import Finder
from simulator.findings.proposing import Proposer
from simulator.ids import CallId, PersonId, SeatId
from simulator.installation import centre_routes as named_centre
from simulator.installation import example as first_example
from simulator.installation import model_routes as installed_models
from simulator.installation import pack_routes as shelf_of_packs
from simulator.installation import phone_routes as installed_phones
from simulator.installation import routes as installation
from simulator.installation.model_work import ModelWork
from simulator.installation.pack_watch import PackWatch
from simulator.interviews import candidate_draw_routes as candidate_draws
from simulator.interviews import draw_routes as draws
from simulator.interviews import guide_routes as interview_guides
from simulator.interviews import reaction_routes as reactions
from simulator.interviews import routes as interviews
from simulator.interviews.drawn_subject import subject_revealed
from simulator.interviews.reactions import reaction_began, reaction_over
from simulator.jobs import Jobs
from simulator.live_schema import add_live_messages
from simulator.marking import overview
from simulator.media_settings import media_settings
from simulator.metrics import routes as metrics
from simulator.metrics.timings import Timings
from simulator.models_folder import models_folder
from simulator.opening import routes as opening
from simulator.packs.registry import SHIPPED, PackRegistry
from simulator.phones import headset_routes as headset
from simulator.phones import routes as phones
from simulator.phones import trunk_routes as trunk
from simulator.phones.listening import PhoneListening
from simulator.phones.renewing import renew_secret
from simulator.phones.service import Phones
from simulator.practice import routes as practice
from simulator.practice.reader import PracticeReader, exchange_ended
from simulator.productions import routes as productions
from simulator.productions.version_rows import VersionRows, keep_versions
from simulator.progress import catalogue_routes
from simulator.progress import routes as progress
from simulator.recordings.finishing import RecordingFinisher
from simulator.recordings.tables import RECORDING_JOB
from simulator.rehearsing import routes as rehearsing
from simulator.replay import routes as replay
from simulator.replay import transcript_routes as transcripts
from simulator.results import archive_routes, paper_routes, removing_routes, retention_routes
from simulator.results import routes as results
from simulator.results.archiving import Archiving, deliberation_signed
from simulator.results.members import MemberParts
from simulator.retention import Retention
from simulator.sealing_of_before import seal_what_stands_open
from simulator.services import Services
from simulator.serving.front_door import FrontDoor
from simulator.settings import BadSettings, Settings, load_secret
from simulator.steady_clock import MachineClocks, SteadyClock, system_now
from simulator.storage.checkpointing import Checkpoints
from simulator.storage.database import open_sessions
from simulator.storage.not_kept import said_to_a_page
from simulator.storage.problems import said_in_words
from simulator.storage.start_up import open_database_alone
from simulator.studio import form_routes as studio_forms
from simulator.studio import import_routes as studio_import
from simulator.studio import routes as studio
from simulator.studio import sound_routes as studio_sounds
from simulator.studio import variation_routes as studio_variations
from simulator.studio import version_routes as studio_versions
from simulator.studio import zip_routes as studio_zip
from simulator.studio.versions import StudioVersions
from simulator.timetable import document_routes as candidate_documents
from simulator.timetable import import_routes as timetable_import
from simulator.timetable import routes as timetable
from simulator.timetable.changing import write_change
from simulator.timetable.documents import CandidateDocuments
from simulator.transcripts import search
from simulator.transcripts.hearing import Hearing
from simulator.transcripts.live import LiveTranscriber
from simulator.transcripts.reading import Transcripts
from simulator.transcripts.transcriber import Transcriber
from simulator.upkeep import routes as upkeep
from simulator.upkeep.watching import Upkeep
from simulator.web_files import built_web, serve_web
from telephony import Switch, SwitchEvent
from telephony.sip import IncomingCall
from telephony.speech import News


def create_app(settings: Settings, clocks: MachineClocks | None = None) -> FastAPI:
    """The whole application; nothing is opened before its lifespan begins. `clocks`: exams go by them; None: the
    machine's."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            try:
                with said_in_words(settings):
                    app.state.services = await open_services(settings, stack, clocks)
            except BadSettings as problem:
                app.state.start_problem = problem
                raise
            yield

    app = FastAPI(title="Combiné", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    install_error_answers(app, said_to_a_page)
    of_calls = [
        desk,
        replay,
        interviews,
        reactions,
        interview_guides,
        productions,
        draws,
        candidate_draws,
        opening,
        exam_day,
        break_routes,
        keeper_routes,
        candidates_day,
        deliberation,
        findings,
        written_faults,
        practice,
        progress,
        catalogue_routes,
        assignments,
        own_exercises,
        overview,
        transcripts,
        search,
        documents,
        printed_productions,
        printed_guides,
        phones,
        trunk,
        headset,
        live,
    ]
    routers = [public, accounts, code_routes, people, own_account, guesses, conduct, pack_routes, upkeep, reliability]
    routers += [
        rehearsing,
        installation,
        named_centre,
        first_example,
        shelf_of_packs,
        installed_models,
        installed_phones,
        network_check_routes,
        metrics,
        first_account_routes,
        second_reading,
        *of_calls,
    ]
    routers += [timetable, timetable_import, candidate_documents, day_sheets]
    routers += [results, paper_routes, archive_routes, removing_routes, retention_routes]
    routers += [document_subjects, attached_documents, studio, studio_versions, studio_forms, studio_import]
    routers += [studio_zip, studio_variations, studio_sounds]
    for module in [*routers, demo] if settings.demo else routers:
        app.include_router(module.router)
    serve_web(app, settings.web or built_web())
    # The last one added is the first that a request meets.
    app.add_middleware(FrontDoor)
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        return add_live_messages(describe())

    app.openapi = openapi
    return app


async def open_services(settings: Settings, stack: AsyncExitStack, clocks: MachineClocks | None = None) -> Services:
    """Opens everything in order; `stack` closes it in the opposite one. Raises StartProblem, in words."""
    engine = await open_database_alone(settings, stack)
    clocks = clocks or MachineClocks()
    # Before anything is read or begun: without it nobody is who they were.
    secret = load_secret(settings.data)
    sessions = open_sessions(engine)
    await stack.enter_async_context(Checkpoints(engine))
    keeper = Keeper(sessions, secret)
    await seal_what_stands_open(engine, keeper, system_now())
    await CandidateDocuments(sessions, settings.data, system_now, keeper.boxes).seal_what_stands_open()
    facts = await stack.enter_async_context(FactLog(sessions, keeper.at_rest))
    timings = await stack.enter_async_context(Timings())
    facts.committed = timings.committed
    live_rights = await stack.enter_async_context(LiveRights())
    packs = PackRegistry(SHIPPED, settings.packs or settings.data / "packs")
    kept_packs = KeptPacks(sessions, packs, settings.data / "pack_sounds", keeper)
    packs.notice = PackWatch(packs, kept_packs).look
    await kept_packs.keep_for_earlier_sessions()
    sign_in_clock = SteadyClock(settings.data / "sign_in_clock.json")

    def is_in_exchange(kind: Kind, person_id: PersonId, seat_id: SeatId | None) -> bool:
        return services.rooms.is_in_exchange(kind, person_id, seat_id)

    sign_ins = SignIns(sessions, secret, settings, sign_in_clock, live_rights, is_in_exchange, renew_secret)
    open_codes = OpenCodes(sessions)
    services = Services(
        settings=settings,
        secret=secret,
        engine=engine,
        sessions=sessions,
        facts=facts,
        live_rights=live_rights,
        sign_ins=sign_ins,
        door=SignInDoor(open_codes.has, settings.lockout_attempts, settings.lockout_minutes),
        first_account=FirstAccount(sessions, secret),
        desk_codes=DeskCodes(sessions, sign_ins, open_codes, secret),
        packs=packs,
        kept_packs=kept_packs,
        keeper=keeper,
        referential=load_referential(),
        clock=SteadyClock(settings.data / "clock.json", clocks.system, clocks.steady, await facts.newest_at()),
        sign_in_clock=sign_in_clock,
        switch=None,  # type: ignore[arg-type]  these parts need one another: they follow at once
        rooms=None,  # type: ignore[arg-type]  as above
        phones=None,  # type: ignore[arg-type]  as above
        finisher=None,  # type: ignore[arg-type]  as above
        finder=Finder(),
        transcriber=None,  # type: ignore[arg-type]  as above
        live=None,  # type: ignore[arg-type]  as above
        jobs=None,  # type: ignore[arg-type]  as above
        upkeep=None,  # type: ignore[arg-type]  as above
        timings=timings,
        examination=await stack.enter_async_context(Examination(settings)),
        model_work=await stack.enter_async_context(ModelWork()),
        backups=None,  # type: ignore[arg-type]  as above
    )
    await DocumentSubjects(sessions, packs, services.referential, services.clock).install_all()
    await StudioVersions(sessions, packs, services.clock).install_all()
    if settings.demo:
        maker = SessionMaker(sessions, settings, packs, kept_packs)
        await demo.install(settings, secret, sessions, packs, maker, live_rights)
    else:
        await demo.disable(sessions)
        await services.first_account.begin()
    await _open_seats(services, stack)
    await _open_work(services, stack)
    await services.rooms.load_running()
    await finish_after_start(sessions, services.rooms, ExamDays(sessions, services.clock))
    return services


async def _open_seats(services: Services, stack: AsyncExitStack) -> None:
    """Switch, telephones and rooms. The rooms stop last: the end of the switch's calls is still kept."""
    settings = services.settings

    def on_event(event: SwitchEvent) -> None:
        services.rooms.on_switch_event(event)

    def on_phone_change(owner: str) -> None:
        services.rooms.on_phone_change(owner)

    def on_news(news: News) -> None:
        hearing.take(news)

    async def room(seat_id: SeatId) -> SeatRoom:
        return await services.rooms.room(seat_id)

    async def candidate_dials(call: IncomingCall, seat_id: SeatId) -> None:
        await services.rooms.phone_dials(call, seat_id)

    def is_followed_live(call_id: CallId) -> bool:
        return services.live.is_following(call_id)

    sessions, secret, live_rights = services.sessions, services.secret, services.live_rights
    services.transcriber = Transcriber(sessions, settings, room, is_followed_live)
    services.live = LiveTranscriber(
        models_folder(settings), services.transcriber.is_on and settings.live_captions, on_news
    )
    services.switch = Switch(media_settings(settings), on_event)
    listening = PhoneListening(sessions, live_rights, secret, settings.lockout_minutes * 60, room)
    services.phones = Phones(sessions, settings, secret, services.switch, listening, on_phone_change, candidate_dials)
    services.finisher = RecordingFinisher(
        sessions,
        settings.recordings,
        settings.finishing_processes,
        switch=services.switch,
        ring=lambda call_id: services.jobs.ring(RECORDING_JOB, call_id),
        on_report=services.phones.call_recorded,
    )
    loader = SeatLoader(
        sessions, services.kept_packs, services.facts, VersionRows(sessions, services.keeper.at_rest).unknown_to
    )
    parts = SeatParts(
        facts=services.facts,
        clock=services.clock,
        referential=services.referential,
        media=Media(services.switch, services.phones),
        words=services.live,
        finisher=services.finisher,
        recordings=settings.recordings,
        ring_seconds=settings.ring_seconds,
        read_again=loader.bring_up_to_date,
        keep_versions=keep_versions(services.keeper.at_rest),
    )
    services.rooms = SeatRooms(loader, sessions, parts)
    services.finisher.rooms = services.rooms
    hearing = Hearing(services.rooms, services.transcriber)
    for part in (services.rooms, hearing, services.switch, services.phones, services.finisher):
        await stack.enter_async_context(part)
    showing_out = ShowingOut(sessions, live_rights, services.switch, services.rooms)
    live_rights.subscribe(showing_out.rights_changed)
    live_rights.subscribe(services.phones.rights_changed)
    expiry = SignInExpiry(sessions, services.sign_ins, live_rights, services.sign_in_clock)
    await stack.enter_async_context(expiry)


async def _open_work(services: Services, stack: AsyncExitStack) -> None:
    """What is done after exchanges, in processes of their own; and what asks for it."""
    sessions, clock, rooms, transcriber = services.sessions, services.clock, services.rooms, services.transcriber
    transcripts = Transcripts(sessions, transcriber.is_on)
    proposer = Proposer(sessions, services.facts, services.finder, services.live, transcripts)
    reader = PracticeReader(sessions, clock, rooms, services.finder, proposer, transcripts)
    comparer = Comparer(sessions, clock, rooms, proposer, transcriber.is_on)
    services.facts.follow(kinds.RecordingFinished, services.transcriber.recording_finished)
    services.facts.follow(kinds.ExchangeEnded, exchange_ended)
    services.facts.follow(kinds.MarkingSubmitted, marking_submitted)
    services.facts.follow(kinds.DeliberationSigned, deliberation_signed)
    services.facts.follow(kinds.DrawRevealed, subject_revealed(services.kept_packs))
    services.facts.follow(kinds.CandidateChanged, write_change)
    services.facts.follow(kinds.ReactionStarted, reaction_began())
    services.facts.follow(kinds.ReactionEnded, reaction_over())
    for part in (services.finder, services.transcriber, services.live):
        await stack.enter_async_context(part)
    gathered = MemberParts(
        sessions,
        rooms,
        services.facts,
        VersionRows(sessions, services.keeper.at_rest),
        services.settings.recordings,
        transcriber.is_on,
        CentreIdentity(sessions, services.settings),
    )
    keys = SessionKeys(sessions, services.secret)
    archiving = Archiving(gathered, keys, services.referential, clock, services.settings)
    kinds_of_work = (services.finisher.job, services.transcriber.job, reader.job, comparer.job, archiving.job)
    services.jobs = await stack.enter_async_context(Jobs(services.sessions, kinds_of_work, services.clock.now))
    await stack.enter_async_context(Retention(sessions, services.settings, keys, clock))
    settings = services.settings
    services.upkeep = await stack.enter_async_context(
        Upkeep(
            settings.data,
            settings.recordings,
            settings.retention_days,
            services.sessions,
            services.facts,
            services.switch,
            services.clock.now,
        )
    )
    switch = services.switch
    services.backups = await stack.enter_async_context(
        ScheduledBackups(settings, lambda: any(switch.tally().calls.values()), machine_time)
    )
