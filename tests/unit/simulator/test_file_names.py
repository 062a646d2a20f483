"""Every disk takes the name of a file that is taken away, whatever a candidate's number holds."""

import pytest

from simulator.attached import attached, plain_name


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("Combine_C-01_grille.pdf", "Combine_C-01_grille.pdf"),
        ("Combine_Œ 12_grille.pdf", "Combine_OE-12_grille.pdf"),
        ("Combine_É«3»_grille.pdf", "Combine_E-3-_grille.pdf"),
        ('Combine_"; x\r\nSet-Cookie: a=b_grille.pdf', "Combine_-x-Set-Cookie-a-b_grille.pdf"),
        ("Combine_../../etc_李.pdf", "Combine_..-..-etc_-.pdf"),
    ],
)
def test_a_name_is_ascii_and_holds_no_sign_that_a_header_or_a_disk_reads(given: str, told: str) -> None:
    assert plain_name(given) == told
    answer = attached(b"", "text/plain", given)
    assert answer.headers["content-disposition"] == f'attachment; filename="{told}"'
