"""Bars of a chart, measured: the template only draws them."""

WIDTH, HEIGHT, GAP = 640, 220, 3
SOURCES = 7  # with a colour of their own; the rest is one


def stacked(names: list[str], by_source: dict[str, list[int]]) -> dict:
    """Bars named ``names``, each piled up of what every source has there.

    {width, height, top: the highest bar's count, bars: [{name, x, width, total, parts: [{source, colour, y, height,
    count}]}], sources: [(name, colour, total)]}. Colours are numbers from 0, in the order of the sources.
    """
    sources = list(by_source.items())
    kept, rest = sources[:SOURCES], sources[SOURCES:]
    if rest:
        kept.append(
            (f"{len(rest)} others", [sum(column) for column in zip(*(counts for _, counts in rest), strict=True)])
        )
    totals = [sum(counts[n] for _, counts in kept) for n in range(len(names))]
    top, step = max([1, *totals]), WIDTH / max(1, len(names))
    bars = []
    for n, name in enumerate(names):
        parts, y = [], float(HEIGHT)
        for colour, (source, counts) in enumerate(kept):
            height = HEIGHT * counts[n] / top
            y -= height
            if counts[n]:
                parts.append({"source": source, "colour": colour, "y": round(y, 1), "height": round(height, 1),
                              "count": counts[n]})  # fmt: skip
        bars.append({"name": name, "x": round(n * step + GAP / 2, 1), "width": round(step - GAP, 1),
                     "total": totals[n], "parts": parts})  # fmt: skip
    key = [(source, colour, sum(counts)) for colour, (source, counts) in enumerate(kept)]
    return {"width": WIDTH, "height": HEIGHT, "top": top, "bars": bars, "sources": key}
