"""All looks, in the order in which an IT person would take them."""

from simulator.doctor import machine, network, sound, stored, strength
from simulator.doctor.backups import backups
from simulator.doctor.certificates import certificate
from simulator.doctor.finding import Finding
from simulator.settings import Settings


async def examine(settings: Settings) -> list[Finding]:
    """Some seconds, beside a running server or not; changes nothing. Cancelling leaves nothing behind."""
    is_serving = await network.is_serving(settings)
    return [
        stored.data_folder(settings),
        stored.disk_room(settings),
        strength.disk_speed(settings),
        strength.memory(settings),
        strength.open_files(),
        await stored.database(settings),
        stored.secret_files(settings),
        stored.packs(settings),
        await sound.recordings(settings),
        await sound.sound_worker(),
        backups(settings),
        network.web_port(settings, is_serving),
        network.sip_port(settings, is_serving),
        certificate(settings),
        network.ice_addresses(settings),
        await network.relay(settings),
        machine.speech(settings),
        machine.proofreader(),
        machine.clock(settings),
        machine.time_zone(),
    ]
