"""Writes docs/strength.md and its pictures from the results of a run."""

import json
import math
import platform
import re
from datetime import date
from importlib.metadata import version

import cv2
import numpy as np

import plan
from dataset import load
from network import FEW_EXAMPLES
from preprocess import PREPROCESSINGS

DOCS = plan.ROOT / 'docs'
IMAGES = DOCS / 'images' / 'strength'
READINGS = plan.ROOT / 'bench' / 'reading' / 'results.json'
PACKAGES = ('ddddocr', 'rapidocr-onnxruntime', 'onnxruntime', 'torch', 'captcha')
SAMPLES = 3


def rate(result):
    return share(result['right'], result['pictures'])


def share(right, pictures):
    """Percent with the 95 % interval of Wilson (1927)."""
    if pictures == 0:
        return ''
    z = 1.96
    p = right / pictures
    middle = (p + z * z / (2 * pictures)) / (1 + z * z / pictures)
    reach = z / (1 + z * z / pictures) * math.sqrt(p * (1 - p) / pictures + z * z / (4 * pictures**2))
    low, high = max(0, middle - reach), min(1, middle + reach)
    return f'{100 * p:.1f} % ({100 * low:.0f} to {100 * high:.0f})'


def table(head, rows):
    lines = [head, ['---'] * len(head), *rows]
    return '\n'.join('| ' + ' | '.join(map(str, line)) + ' |' for line in lines)


def found(results, name):
    result = results.get(name)
    return '' if result is None else rate(result)


def label(what, level):
    return what if what in (plan.CLEAN, *plan.PEERS) else f'{what}, level {level}'


def sets(styles):
    ours = [(what, level) for level in plan.LEVELS for what in ('served', *styles)]
    other = [(what, plan.DEFAULT_LEVEL) for what in (plan.CLEAN, *plan.PEERS)]
    return [*ours, *other]


def free_table(results, styles):
    rows = [
        [label(what, level), *(found(results, f'free {s} {what} {level}') for s in plan.NETWORKS)]
        for what, level in sets(styles)
    ]
    return table(['Pictures', *plan.NETWORKS], rows)


def program_table(results):
    rows = [
        [label(what, plan.DEFAULT_LEVEL)]
        + [found(results, f'free {s} {what} {plan.DEFAULT_LEVEL}') for s in plan.PROGRAMS]
        for what in ('served', plan.CLEAN, *plan.PEERS)
    ]
    return table(['Pictures', *plan.PROGRAMS], rows)


def plain_table(results):
    rows = []
    for what in ('served', plan.CLEAN, *plan.PEERS):
        row = [label(what, plan.DEFAULT_LEVEL)]
        for solver in (*plan.NETWORKS, *plan.PROGRAMS):
            result = results.get(f'free {solver} {what} {plan.DEFAULT_LEVEL}')
            row.append('' if result is None else rate(result['plain']))
        rows.append(row)
    return table(['Pictures', *plan.NETWORKS, *plan.PROGRAMS], rows)


def leak_table(results, styles):
    columns = ['served', *styles]
    rows = []
    for family in plan.families():
        names = [f'leak {family} {what} {plan.DEFAULT_LEVEL}' for what in columns]
        rows.append([family, *(found(results, name) for name in names)])
    for matcher in ('outlines', 'regions'):
        names = [f'template {matcher} {what} {plan.DEFAULT_LEVEL}' for what in columns]
        rows.append(
            [f'letters of the fonts, matched by {matcher}', *(found(results, name) for name in names)]
        )
    return table(['Attack', *columns], rows)


def network_table(results):
    rows = []
    for name, result in results.items():
        if not name.startswith('network '):
            continue
        parts = name.removeprefix('network ').split(' ')
        what, level, examples = parts[0], parts[1], int(parts[2])
        pictures = label(what, level)
        if 'epochs' in name:
            pictures += ', trained on many keys'
        elif examples < FEW_EXAMPLES or 'augment' in name:
            pictures += ', turned about'
        epochs = [result['epochs'].get(str(e)) for e in ('own', *plan.NEXT_EPOCHS)]
        tested = [rate(e) if e else '' for e in epochs]
        rows.append([pictures, f'{examples:,}', result['minutes'], *tested])
        if what not in plan.PEERS:
            straight = [share(e['straightened'], e['pictures']) if e else '' for e in epochs]
            rows.append([f'{pictures}; set upright when read', f'{examples:,}', result['minutes'], *straight])
    head = ['Its own epoch', 'The next', 'The 2nd after', 'The 3rd', 'The 4th']
    return table(['Pictures', 'Labelled examples', 'CPU minutes', *head], rows)


def reading_table():
    rows = [
        [
            f'{r["style"]}, level {r["level"]}', r['reader'], r['pictures'],
            share(r['whole'], r['pictures']), f'{100 * r["charactersRight"] / r["characters"]:.1f} %',
        ]
        for r in sorted(json.loads(READINGS.read_text()), key=lambda r: (r['level'], r['style'], r['reader']))
    ]  # fmt: skip
    return table(['Pictures', 'Reader', 'n', 'Whole', 'Characters'], rows)


def verdict(results, styles):
    level = plan.DEFAULT_LEVEL
    readings = [r for r in json.loads(READINGS.read_text()) if r['level'] == level]
    whole, pictures = sum(r['whole'] for r in readings), sum(r['pictures'] for r in readings)
    attacks = {
        name: r for name, r in results.items()
        if name.split(' ')[0] in ('free', 'leak') and name.endswith(f' served {level}')
    }  # fmt: skip
    name, best = max(attacks.items(), key=lambda item: item[1]['right'] / item[1]['pictures'])
    peers = [
        f'{peer} {rate(max((results[f"free {s} {peer} {level}"] for s in plan.NETWORKS), key=lambda r: r["right"]))}'
        for peer in plan.PEERS
    ]
    trained = results[network_name('served', level, 10_000, results)]
    universal = next(r for n, r in results.items() if n.startswith('network served') and 'epochs' in n)
    turned = next(r for n, r in results.items() if n.startswith('network served') and 'augment' in n)
    own, later, turned_later, foreign = (
        rate(e)
        for e in (
            trained['epochs']['own'], trained['epochs']['2'], turned['epochs']['2'], universal['epochs']['own'],
        )
    )  # fmt: skip
    return f"""- **Readers** read {share(whole, pictures)} of the pictures of level {level} whole.
- **The best free solver** reads {rate(best)} of what is served at level {level}, with the best of everything
  tried: {best['solver']}, {name.split(' served')[0].split(' ', 1)[1]}. Of peers
  as they come, free solvers read: {', '.join(peers)}.
- **The letters of the open fonts**, matched by their outlines without any training, read
  {found(results, f'template outlines served {level}')} of them.
- **A trained network** reads {own} of its own epoch after {trained['minutes']} minutes on one core, and {later} of the next
  one; if its pictures were turned about and slanted while it was trained, {turned_later} of the next
  one. Epochs come by turns in two leans, so its skill is back in the one after that. One that was
  trained on many keys, as anybody can who has this source, reads {foreign} of a key it never saw.

Reading and solving fall together: what is harder for one is harder for the other, and the levels move
along that line. Whoever takes the trouble to train a network reads these pictures, as he reads those of
every other captcha measured here. What is left to a picture is to be read by people, to stop the tools
that come for nothing, and to make an attempt cost something: single use, a short life, limits."""


def network_name(what, level, examples, results):
    start = f'network {what} {level} {examples} '
    return next(n for n in results if n.startswith(start) and 'epochs' not in n and 'augment' not in n)


def draw_samples(styles, count):
    """A strip of pictures for each style at each level, and for each peer; as Markdown."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    lines = []
    for what, level in sets(styles):
        if what in ('served', plan.CLEAN):
            continue
        folder = plan.data_set(what, level, 'test', count)
        pictures, _ = load(folder, SAMPLES)
        gap = np.full((pictures.shape[1], 8), 255, np.uint8)
        strip = np.concatenate([part for picture in pictures for part in (picture, gap)][:-1], 1)
        file = f'{what.replace("/", "-")}-{level}.png' if what in styles else f'{what.replace("/", "-")}.png'
        cv2.imwrite(str(IMAGES / file), strip)
        lines.append(f'**{label(what, level)}**\n\n![Three pictures: {label(what, level)}](images/strength/{file})')
    return '\n\n'.join(lines)


def processor():
    for line in open('/proc/cpuinfo'):
        if line.startswith('model name'):
            return line.split(':', 1)[1].strip()
    return platform.machine()


def with_sections(text, page):
    """A text whose sections between marks, which other benchmarks write, are those of the page."""
    for name in re.findall('<!-- ([a-z]+):begin -->', text):
        section = re.compile(f'(?<=<!-- {name}:begin -->).*?(?=<!-- {name}:end -->)', re.DOTALL)
        written = section.search(page)
        if written:
            text = section.sub(lambda _: written[0], text)
    return text


def write(results, sizes):
    styles = plan.styles()
    text = (plan.HERE / 'page.md').read_text()
    parts = {
        'verdict': verdict(results, styles),
        'preprocessings': str(len(PREPROCESSINGS)),
        'date': date.today().isoformat(),
        'machine': f'{processor()}, Python {platform.python_version()}, '
        + ', '.join(f'{name} {version(name)}' for name in PACKAGES),
        'free': free_table(results, styles),
        'programs': program_table(results),
        'plain': plain_table(results),
        'leaks': leak_table(results, styles),
        'networks': network_table(results),
        'readings': reading_table(),
        'samples': draw_samples(styles, sizes.test),
        'cpu': f'{sum(r["cpuSeconds"] for r in results.values()) / 60:.0f}',
    }
    for name, part in parts.items():
        text = text.replace('{{' + name + '}}', part)
    page = DOCS / 'strength.md'
    page.write_text(keep_sections(page.read_text(), text))


def keep_sections(old, new):
    """The new page with what others have written between marks of the old one."""
    for name in re.findall(r'<!-- (\w+):begin -->', new):
        marks = re.compile(f'<!-- {name}:begin -->.*<!-- {name}:end -->', re.DOTALL)
        if kept := marks.search(old):
            new = marks.sub(lambda _, kept=kept: kept[0], new)
    return new
