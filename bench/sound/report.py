"""Writes the section `sound` of docs/strength.md from the results of a run."""

import math
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).parents[2] / 'docs' / 'strength.md'
BEGIN, END = '<!-- sound:begin -->', '<!-- sound:end -->'
PACKAGES = ('pocketsphinx', 'torch', 'scipy', 'captcha')
ROWS = {
    'recogniser {}': 'a recogniser of speech, told that it hears six digits',
    'waveform {}': 'the public clips, slid over the sound at seven speeds',
    'spectrum {}': 'the spectrograms of the public clips, at five lengths',
    'network all {}': 'a network trained on these voices',
    'network some {} unheard': 'a network, and two synthetic voices that it has not heard',
    'network all {} person': 'a network, and a recorded person whom it has not heard',
}
COLUMNS = {'clean': 'Nothing done to it', '1': 'Level 1', '2': 'Level 2', '3': 'Level 3'}


def rate(result):
    """Whole sounds in percent with the 95 % interval of Wilson (1927), and digits."""
    if result is None:
        return ''
    n, p, z = result['sounds'], result['right'] / result['sounds'], 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = max(0, middle - reach), min(1, middle + reach)
    digits = 100 * result['digitsRight'] / result['digits']
    return f'{100 * p:.0f} % ({100 * low:.0f} to {100 * high:.0f}); {digits:.0f} %, n = {n}'


def processor():
    for line in open('/proc/cpuinfo'):
        if line.startswith('model name'):
            return line.split(':', 1)[1].strip()
    return platform.machine()


def whole(results, name):
    result = results.get(name)
    return 'not measured' if result is None else f'{100 * result["right"] / result["sounds"]:.0f} %'


def section(results):
    lines = [['Attack', *COLUMNS.values()], ['---'] * (1 + len(COLUMNS))]
    lines += [
        [what, *(rate(results.get(name.format(column))) for column in COLUMNS)] for name, what in ROWS.items()
    ]
    table = '\n'.join('| ' + ' | '.join(line) + ' |' for line in lines)
    trainings = [results[name] for name in ('training all', 'training some') if name in results]
    trained = (
        f'{trainings[0]["minutes"]:g} minutes of one core and {trainings[0]["sounds"]:,} sounds' if trainings else '?'
    )
    minutes = sum(result['cpuSeconds'] for result in results.values()) / 60
    return f"""## Sound

Made by `npm run bench:sound` ([bench/sound](../bench/sound)) on {date.today().isoformat()}; do not edit by
hand. Six English digits as they are said to a visitor. Whole sounds that are right at one try, with the
95 % interval; then single digits in their places. **No person has listened to them yet.**

{table}

- **Networks win.** After {trained}, labelled by our own source, one hears
  {whole(results, 'network all 1')} of level 1 and {whole(results, 'network all 3')} of level 3 whole. A sound is a way for
  people who see no picture, not a proof that somebody is one: limits, a single use, and work are what
  makes it cost something.
- **Voices that it has not heard** are what costs it most: {whole(results, 'network all 1 person')} of level 1 if a person
  recorded them, {whole(results, 'network some 1 unheard')} if they are synthetic. Whoever is attacked makes a pack of
  their own voices ([scripts/voices](../scripts/voices/README.md)); it holds until somebody has labelled
  enough sounds of it by hand.
- **What comes for nothing** hears {whole(results, 'recogniser 1')} (a recogniser of speech) and {whole(results, 'waveform 1')} (a filter
  matched to the public clips) of level 1, and {whole(results, 'recogniser clean')} and {whole(results, 'waveform clean')} of the same voices
  with nothing done to them. Large recognisers and services were not asked; expect more of them.
- Longer training hears more, most of all of level 3; a network that is given minutes is the least that an
  attacker has. What people hear at each level, nobody has measured.

{minutes:.0f} CPU minutes on {processor()}, Python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in PACKAGES)}."""


def write(results):
    page = PAGE.read_text()
    start, end = page.index(BEGIN) + len(BEGIN), page.index(END)
    PAGE.write_text(f'{page[:start]}\n\n{section(results)}\n\n{page[end:]}')
