"""`python -m narration.proof [l01 …]`: print how every line will be read, to be proofread by a person.

Behind each character with more than one sound stands the sound it will be given.
"""

import re
import sys

from pypinyin import Style, pinyin

from narration.lessons import lessons, pronunciation
from narration.voice import words
from services import catalogue, narration


def main(names: list[str]) -> None:
    """Print the lines of the lessons named, or of all."""
    known = pronunciation()
    for shelved in lessons(names):
        print(f"# {shelved.slug}")
        for line in catalogue.spoken(shelved.lesson):
            print(proof(narration.spell(line, known)))
            for strange in narration.unreadable(line, known):
                print(f"    cannot be said: {strange}")


def proof(spelled: str) -> str:
    """Return a line with the sounds of its doubtful characters."""
    pieces = re.findall(r"(?:[㐀-鿿](?:\([a-zü]+[1-5]\??\))?)+|[^㐀-鿿]+", spelled)
    return "".join(_shown(piece) if re.match("[㐀-鿿]", piece) else piece for piece in pieces)


def _shown(piece: str) -> str:
    return "".join(c + (f"({sound})" if _doubtful(c) else "") for word in words(piece) for c, sound in word)


def _doubtful(character: str) -> bool:
    return len(pinyin(character, style=Style.TONE3, heteronym=True)[0]) > 1


if __name__ == "__main__":
    main(sys.argv[1:])
