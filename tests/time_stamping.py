"""A time-stamping authority of our own (RFC 3161), made with `openssl ts`, answering on this machine."""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

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

    def __init__(self, folder: Path, lives: timedelta = timedelta(days=30)) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._config = folder, folder / "tsa.cnf"
        self.certificate = folder / "tsa.pem"
        self._config.write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01")
        made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-config", str(self._config)]
        self._openssl(*made, "-keyout", str(folder / "key.pem"), "-out", str(self.certificate))
        if lives < timedelta(days=1):
            self._shorten(lives)

    def answer(self, request: bytes) -> bytes:
        """DER."""
        query, reply = self._folder / "query.tsq", self._folder / "reply.tsr"
        query.write_bytes(request)
        at = ["-config", str(self._config), "-section", "own", "-queryfile", str(query), "-out", str(reply)]
        self._openssl("ts", "-reply", *at)
        return reply.read_bytes()

    def has_ended(self) -> None:
        """Comes back once the certificate's time is over."""
        ends = x509.load_pem_x509_certificate(self.certificate.read_bytes()).not_valid_after_utc
        while datetime.now(UTC) <= ends:
            time.sleep(0.05)

    def believes(self, answer: bytes, content: bytes, at: datetime | None = None) -> bool:
        """Whether `openssl ts -verify`, with this authority's certificate, says that it covers this content.

        `at`: as of then; None: as of now.
        """
        token, data = self._folder / "token.tsr", self._folder / "content"
        token.write_bytes(answer)
        data.write_bytes(content)
        command = ["ts", "-verify", "-in", str(token), "-data", str(data), "-CAfile", str(self.certificate)]
        as_of = ["-attime", str(int(at.timestamp()))] if at is not None else []
        ran = subprocess.run(["openssl", *command, "-untrusted", str(self.certificate), *as_of], capture_output=True)
        return ran.returncode == 0

    def _shorten(self, lives: timedelta) -> None:
        """The same certificate, which ends so soon: openssl's own command counts in days."""
        long = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        key = serialization.load_pem_private_key((self._folder / "key.pem").read_bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey)
        now = datetime.now(UTC)
        made = x509.CertificateBuilder(
            long.issuer, long.subject, long.public_key(), long.serial_number, now - timedelta(minutes=1), now + lives
        )
        for one in long.extensions:
            made = made.add_extension(one.value, one.critical)
        short = made.sign(key, hashes.SHA256())
        self.certificate.write_bytes(short.public_bytes(serialization.Encoding.PEM))

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
