"""Measures the strength of the sounds and writes their section of docs/strength.md:

    python run.py [--minutes 1.5]   everything, in about eight minutes of one core
    python run.py --smoke           a little of everything, in about a minute; writes nothing

Results are kept in `.work` beside this file, so that an interrupted run goes on where it was. Delete it
after a change of the sounds or the voices.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.append(str(HERE.parent / 'solvers'))

LEVELS = ('1', '2', '3')
CLEAN = 'clean'
# Left out of one training, to be the voices that an attacker has not heard.
UNHEARD = ('ked', 'pico-en-GB')


@dataclass(frozen=True)
class Sizes:
    """Sounds: for the recogniser, for templates, for a network, to train on at each level."""

    recogniser: int = 30
    templates: int = 15
    network: int = 100
    train: int = 500
    levels: tuple = LEVELS


SMOKE = Sizes(recogniser=4, templates=2, network=2, train=16, levels=('1',))


class Bench:
    def __init__(self, work, sizes, minutes):
        self.work, self.sizes, self.minutes = work, sizes, minutes
        self.results_file = work / 'results.json'
        self.results = json.loads(self.results_file.read_text()) if self.results_file.exists() else {}
        names = json.loads((ROOT / 'assets/voices/en/index.json').read_text())['voices']
        self.voices = [voice['name'] for voice in names]

    def sounds(self, what, count, key='test', voices=None, pack=None):
        import sounds

        folder = self.work / '-'.join([what, str(count), key, *(voices or []), *(['person'] if pack else [])])
        if not (folder / 'sounds.json').exists():
            options = {'out': folder, 'set': what, 'count': count, 'key': key}
            if voices:
                options['voices'] = ','.join(voices)
            if pack:
                options['pack'] = pack
            arguments = [str(part) for name, value in options.items() for part in (f'--{name}', value)]
            subprocess.run(['npx', 'node', str(HERE / 'make.ts'), *arguments], cwd=ROOT, check=True)
        return sounds.load(folder)

    def measure(self, name, guess, test):
        if name in self.results:
            return
        import sounds

        started = time.process_time()
        result = sounds.right(guess(test()), test())
        self.results[name] = {**result, 'cpuSeconds': time.process_time() - started}
        self.results_file.write_text(json.dumps(self.results))
        print(f'{name}: {json.dumps(self.results[name])}', flush=True)

    def recogniser(self):
        from recogniser import recognise

        for what in (CLEAN, *self.sizes.levels):
            self.measure(f'recogniser {what}', recognise, lambda what=what: self.sounds(what, self.sizes.recogniser))

    def templates(self):
        import templates

        clips = self.sounds('clips', 0)
        for name, attack in (('waveform', templates.by_waveform), ('spectrum', templates.by_spectrum)):
            for what in (CLEAN, *self.sizes.levels):
                self.measure(
                    f'{name} {what}',
                    lambda sounds, attack=attack: attack(sounds, clips),
                    lambda what=what: self.sounds(what, self.sizes.templates),
                )

    def networks(self, trained_on):
        if trained_on == 'all':
            person = self.person()
            voices = self.voices
            tests = {what: {} for what in self.sizes.levels}
            tests |= {f'{what} person': {'pack': person} for what in self.sizes.levels}
        else:
            voices = [voice for voice in self.voices if voice not in UNHEARD]
            tests = {f'{what} unheard': {'voices': UNHEARD} for what in self.sizes.levels}
        if all(f'network {trained_on} {test}' in self.results for test in tests):
            return
        trained = self.train(trained_on, voices)
        import network

        for test, options in tests.items():
            self.measure(
                f'network {trained_on} {test}',
                lambda sounds: network.guess(trained, sounds),
                lambda what=test.split(' ')[0], options=options: self.sounds(what, self.sizes.network, **options),
            )

    def train(self, name, voices):
        import network
        import sounds

        started = time.process_time()
        parts = [self.sounds(what, self.sizes.train, 'train', voices) for what in self.sizes.levels]
        everything = sounds.Sounds(*(sum(lists, []) for lists in zip(*map(vars_of, parts))))
        trained = network.train(everything, self.minutes)
        self.results[f'training {name}'] = {
            'sounds': len(everything.samples),
            'minutes': self.minutes,
            'cpuSeconds': time.process_time() - started,
        }
        return trained

    def person(self):
        """A pack with the recorded voice of lepture/captcha, which is in none of ours."""
        import captcha

        pack = self.work / 'person'
        recordings = self.work / 'recordings' / 'person'
        if not pack.exists():
            recordings.mkdir(parents=True, exist_ok=True)
            for digit in range(10):
                copy_wav(Path(captcha.__file__).parent / f'data/{digit}/default.wav', recordings / f'{digit}.wav')
            script = ROOT / 'scripts/voices/pack.ts'
            subprocess.run(
                ['npx', 'node', str(script), '--from', str(recordings.parent), '--to', str(pack)], cwd=ROOT, check=True
            )
        return pack


def copy_wav(source, target):
    """Some readers are strict about the sizes in its header: written anew."""
    with wave.open(str(source)) as old, wave.open(str(target), 'wb') as new:
        new.setparams(old.getparams())
        new.writeframes(old.readframes(old.getnframes()))


def vars_of(sounds):
    return sounds.samples, sounds.labels, sounds.places


def check_smoke(results):
    """A broken attack must not look like a strong sound."""
    for name in (f'recogniser {CLEAN}', f'spectrum {CLEAN}', f'waveform {CLEAN}'):
        result = results[name]
        if result['digitsRight'] < 0.8 * result['digits']:
            sys.exit(f'{name}: {result}: digits that nothing was done to are not recognised, so it is broken')
    print(f'{len(results)} attacks ran')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--minutes', type=float, default=1.5, help='processor time of a training')
    parser.add_argument('--smoke', action='store_true')
    options = parser.parse_args()
    # Before NumPy is loaded, which reads it once.
    os.environ.setdefault('OMP_NUM_THREADS', '1')
    work = Path(tempfile.mkdtemp(prefix='inkblot-sound-')) if options.smoke else HERE / '.work'
    work.mkdir(exist_ok=True)
    import torch

    torch.set_num_threads(1)
    bench = Bench(work, SMOKE if options.smoke else Sizes(), 0.02 if options.smoke else options.minutes)
    try:
        bench.networks('all')
        bench.recogniser()
        bench.templates()
        bench.networks('some')
        if options.smoke:
            check_smoke(bench.results)
        else:
            import report

            report.write(bench.results)
    finally:
        if options.smoke:
            shutil.rmtree(work)


if __name__ == '__main__':
    main()
