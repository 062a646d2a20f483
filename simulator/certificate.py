"""A private certificate for a classroom's network: browsers give the microphone only to a secure page."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import trustme

from simulator.typography import french_spaces
from telephony.durable import write_whole


@dataclass(frozen=True, slots=True)
class Certificate:
    authority: Path
    chain: Path
    key: Path

    def how_to_trust(self) -> str:
        """For the IT person, in French."""
        return french_spaces(
            "\n  Les navigateurs n’ouvrent le micro qu’aux pages chiffrées : Combiné s’est fait un certificat.\n"
            "  Une fois sur chaque poste, faites-lui confiance en important l’autorité :\n\n"
            f"    {self.authority}\n\n"
            "    Windows    double-clic → Installer → Ordinateur local → Autorités racines de confiance\n"
            "    macOS      Trousseaux d’accès → Système → glisser le fichier → Toujours approuver\n"
            "    Linux      copier en .crt dans /usr/local/share/ca-certificates, puis update-ca-certificates\n"
            "    Firefox    Paramètres → Certificats → Autorités → Importer → Identifier des sites web\n"
        )


def certificate_for(folder: Path, host: str) -> Certificate:
    """Made once per host, kept in `folder`, its key readable by its owner only.

    The authority's own key is not kept: nobody can ever sign another site with what the desks came to trust.
    """
    place = folder / "certificate" / host.replace(":", "-")
    found = Certificate(place / "combine-autorite.pem", place / "chaine.pem", place / "cle.pem")
    if not found.key.exists():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority = trustme.CA(organization_name="Combiné", organization_unit_name="Autorité de cette installation")
        issued = authority.issue_cert(*names_of(host))
        write_whole(found.authority, authority.cert_pem.bytes(), 0o644)
        write_whole(found.chain, b"".join(blob.bytes() for blob in issued.cert_chain_pems), 0o644)
        # The key comes last: it says that all the rest is there.
        write_whole(found.key, issued.private_key_pem.bytes(), 0o600)
    return found


def names_of(host: str) -> list[str]:
    """What browsers may call a server that listens on `host`: every name and address of this machine for 0.0.0.0."""
    if host not in ("0.0.0.0", "::"):
        return [host]
    name = socket.gethostname()
    return list(dict.fromkeys([*lan_addresses(), name, f"{name}.local", "localhost", "127.0.0.1"]))


def lan_addresses() -> list[str]:
    """This machine's addresses as others on its network see them; empty without a network."""
    found: list[str] = []
    # Nothing is sent: the system only says which address it would speak from (RFC 5737's test network).
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        found.append(str(probe.getsockname()[0]))
    with suppress(OSError):
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [one for one in dict.fromkeys(found) if not one.startswith("127.")]
