"""A PBX that nobody here wrote: Kamailio as registrar and proxy, in memory, on loopback."""

import asyncio
import os
import shutil
import signal
import subprocess
from pathlib import Path

from simulator.certificate import Certificate
from tests.free_ports import free_port

CONFIG = """
children={children}
tcp_children=1
fork=yes
log_stderror=yes
debug={debug}
disable_core_dump=yes
auto_aliases=no
dns=no
rev_dns=no
tcp_connection_lifetime=3605
listen=udp:{host}:{port}
listen=tcp:{host}:{port}
{listen_tls}
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
{load_tls}
loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "rr.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
modparam("usrloc", "db_mode", 0)
modparam("registrar", "min_expires", {shortest})
modparam("registrar", "max_expires", {longest})
modparam("registrar", "received_avp", "$avp(RECEIVED)")
modparam("auth", "algorithm", "{algorithm}")
modparam("auth", "nonce_expire", {nonce_seconds})
modparam("tm", "fr_timer", 5000)
modparam("rr", "append_fromtag", 1)

request_route {{
    if (!mf_process_maxfwd_header("10")) {{ sl_send_reply("483", "Too Many Hops"); exit; }}
    if (is_method("OPTIONS") && uri==myself) {{ sl_send_reply("200", "OK"); exit; }}
    if (is_method("CANCEL")) {{ if (t_check_trans()) t_relay(); exit; }}
    if (has_totag()) {{
        if (loose_route()) {{ t_relay(); exit; }}
        if (is_method("ACK")) {{ if (t_check_trans()) t_relay(); exit; }}
        sl_send_reply("404", "Not Here");
        exit;
    }}
    if (is_method("REGISTER")) {{
        if (!pv_www_authenticate("$td", "{password}", "0")) {{
            if ($retcode == -2 || $retcode == -3) {{ sl_send_reply("{wrong}", "No"); exit; }}
            www_challenge("$td", "1");
            exit;
        }}
        if ($au != $tU) {{ sl_send_reply("403", "Not Yours"); exit; }}
        save("location");
        exit;
    }}
    if (!pv_proxy_authenticate("$fd", "{password}", "0")) {{
        proxy_challenge("$fd", "1");
        exit;
    }}
    consume_credentials();
    {record_route}
    # Numbers of the trunk go to the account that registered for them; extensions to themselves.
    if ($rU =~ "^0[0-9]{{9}}$") $rU = "{trunk}";
    if (!lookup("location")) {{ sl_send_reply("404", "Nobody There"); exit; }}
    {before_relay}
    t_relay();
}}
"""


LOAD_TLS = """
enable_tls=yes
loadmodule "tls.so"
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "certificate", "{chain}")
modparam("tls", "private_key", "{key}")
"""
"""Debian has it in a package of its own, `kamailio-tls-modules`."""


class Kamailio:
    """`async with Kamailio(folder) as pbx`; every account has `password`; `kill` and `start` as often as one likes.

    Accounts are known by nothing but that password. What matches 0######### is sent to the account `trunk`.
    With a `certificate` it listens on `tls_port` too.
    """

    def __init__(
        self,
        folder: Path,
        *,
        password: str = "secret-du-standard",
        trunk: str = "combine",
        shortest: int = 5,
        longest: int = 600,
        algorithm: str = "MD5",
        nonce_seconds: int = 300,
        record_route: bool = True,
        before_relay: str = "",
        wrong: int = 403,
        certificate: Certificate | None = None,
    ) -> None:
        self.folder, self.password, self.trunk = folder, password, trunk
        self.host, self.port = "127.0.0.1", free_port()
        self.tls_port = free_port() if certificate is not None else None
        self._process: subprocess.Popen[bytes] | None = None
        self._config = CONFIG.format(
            children=2,
            debug=2,
            host=self.host,
            port=self.port,
            password=password,
            trunk=trunk,
            shortest=shortest,
            longest=longest,
            algorithm=algorithm,
            nonce_seconds=nonce_seconds,
            record_route="record_route();" if record_route else "",
            before_relay=before_relay,
            wrong=wrong,
            listen_tls=f"listen=tls:{self.host}:{self.tls_port}" if self.tls_port is not None else "",
            load_tls=LOAD_TLS.format(chain=certificate.chain, key=certificate.key) if certificate is not None else "",
        )

    async def __aenter__(self) -> "Kamailio":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self.kill)

    async def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "kamailio.cfg"
        config.write_text(self._config)
        program = shutil.which("kamailio") or "/usr/sbin/kamailio"
        with (self.folder / "kamailio.log").open("ab") as log:
            self._process = await asyncio.to_thread(
                subprocess.Popen,
                [program, "-DD", "-E", "-f", str(config), "-m", "32", "-M", "4", "-Y", str(self.folder)],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        async with asyncio.timeout(10):
            while True:
                try:
                    _, writer = await asyncio.open_connection(self.host, self.port)
                except OSError:
                    assert self._process.poll() is None, self.log()
                    await asyncio.sleep(0.05)
                    continue
                writer.close()
                return

    def kill(self) -> None:
        """It and its workers, without a goodbye."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def log(self) -> str:
        return (self.folder / "kamailio.log").read_text(errors="replace")
