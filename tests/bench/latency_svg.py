"""A small picture, without dependencies: latency against the size of the corpus, both logarithmic."""
import math

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 72, 168, 48, 56
# Readable on white and on black alike.
COLOURS = ["#2f81f7", "#d29922", "#db61a2", "#3fb950", "#a371f7"]
STYLE = """<style>
  text { font: 13px system-ui, sans-serif; fill: #6e7681 }
  .title { font-size: 15px; font-weight: 600 }
  .grid { stroke: #6e7681; stroke-opacity: .3 }
  @media (prefers-color-scheme: dark) { text { fill: #9198a1 } }
</style>"""


def decades(low, high):
    """Powers of ten from at most `low` to at least `high`."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [10.0 ** e for e in range(first, max(last, first + 1) + 1)]


def size_label(size):
    return f"{size / 1e6:g} M" if size >= 1e6 else f"{size / 1e3:g} k" if size >= 1e3 else f"{size:g}"


class Scale:
    """Where a value is between two pixels, by its logarithm."""

    def __init__(self, low, high, start, end):
        self.low, self.span = math.log(low), math.log(high) - math.log(low) or 1
        self.start, self.length = start, end - start

    def __call__(self, value):
        return round(self.start + self.length * (math.log(value) - self.low) / self.span, 1)


def spread(wanted, gap=16):
    """Moves labels apart that would overlap; `wanted` are heights."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = list(wanted)
    for before, after in zip(order, order[1:]):
        placed[after] = max(placed[after], placed[before] + gap)
    return placed


def draw(title, series):
    """`series`: (label, [(articles, milliseconds), …]) each. Points may be single."""
    series = [(label, sorted(points)) for label, points in series if points]
    sizes = sorted({x for _, points in series for x, _ in points})
    heights = [y for _, points in series for _, y in points]
    ticks = decades(min(heights), max(heights))
    low, high = (sizes[0], sizes[-1]) if len(sizes) > 1 else (sizes[0] / 2, sizes[0] * 2)
    x = Scale(low, high, LEFT, WIDTH - RIGHT)
    y = Scale(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
           f"<title>{title}</title>", STYLE, f'<text class="title" x="{LEFT}" y="24">{title}</text>']
    for tick in ticks:
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick)}" y2="{y(tick)}"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y(tick) + 4}" text-anchor="end">{tick:g} ms</text>')
    for size in sizes:
        out.append(f'<line class="grid" x1="{x(size)}" x2="{x(size)}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        out.append(f'<text x="{x(size)}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size_label(size)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">articles</text>')
    labels = spread([y(points[-1][1]) + 4 for _, points in series])
    for colour, (label, points), height in zip(COLOURS, series, labels):
        path = " ".join(f"{x(a)},{y(b)}" for a, b in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(a)}" cy="{y(b)}" r="3.5" fill="{colour}"/>' for a, b in points]
        out.append(f'<text x="{x(points[-1][0]) + 10}" y="{height}" style="fill:{colour}">{label}</text>')
    return "\n".join(out + ["</svg>\n"])
