"""Charts as pictures, for formats that take no SVG."""

from pathlib import Path

import resvg_py

from kb.charts import Chart, draw

__all__ = ["png"]

_FONTS = [str(path) for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf"))]


def png(chart: Chart, width: int = 640, zoom: int = 2) -> bytes:
    """The chart as PNG on white, `width * zoom` pixels wide, in the font shipped with it."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=draw(chart, width),
            background="white",
            zoom=zoom,
            skip_system_fonts=True,
            font_files=_FONTS,
            font_family="Be Vietnam Pro",
        )
    )
