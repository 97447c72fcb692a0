"""What stands in an address or a form, and may be anything."""

# More digits than any row's id will have, and fewer than a database refuses.
MOST_DIGITS = 15


def row_id(text: str) -> int | None:
    """Return the id that is written there, None for anything that can be no row's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
