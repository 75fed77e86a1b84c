"""Measures the strength of the pictures and writes docs/strength.md:

    python run.py [--minutes 5] [--processes 2]     everything; an interrupted run goes on where it was
    python run.py --smoke                           a little of everything, in about a minute

Results are kept in `.work` beside this file. Delete it after a change of the pictures.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

import plan


@dataclass(frozen=True)
class Sizes:
    """How many pictures: to choose by, to measure on, for slow solvers, of each later epoch, for templates,
    to train on."""

    choose: int = 60
    test: int = 500
    slow: int = 150
    later: int = 200
    template: int = 60
    train: int = 10_000
    smoke: bool = False


SMOKE = Sizes(choose=60, test=40, slow=20, later=20, template=2, train=100, smoke=True)


def measure(name, minutes, sizes):
    import cv2
    import torch

    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    started = time.process_time()
    result = plan.jobs(sizes, minutes)[name]()
    return {**result, 'cpuSeconds': round(time.process_time() - started)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--minutes', type=float, default=5, help='the longest training of a network')
    parser.add_argument('--processes', type=int, default=2)
    parser.add_argument('--smoke', action='store_true')
    parser.add_argument('--report', action='store_true', help='only the page, of what there is')
    options = parser.parse_args()
    # Before NumPy is loaded, which reads it once: jobs run side by side, each on one core.
    os.environ.setdefault('OMP_NUM_THREADS', '1')
    sizes = SMOKE if options.smoke else Sizes()
    minutes = 0.2 if options.smoke else options.minutes
    if options.smoke:
        plan.WORK = plan.Path(tempfile.mkdtemp(prefix='inkblot-solvers-'))
    try:
        results = run(sizes, minutes, 0 if options.report else options.processes)
        if options.smoke:
            check_smoke(results)
        else:
            import report

            report.write(results, sizes)
    finally:
        if options.smoke:
            shutil.rmtree(plan.WORK)


def run(sizes, minutes, processes):
    kept = plan.WORK / 'results'
    kept.mkdir(parents=True, exist_ok=True)
    table = plan.jobs(sizes, minutes)
    files = {name: kept / f'{name.replace("/", "-")}.json' for name in table}
    missing = [name for name in table if processes and not files[name].exists()]
    # Written before the processes start, which all read it.
    plan.letters()
    if sizes.smoke or processes <= 1:
        for name in missing:
            keep(files[name], name, measure(name, minutes, sizes))
    else:
        with ProcessPoolExecutor(processes) as pool:
            running = {pool.submit(measure, name, minutes, sizes): name for name in missing}
            for done in as_completed(running):
                keep(files[running[done]], running[done], done.result())
    return {name: json.loads(file.read_text()) for name, file in files.items() if file.exists()}


def keep(file, name, result):
    file.write_text(json.dumps(result))
    print(f'{name}: {json.dumps(result)}', flush=True)


def check_smoke(results):
    """A broken solver must not look like a strong picture, and no attack may come back empty."""
    clean = next(r for name, r in results.items() if plan.CLEAN in name)
    if clean['right'] < 0.8 * clean['pictures']:
        sys.exit(f'undistorted text is read {clean["right"]} times of {clean["pictures"]}: the solver is broken')
    print(f'{len(results)} attacks ran')


if __name__ == '__main__':
    main()
