"""A time-stamping authority of our own (RFC 3161), made with `openssl ts`, answering on this machine."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """
[req]
distinguished_name = name
prompt = no
x509_extensions = stamping
[name]
CN = Autorite d'essai
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa.pem
signer_key = {folder}/key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """`certificate`: what `openssl ts -verify` is given."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._config = folder, folder / "tsa.cnf"
        self.certificate = folder / "tsa.pem"
        self._config.write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01")
        made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-config", str(self._config)]
        self._openssl(*made, "-keyout", str(folder / "key.pem"), "-out", str(self.certificate))

    def answer(self, request: bytes) -> bytes:
        """DER."""
        query, reply = self._folder / "query.tsq", self._folder / "reply.tsr"
        query.write_bytes(request)
        at = ["-config", str(self._config), "-section", "own", "-queryfile", str(query), "-out", str(reply)]
        self._openssl("ts", "-reply", *at)
        return reply.read_bytes()

    def believes(self, answer: bytes, content: bytes) -> bool:
        """Whether `openssl ts -verify`, with this authority's certificate, says that it covers this content."""
        token, data = self._folder / "token.tsr", self._folder / "content"
        token.write_bytes(answer)
        data.write_bytes(content)
        command = ["ts", "-verify", "-in", str(token), "-data", str(data), "-CAfile", str(self.certificate)]
        ran = subprocess.run(["openssl", *command, "-untrusted", str(self.certificate)], capture_output=True)
        return ran.returncode == 0

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


@contextmanager
def served(authority: Authority) -> Iterator[str]:
    """Its address while it answers."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to tell."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, name="time-stamping authority")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
