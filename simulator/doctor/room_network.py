"""What the server's side can say of a classroom's network, and the address of the page that looks from the room."""

from simulator.addresses import page_roots
from simulator.doctor import network
from simulator.doctor.certificates import certificate
from simulator.doctor.finding import Finding
from simulator.settings import Settings

PAGE = "/reseau"


def page_addresses(settings: Settings) -> list[str]:
    """Of « Réseau de la salle », for each address of this machine that browsers may reach."""
    return [f"{one}{PAGE}" for one in page_roots(settings)]


async def seen_from_server(settings: Settings) -> list[Finding]:
    """Each wait has its limit. Cancelled, nothing is left behind."""
    serving = await network.is_serving(settings)
    here = (
        Finding("serving", "ok", "Combiné répond sur cette machine.")
        if serving
        else Finding("serving", "fault", "Combiné ne répond pas sur cette machine.", "Démarrez-le, puis recommencez.")
    )
    alone = (
        [
            Finding(
                "loopback",
                "fault",
                "Combiné ne sert que cette machine : aucune salle ne peut l’ouvrir.",
                "Réglez COMBINE_HOST (« simulator settings host »), puis redémarrez-le.",
            )
        ]
        if settings.is_loopback
        else []
    )
    return [
        here,
        *alone,
        certificate(settings),
        network.ice_addresses(settings),
        await network.relay(settings),
    ]
