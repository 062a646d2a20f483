"""A whole pack as one ZIP file: written the same way every time, and read from strangers without trust."""

from .reading import LARGEST_ZIP, ZipRefused, read_zip
from .taking_in import AlreadyThere, TakenIn, take_in
from .writing import files_of, write_zip

__all__ = [
    "LARGEST_ZIP",
    "AlreadyThere",
    "TakenIn",
    "ZipRefused",
    "files_of",
    "read_zip",
    "take_in",
    "write_zip",
]
