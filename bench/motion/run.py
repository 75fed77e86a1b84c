"""Measures what the moving texts withhold, and what they do not; writes the section `motion` of
docs/strength.md and its pictures:

    python run.py              everything; an interrupted run goes on where it was
    python run.py --smoke      a little of everything, in about a minute; writes nothing
    python run.py --report     only the section, of what there is

Results are kept in `.work` beside this file. Delete it after a change of the animations.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

# Before NumPy is loaded, which reads it once.
os.environ.setdefault('OMP_NUM_THREADS', '1')

import cv2
import numpy as np

import animations
import flat
import moving

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LEVELS = (1, 2, 3)
# The two that read most of what is recovered.
NETWORKS = ('ddddocr beta', 'PP-OCRv4')
# Pictures of these are read by a network that was trained on such pictures, too.
TRAINED = ('search in each brick',)
# What is slow, or no better than the first, is measured at one level.
ONE_LEVEL = 2
EVERY_LEVEL = (
    'global shift search',
    'agreement with all steps',
    'search in each brick',
    'motion energy',
    'global shift search, two frames alone',
)


@dataclass(frozen=True)
class Sizes:
    """How many animations of a level: to choose a way by, to measure on, to train on; minutes of training."""

    choose: int = 12
    test: int = 100
    train: int = 150
    minutes: float = 0.8


SMOKE = Sizes(choose=12, test=12, train=12, minutes=0.05)


class Bench:
    def __init__(self, work, sizes):
        self.work, self.sizes = work, sizes
        self.counts = {'choose': sizes.choose, 'test': sizes.test, 'train': sizes.train}

    def drawn(self, level, purpose):
        """The folder of a data set of animations. Its texts and its key are its own."""
        folder = self.work / f'{level}-{purpose}'
        if not (folder / 'answers.txt').exists():
            subprocess.run(
                ['npx', 'node', str(HERE / 'draw.ts'), '--level', str(level), '--key', purpose]
                + ['--epochs', '100', '--count', str(self.counts[purpose])]
                + ['--seed', f'{level} {purpose}', '--out', str(folder)],
                cwd=ROOT,
                check=True,
            )
        animations.load(folder)
        return folder

    def recovered(self, attack, level, purpose):
        """A data set of what an attack makes of animations, and the seconds of processor time of each."""
        from dataset import load_meant, save

        source = self.drawn(level, purpose)
        folder = self.work / f'{level}-{purpose}-{attack}'
        if not (folder / 'seconds.txt').exists():
            given, answers = animations.load(source)
            began = time.process_time()
            pictures = [moving.ATTACKS[attack](np.asarray(frames)) for frames in given]
            seconds = (time.process_time() - began) / len(pictures)
            save(folder, pictures, answers, load_meant(source))
            (folder / 'seconds.txt').write_text(str(seconds))
        return folder, float((folder / 'seconds.txt').read_text())

    def flat(self, solvers, family, level):
        from free import attack

        return attack(
            solvers, self.drawn(level, 'choose'), self.drawn(level, 'test'), None, flat.ways(family)
        )

    def moving(self, name, level):
        from free import attack

        choose, _ = self.recovered(name, level, 'choose')
        test, seconds = self.recovered(name, level, 'test')
        return {**attack(NETWORKS, choose, test), 'seconds': seconds}

    def trained(self, name):
        """One network for all levels, trained on what the attack makes of animations of other keys."""
        from dataset import load, load_meant, save
        from network import attack

        folder = self.work / f'train-{name}'
        if not folder.exists():
            sets = [self.recovered(name, level, 'train')[0] for level in LEVELS]
            pictures = np.concatenate([load(each)[0] for each in sets])
            answers = [answer for each in sets for answer in load(each)[1]]
            save(folder, pictures, answers, load_meant(sets[0]))
        tests = [self.recovered(name, level, 'test')[0] for level in LEVELS]
        count = self.sizes.train * len(LEVELS)
        result = attack(folder, tests, count, self.sizes.minutes, augment=True)
        return {
            'examples': count,
            'minutes': result['minutes'],
            'levels': {
                str(level): {'right': result['right'][str(test)], 'pictures': result['pictures'][str(test)]}
                for level, test in zip(LEVELS, tests)
            },
        }

    def jobs(self):
        others = [name for name in moving.ATTACKS if name not in EVERY_LEVEL]
        return {
            **{
                f'moving {name} {level}': partial(self.moving, name, level)
                for name in EVERY_LEVEL
                for level in LEVELS
            },
            **{
                f'flat {family} {level}': partial(self.flat, NETWORKS, family, level)
                for level in LEVELS
                for family in flat.SOURCES
            },
            **{f'trained {name}': partial(self.trained, name) for name in TRAINED},
            **{f'moving {name} {ONE_LEVEL}': partial(self.moving, name, ONE_LEVEL) for name in others},
            **{
                f'tesseract {family} {ONE_LEVEL}': partial(self.flat, ('tesseract',), family, ONE_LEVEL)
                for family in flat.SOURCES
                if shutil.which('tesseract')
            },
        }

    def run(self, only_kept=False):
        kept = self.work / 'results'
        kept.mkdir(parents=True, exist_ok=True)
        results = {}
        for name, job in self.jobs().items():
            file = kept / f'{name}.json'
            if not file.exists():
                if only_kept:
                    continue
                began = time.process_time()
                result = {**job(), 'cpuSeconds': round(time.process_time() - began)}
                file.write_text(json.dumps(result))
                print(f'{name}: {json.dumps(result)}', flush=True)
            results[name] = json.loads(file.read_text())
        return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--smoke', action='store_true')
    parser.add_argument('--report', action='store_true')
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.smoke:
        with tempfile.TemporaryDirectory(prefix='inkblot-motion-') as folder:
            Bench(Path(folder), SMOKE).run()
        return
    bench = Bench(HERE / '.work', Sizes())
    results = bench.run(only_kept=options.report)
    import motion_report

    motion_report.write(results, bench)


if __name__ == '__main__':
    main()
