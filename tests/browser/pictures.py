"""Photos that colleagues upload: small PNGs that can be told apart."""

import io

from PIL import Image, ImageDraw

SIZE = (640, 420)


def picture(colour: tuple[int, int, int]) -> bytes:
    """A desk by a window, in this colour."""
    image = Image.new("RGB", SIZE, colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 300, 640, 420), fill=(120, 82, 50))
    draw.rectangle((220, 130, 420, 270), fill=(30, 34, 44))
    draw.rectangle((300, 270, 340, 300), fill=(30, 34, 44))
    draw.ellipse((70, 60, 150, 140), fill=(250, 220, 120))
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()
