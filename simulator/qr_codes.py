"""QR codes for whatever is set up with a camera: a telephone, an authenticator application."""

import io

import segno


def qr_svg(text: str) -> str:
    """A QR code as SVG, black on white whatever the page's theme."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=4, border=4, light="white", xmldecl=False)
    return out.getvalue().decode()
