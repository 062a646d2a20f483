"""Sealed archives: one zip file that says by itself, without any server and in ten years, whether it is whole.

The layout is BagIt's (RFC 8493): what is kept stands in `data/`, every file is named with its SHA-256 in a manifest,
the manifests in a manifest of their own. Around it stands an Ed25519 seal (RFC 8032) over the whole file's bytes.
"""

from archives.faults import Fault
from archives.sealing import Member, Sealed, seal_archive
from archives.verifying import Verdict, verify_archive

__all__ = ["Fault", "Member", "Sealed", "Verdict", "seal_archive", "verify_archive"]
