"""Contact sheets of what the model of a person sees, to be read before anybody looks at the answers:

    python reading.py sheet --level 2 --out /tmp/sheets      writes 2.png and 2.answers.txt
    python reading.py score --level 2 --out /tmp/sheets --reader "who read"

A reader writes what he reads into 2.txt, a line a row, three texts a line. The score goes into
readings.json, which the page takes in; a reader's earlier score of the level is replaced. Whoever has
seen the answers of a sheet reads another one: --seed, which is kept with the score.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np

import animations
from energy import seen

HERE = Path(__file__).parent
READINGS = HERE / 'readings.json'
COUNT, COLUMNS, LARGER = 24, 3, 1.5


def draw(level, out, seed):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ['npx', 'node', str(HERE / 'draw.ts'), '--level', str(level), '--count', str(COUNT)]
            + ['--key', 'reading', '--epochs', '20', '--seed', f'{seed} {level}', '--out', folder],
            cwd=HERE.parent.parent,
            check=True,
        )
        given, answers = animations.load(folder)
        views = [np.pad(seen(np.asarray(frames)), 3, constant_values=128) for frames in given]
    views = [cv2.resize(v, None, fx=LARGER, fy=LARGER, interpolation=cv2.INTER_CUBIC) for v in views]
    rows = [np.hstack(views[at : at + COLUMNS]) for at in range(0, COUNT, COLUMNS)]
    out.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(out / f'{level}.png'), np.vstack(rows))
    (out / f'{level}.answers.txt').write_text(' '.join(answers))


def score(level, out, reader, seed):
    answers = (out / f'{level}.answers.txt').read_text().split()
    texts = (out / f'{level}.txt').read_text().split()
    if len(texts) != len(answers):
        raise SystemExit(f'{len(texts)} texts were read of {len(answers)}')
    pairs = list(zip(texts, answers))
    result = {
        'level': level,
        'reader': reader,
        'seed': seed,
        'pictures': len(answers),
        'whole': sum(text == answer for text, answer in pairs),
        'characters': sum(map(len, answers)),
        'charactersRight': sum(a == b for text, answer in pairs for a, b in zip(text, answer)),
    }
    known = json.loads(READINGS.read_text()) if READINGS.exists() else []
    kept = [r for r in known if (r['level'], r['reader']) != (level, reader)]
    listed = sorted([*kept, result], key=lambda r: (r['level'], r['reader']))
    READINGS.write_text(json.dumps(listed, indent=2) + '\n')
    print(result, [pair for pair in pairs if pair[0] != pair[1]])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('what', choices=('sheet', 'score'))
    parser.add_argument('--level', type=int, required=True)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--reader', default='')
    parser.add_argument('--seed', default='reading')
    options = parser.parse_args()
    if options.what == 'sheet':
        draw(options.level, options.out, options.seed)
    else:
        score(options.level, options.out, options.reader, options.seed)


if __name__ == '__main__':
    main()
