"""The process that draws a stranger's PDF: once it is shut, nothing more opens; what it draws is bounded."""

import subprocess
import sys

SHUT = """
import socket
from simulator.timetable import page_worker
page_worker._shut()
for what in (lambda: socket.socket(), lambda: open("/etc/hostname"), lambda: bytearray(2 * 1024**3)):
    try:
        what()
        print("opened")
    except (OSError, MemoryError):
        print("refused")
"""

HUGE = """
import io
import pypdfium2
from PIL import Image
from simulator.timetable import page_worker
document = pypdfium2.PdfDocument.new()
document.new_page(14_000, 14_000)
document.new_page(20, 14_000)
for number in range(2):
    print(*Image.open(io.BytesIO(page_worker.picture(document, number, 10**9))).size)
"""


def said_by(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.splitlines()


def test_a_worker_that_is_shut_opens_neither_socket_nor_file_nor_much_memory() -> None:
    assert said_by(SHUT) == ["refused", "refused", "refused"]


def test_a_page_of_any_size_becomes_a_picture_of_ours() -> None:
    wide, tall = (tuple(map(int, line.split())) for line in said_by(HUGE))
    assert wide == (1600, 1600)
    assert tall[1] <= 3201
