"""The lesson player in a page; the same modules stand in the light page of web/lesson.py."""

from ui import module
from ui.text import language
from web import assets


def show(
    lesson: str, *, after: str = "", review: tuple[int, ...] | None = None, preview: bool = False
) -> None:
    """Draw a lesson by its uid. It turns its pages and keeps what is done by itself.

    after: the address its end leads to. review: the questions of a review, none for the whole lesson.
    preview: nothing is reported.
    """
    module.show(
        "player",
        {
            "lesson": lesson,
            "language": language(),
            "after": after,
            "review": list(review) if review else None,
            "preview": preview,
            "urls": {"player": assets.url("player/player.js")},
        },
        script=assets.url("tablet/lesson.js"),
        styles=(assets.url("player/player.css"), assets.url("tablet/style.css")),
        key=f"player.{lesson}.{'review' if review else 'whole'}",
    )
