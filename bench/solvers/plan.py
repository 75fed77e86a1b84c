"""What is measured: data sets, and the attacks on them, as a table of jobs.

A job is a name and a function without arguments that returns a plain result; results are kept by name.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WORK = HERE / '.work'

LEVELS = (1, 2, 3)
DEFAULT_LEVEL = 2
NETWORKS = ('ddddocr old', 'ddddocr beta', 'PP-OCRv4')
PROGRAMS = ('tesseract', 'gocr', 'ocrad')
PEERS = ('svg-captcha', 'lepture/captcha')
CLEAN = 'undistorted text'
# Epoch 1 is trained on. The look of an epoch is far from that of the one before, not of all before.
NEXT_EPOCHS = (2, 3, 4, 5)


def node(script, *arguments):
    command = ['npx', 'node', str(HERE / script), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def python(script, *arguments):
    subprocess.run([sys.executable, str(HERE / script), *map(str, arguments)], check=True)


def letters():
    file = WORK / 'letters.json'
    if not file.exists():
        file.write_text(node('letters.ts'))
    return file


def data_set(what, level, purpose, count, key='bench', epoch=1, epochs=1):
    """The folder of a data set, drawn when first asked for; `purpose` makes its texts its own."""
    from dataset import load

    folder = WORK / f'{what.replace("/", "-")}-{level}-{purpose}-{count}'
    if folder.exists():
        return folder
    seed = f'{what} {level} {purpose}'
    # Drawn aside: no process may meet half a set. Of two that draw the same one, the first is kept.
    aside = Path(tempfile.mkdtemp(prefix='drawing-', dir=WORK))
    if what == CLEAN:
        python('clean.py', '--letters', letters(), '--count', count, '--out', aside)
    elif what == 'svg-captcha':
        node('peers.ts', '--count', count, '--seed', seed, '--out', aside)
    elif what == 'lepture/captcha':
        python('lepture.py', '--count', count, '--out', aside)
    else:
        node(
            'draw.ts', '--style', what, '--level', level, '--key', key, '--epoch', epoch,
            '--epochs', epochs, '--count', count, '--seed', seed, '--out', aside,
        )  # fmt: skip
    load(aside)
    try:
        aside.rename(folder)
    except OSError:
        shutil.rmtree(aside)
    return folder


def free(solver, what, level, sizes):
    from free import attack, plain

    choose, test = data_set(what, level, 'choose', sizes.choose), data_set(what, level, 'test', sizes.test)
    count = sizes.test if solver in NETWORKS else sizes.slow
    result = attack([solver], choose, test, count)
    result['plain'] = plain(solver, test, min(count, sizes.slow))
    return result


def leak(family, what, level, sizes):
    from dataset import load
    from free import attack
    from recover import recoveries

    choose, test = data_set(what, level, 'choose', sizes.choose), data_set(what, level, 'test', sizes.test)
    unlabelled, _ = load(choose)
    return attack(NETWORKS[:2], choose, test, sizes.slow, recoveries(unlabelled)[family])


def template(matcher, what, level, sizes):
    from templates import attack

    return attack(matcher, letters(), data_set(what, level, 'test', sizes.test), sizes.template)


def network(what, level, examples, minutes, sizes, epochs=1, augment=False):
    """Trained on epoch 1, tested on it and on the next ones; with `epochs`, trained on many of many keys."""
    from network import attack

    purpose = 'train' if epochs == 1 else 'train-many'
    train = data_set(what, level, purpose, sizes.train, epochs=epochs)
    tests = {'own': data_set(what, level, 'test', sizes.test)}
    if what not in PEERS:
        for epoch in NEXT_EPOCHS:
            tests[epoch] = data_set(what, level, f'epoch{epoch}', sizes.later, epoch=epoch)
    result = attack(train, tests.values(), min(examples, sizes.train), minutes, augment=augment)
    return {
        'minutes': result['minutes'],
        'epochs': {
            name: {
                key: result[key][str(folder)] for key in ('right', 'straightened', 'pictures')
            }
            for name, folder in tests.items()
        },
    }


def styles():
    code = "import('./src/media/picture/styles.ts').then((m) => console.log(JSON.stringify(Object.keys(m.PICTURE_STYLES))))"
    command = ['npx', 'node', '--input-type=module', '-e', code]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def families():
    import numpy as np
    from recover import recoveries

    return list(recoveries([np.tile(np.arange(30, dtype=np.uint8), (20, 1))] * 2))


def jobs(sizes, minutes):
    """Every job by name, in the order they are done in."""
    table = {}

    def add(kind, *arguments, **more):
        name = ' '.join([kind.__name__, *map(str, arguments)] + [f'{k}={v}' for k, v in more.items()])
        table[name] = partial(kind, *arguments, sizes=sizes, **more)

    if sizes.smoke:
        add(network, 'served', DEFAULT_LEVEL, 100, minutes)
        for what in (CLEAN, 'served'):
            add(free, 'ddddocr old', what, DEFAULT_LEVEL)
        for family in families()[:3]:
            add(leak, family, 'served', DEFAULT_LEVEL)
        add(template, 'outlines', 'served', DEFAULT_LEVEL)
        return table

    # What counts most comes first: a run that is stopped has it.
    add(template, 'outlines', 'served', DEFAULT_LEVEL)
    add(template, 'regions', 'served', DEFAULT_LEVEL)
    add(network, 'served', DEFAULT_LEVEL, 10_000, minutes)
    add(network, 'served', DEFAULT_LEVEL, 10_000, minutes, epochs=100)
    add(network, 'served', DEFAULT_LEVEL, 10_000, minutes, augment=True)
    for solver in (*NETWORKS, *PROGRAMS):
        for what in ('served', CLEAN, *PEERS):
            add(free, solver, what, DEFAULT_LEVEL)
    for family in families():
        add(leak, family, 'served', DEFAULT_LEVEL)
    for examples in (1000, 100):
        for what in ('served', *PEERS):
            add(network, what, DEFAULT_LEVEL, examples, minutes / 4)
    for what in PEERS:
        add(network, what, DEFAULT_LEVEL, 10_000, minutes)
    for level in LEVELS:
        for what in ('served', *styles()):
            for solver in NETWORKS:
                if (what, level) != ('served', DEFAULT_LEVEL):
                    add(free, solver, what, level)
    for what in styles():
        add(template, 'outlines', what, DEFAULT_LEVEL)
    for what in styles():
        add(network, what, DEFAULT_LEVEL, 10_000, minutes / 2)
    for level in LEVELS:
        if level != DEFAULT_LEVEL:
            add(network, 'served', level, 10_000, minutes / 2)
    for what in styles():
        for family in families():
            add(leak, family, what, DEFAULT_LEVEL)
    return table
