"""The gallery of building blocks in a page: drawn by the player's own practice phone."""

from dataclasses import asdict

from services.catalogue import Example
from ui import module
from ui.text import language
from web import assets


def show(examples: tuple[Example, ...]) -> None:
    """Draw every block with its name, what it is, and how it is written."""
    module.show(
        "gallery",
        {
            "language": language(),
            "examples": [asdict(example) for example in examples],
            "urls": {"phone": assets.url("player/phone.js"), "words": assets.url("player/words.js")},
        },
        script=assets.url("gallery/gallery.js"),
        styles=(assets.url("player/player.css"), assets.url("gallery/gallery.css")),
        key="gallery",
    )
