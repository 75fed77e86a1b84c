"""Writes the section `motion` of docs/strength.md and its pictures from the results of a run."""

import json
import platform
from datetime import date

import cv2
import numpy as np

import animations
import flat
import moving
from report import processor, rate, share, table
from run import EVERY_LEVEL, HERE, LEVELS, ONE_LEVEL, ROOT

PAGE = ROOT / 'docs' / 'strength.md'
IMAGES = ROOT / 'docs' / 'images' / 'motion'
CHANCE_OF_A_CHARACTER = 100 / 15


def flat_table(results):
    rows = []
    for family in flat.SOURCES:
        cells = []
        for level in LEVELS:
            result = results.get(f'flat {family} {level}')
            cells += ['', ''] if result is None else [rate(result), characters(result)]
        program = results.get(f'tesseract {family} {ONE_LEVEL}')
        rows.append([family, *cells, '' if program is None else rate(program)])
    heads = [head for level in LEVELS for head in (f'Level {level}', 'characters')]
    return table(['Seen by the solver', *heads, f'tesseract, level {ONE_LEVEL}'], rows)


def characters(result):
    return share(result['charactersRight'], result['characters'])


def moving_table(results):
    rows = []
    for name in moving.ATTACKS:
        found = [results.get(f'moving {name} {level}') for level in LEVELS]
        seconds = [result['seconds'] for result in found if result]
        if not seconds:
            continue
        cells = ['' if result is None else rate(result) for result in found]
        rows.append([name, *cells, f'{np.mean(seconds):.2g} s'])
    for name, result in results.items():
        if name.startswith('trained '):
            attack = name.removeprefix('trained ')
            what = (
                f'{attack}, then a network trained for {result["minutes"]:.1f} minutes '
                f'on {result["examples"]} labelled pictures of it'
            )
            rows.append([what, *(rate(result['levels'][str(level)]) for level in LEVELS), ''])
    return table(['Attack', *(f'Level {level}' for level in LEVELS), 'Processor time each'], rows)


def reading_table():
    file = HERE / 'readings.json'
    readings = json.loads(file.read_text()) if file.exists() else []
    rows = [
        [
            f'level {r["level"]}', r['reader'], r['pictures'], share(r['whole'], r['pictures']),
            f'{100 * r["charactersRight"] / r["characters"]:.1f} %',
        ]
        for r in readings
    ]  # fmt: skip
    return table(['Animations', 'Reader', 'n', 'Whole', 'Characters'], rows)


def draw_samples(bench, count=3):
    """For each level a strip: a frame, the mean of all, a difference, what people and the attack see."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    lines = []
    views = {
        'a frame': lambda f: flat.gray(f[0]),
        'the mean of all frames': lambda f: flat.gray(f.mean(0)),
        'the difference of two frames': lambda f: flat.gray(f[0] ^ f[1]),
        'the model of a person': moving.ATTACKS['motion energy'],
        'agreement with all steps': moving.ATTACKS['agreement with all steps'],
    }
    for level in LEVELS:
        given, answers = animations.load(bench.drawn(level, 'choose'), count)
        rows = [
            np.hstack([np.pad(view(np.asarray(frames)), 2, constant_values=128) for view in views.values()])
            for frames in given
        ]
        cv2.imwrite(str(IMAGES / f'level-{level}.png'), np.vstack(rows))
        lines.append(
            f'**Level {level}**: {", ".join(views)}; the texts are {", ".join(answers)}.\n\n'
            f'![Three animations of level {level}, each seen in five ways](images/motion/level-{level}.png)'
        )
    return '\n\n'.join(lines)


def verdict(results):
    flats = [r for name, r in results.items() if name.startswith('flat ')]
    right, pictures = sum(r['right'] for r in flats), sum(r['pictures'] for r in flats)
    best = '; '.join(best_attack(results, level) for level in LEVELS)
    file = HERE / 'readings.json'
    readings = json.loads(file.read_text()) if file.exists() else []
    read = share(sum(r['whole'] for r in readings), sum(r['pictures'] for r in readings))
    return f"""- **Who does not look for motion finds nothing**: free solvers read {right} of {pictures} texts from frames, means
  and differences of frames, in the best of all ways tried.
- **The model of a person** shows letters that a reader read in {read} of cases, all levels together.
- **Who looks for motion reads it.** With a free solver behind them the best attacks read {best}. They
  are forty lines that somebody has to write for this captcha; nothing here costs him more than that.
  What moving texts are worth is that no tool reads them as it comes."""


def best_attack(results, level):
    """The one that reads most with a free solver. What is measured at one level alone does not count."""
    found = {name: results[f'moving {name} {level}'] for name in EVERY_LEVEL}
    name = max(found, key=lambda name: found[name]['right'])
    seconds = found[name]['seconds']
    return f'{rate(found[name])} at level {level} ({name}, {seconds:.2g} s of processor time)'


def write(results, bench):
    ways = sum(len(flat.ways(family)) for family in flat.SOURCES)
    text = f"""Made by `npm run bench:motion` ([bench/motion](../bench/motion)) on {date.today().isoformat()}; do not edit by hand. Whole texts read at one try,
with the 95 % interval; four characters of fifteen, 100 or more animations of every level, each of
another epoch and key than those that the attack was chosen and trained on.

{verdict(results)}

### Without looking for motion

Every frame, and every difference of two, is a field of fair coins: `leaks.test.ts` holds density, autocorrelation
and mean in letters, in the ground and along outlines to it, at every level. Free solvers (ddddocr beta and PP-OCRv4,
told alphabet and length, the best of {ways} ways to look, chosen on other animations) read as much as guessing does: a guess
is right for one character in fifteen, {CHANCE_OF_A_CHARACTER:.1f} %, and for one text in 50,625. Of so
many rates one or another lies outside of its interval by chance.

{flat_table(results)}

### What a person sees

People are modelled by the motion energy of Adelson and Bergen (1985), with normalised opponent
directions: filters of 4 to 6 cycles a degree, whose energy is summed over a few pixels and one
round ([energy.py](../bench/motion/energy.py)). Its output was put on contact sheets and read before anybody saw the
answers. **No person has read the animations yet**: the reader is a vision model, and the sheets
show what the model of the eye passes on, for as long as the reader wants to look.

{reading_table()}

### Looking for motion

Each attack compares frames and hands a picture of which way the grain moves to the better of two free solvers, with
the best of its preprocessings. All but the optical flow know from the source how the grain moves. The global
search takes all of a picture to keep step, which only the grain of a brick does; the agreement with all steps and the search in each brick are
written by somebody who has read of the bricks.

{moving_table(results)}

{draw_samples(bench)}

{sum(r['cpuSeconds'] for r in results.values()) / 60:.0f} CPU minutes on {processor()}, Python {platform.python_version()}."""
    page = PAGE.read_text()
    begin, end = '<!-- motion:begin -->', '<!-- motion:end -->'
    before, rest = page.split(begin)
    after = rest.split(end)[1]
    PAGE.write_text(f'{before}{begin}\n\n{text}\n\n{end}{after}')
