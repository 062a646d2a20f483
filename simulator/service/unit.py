"""The text of the systemd unit. Pure: where things are comes in, text goes out."""

from dataclasses import dataclass
from pathlib import PurePosixPath

NAME = "combine.service"

CONFIG = PurePosixPath("/etc/combine/combine.toml")
DATA = PurePosixPath("/var/lib/combine")


@dataclass(frozen=True)
class Places:
    """Of one installation, all absolute. `program`: the command `simulator`."""

    program: PurePosixPath
    user: str = "combine"
    config: PurePosixPath = CONFIG
    data: PurePosixPath = DATA
    written: tuple[PurePosixPath, ...] = ()
    """Folders outside the data that it writes in, too: backups, scenarios, models."""


def unit_text(places: Places) -> str:
    """What stands in `combine.service`."""
    return f"""\
[Unit]
Description=Combiné, simulateur de relation client à distance
After=network-online.target time-sync.target postgresql.service
Wants=network-online.target
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
# Ready once pages, telephones and owed work are open; alive as long as the event loop turns.
Type=notify
NotifyAccess=main
ExecStart={_quoted(places.program)} serve
User={places.user}
Group={places.user}
Environment={_quoted(f"COMBINE_CONFIG={places.config}")}
Environment=HOME={_quoted(places.data)}
WorkingDirectory={places.data}
{_write_paths(places)}
UMask=0077

# A configuration that is refused (2) is not refused less often the second time.
Restart=on-failure
RestartSec=5
RestartPreventExitStatus=2
WatchdogSec=60
# A large database is copied before its schema is changed.
TimeoutStartSec=15min
# The server alone is told to stop: it ends calls, closes their recordings and its own workers.
KillMode=mixed
KillSignal=SIGTERM
TimeoutStopSec=90
LimitNOFILE=65536
SyslogIdentifier=combine

# What it never needs, it cannot do.
NoNewPrivileges=yes
# But for a port below 1024 (`port = 443`): the configuration may name one at any time.
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
AmbientCapabilities=CAP_NET_BIND_SERVICE
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateMounts=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""


def config_text(data: PurePosixPath) -> str:
    """The configuration that a new installation begins with."""
    return f"""\
# Combiné : réglages de cette installation. Après un changement : systemctl restart combine
# Chaque réglage, à quoi il sert et sa valeur d’usine : « simulator settings » (paquet Debian : « combine settings »)

data = "{data}"

# L’adresse que les postes ouvrent. 127.0.0.1 : cette machine seule, ou derrière un mandataire (proxy) d’ici.
# Toute autre adresse est servie en https.
host = "127.0.0.1"
port = 8080

# Le certificat du centre (chaîne PEM) et sa clé, lisibles du groupe « combine » ; port 443 : possible.
# tls_certificate = "/etc/combine/chaine.pem"
# tls_key = "/etc/combine/cle.pem"

# Derrière un mandataire qui porte le https :
# proxies = ["127.0.0.1"]
# secure_cookies = true

# Ports UDP du son des navigateurs, à ouvrir dans le pare-feu :
# webrtc_ports = [50000, 50099]

# Téléphones SIP :
# sip = true
# sip_host = "192.168.1.20"
# rtp_ports = [50100, 50199]
"""


def _write_paths(places: Places) -> str:
    """Everything else is read-only for it. `-`: a disk that is not plugged in keeps nothing from starting."""
    further = [_quoted(f"-{one}") for one in places.written]
    return "\n".join(f"ReadWritePaths={one}" for one in [_quoted(places.data), *further])


def _quoted(what: object) -> str:
    """As systemd reads it (systemd.syntax(7)): blanks kept, `%` no specifier."""
    text = str(what).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{text}"' if any(one in text for one in ' \t"') else text
