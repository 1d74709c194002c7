"""A contact sheet: small copies of pictures side by side, to be looked at together.

In: files of pictures. Out: one picture.
"""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

# For the name above each picture, in pixels.
NAME = 18


def contact_sheet(files: Sequence[Path], *, across: int, within: tuple[int, int]) -> Image.Image:
    """The pictures row by row, each below its name; what is transparent is grey.

    Args:
        files: of at least one picture.
        across: how many stand beside each other.
        within: the largest width and height of one on the sheet, in pixels; none is enlarged.
    """
    pictures = [Image.open(file).convert("RGBA") for file in files]
    for one in pictures:
        one.thumbnail(within)
    wide, high = (max(lengths) for lengths in zip(*(one.size for one in pictures), strict=True))
    rows = -(-len(pictures) // across)
    sheet = Image.new("RGB", (across * wide, rows * (high + NAME)), "grey")
    for at, (file, picture) in enumerate(zip(files, pictures, strict=True)):
        left, top = at % across * wide, at // across * (high + NAME)
        sheet.paste(picture, (left, top + NAME), picture)
        ImageDraw.Draw(sheet).text((left + 2, top + 2), file.stem, fill="white")
    return sheet
