"""A film of a QR code, as Chromium's fake camera plays it: plain Y4M, written byte by byte."""

from pathlib import Path

import qrcode

WIDTH, HEIGHT, FRAMES = 640, 480, 30
DOT = 8
GREY, WHITE, BLACK = 120, 235, 16


def film(code: str, to: Path) -> Path:
    """Write a second of somebody holding this code before the camera."""
    picture = _picture(code)
    colours = bytes([128]) * (WIDTH * HEIGHT // 2)
    with to.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F30:1 Ip A1:1 C420jpeg\n".encode())
        for _frame in range(FRAMES):
            out.write(b"FRAME\n" + picture + colours)
    return to


def _picture(code: str) -> bytes:
    made = qrcode.QRCode(border=4, box_size=1)
    made.add_data(code)
    made.make()
    matrix = made.get_matrix()
    left, top = (WIDTH - len(matrix) * DOT) // 2, (HEIGHT - len(matrix) * DOT) // 2
    rows = [bytearray([GREY]) * WIDTH for _row in range(HEIGHT)]
    for y, line in enumerate(matrix):
        for x, is_dark in enumerate(line):
            for row in rows[top + y * DOT : top + (y + 1) * DOT]:
                row[left + x * DOT : left + (x + 1) * DOT] = bytes([BLACK if is_dark else WHITE]) * DOT
    return b"".join(rows)
