"""The check character of the unified social credit code (GB 32100-2015)."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MODULUS = 31
BODY_LENGTH = 17


def check_character(body: str) -> str:
    """The eighteenth character for the first seventeen, weighted by powers of three.

    >>> check_character("91110000600037341")
    'L'
    """
    total = sum(ALPHABET.index(char) * 3**place for place, char in enumerate(body[:BODY_LENGTH]))
    return ALPHABET[-total % MODULUS]


def has_right_check_character(code: str) -> bool:
    """Whether the code ends as GB 32100-2015 says it must."""
    return code[BODY_LENGTH:] == check_character(code)
