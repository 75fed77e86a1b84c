"""Measures free solvers on a data set.

    python free.py --choose A --test B [--solvers "ddddocr old,gocr"] [--count 500]

Each solver is tried with every preprocessing on set A, and the best one is measured on set B; beside
it, what the solver reads of the pictures as they are when it knows neither alphabet nor length.
"""

import argparse
import json

from dataset import load, load_meant
from preprocess import PREPROCESSINGS
from solvers import SOLVERS

# How many pictures each round of the choice looks at, and how many candidates it keeps.
ROUNDS = ((12, 3), (48, 1))


def score(texts, answers):
    """Whole texts right, then characters right in their places: almost read is better than nothing."""
    whole = sum(text == answer for text, answer in zip(texts, answers))
    characters = sum(a == b for t, answer in zip(texts, answers) for a, b in zip(t, answer))
    return whole, characters


def choose(candidates, pictures, answers):
    """The best of `candidates` (name → function of pictures) in rounds that halve the field."""
    names = list(candidates)
    for count, kept in ROUNDS:
        if len(names) <= kept:
            break
        scores = {n: score(candidates[n](pictures[:count]), answers[:count]) for n in names}
        names = sorted(names, key=lambda name: scores[name], reverse=True)[:kept]
    return names[0]


def attack(solvers, choose_from, test, count=None, changes=None):
    """The best way to use `solvers`, by data set `choose_from`, measured on `test`.

    Ways are all pairs of a way to run a solver and one of `changes` (preprocessings by default).
    """
    changes = changes or PREPROCESSINGS
    meant = load_meant(test)
    pictures, answers = load(choose_from)
    length = len(answers[0])
    candidates = {
        (solver, way, name): lambda some, read=read, change=change: read(
            [change(picture) for picture in some], meant, length
        )
        for solver in solvers
        for way, read in enumerate(SOLVERS[solver])
        for name, change in changes.items()
    }
    best = choose(candidates, pictures, answers)
    pictures, answers = load(test, count)
    right, characters = score(candidates[best](pictures), answers)
    return {
        'pictures': len(answers),
        'right': right,
        'characters': len(answers) * length,
        'charactersRight': characters,
        'solver': best[0],
        'change': best[2],
    }


def plain(solver, test, count):
    """What a solver reads of the pictures as they are, when it knows neither alphabet nor length."""
    pictures, answers = load(test, count)
    texts = SOLVERS[solver][0](list(pictures), load_meant(test), None)
    right, _ = score(texts, answers)
    return {'pictures': len(answers), 'right': right}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--choose', required=True)
    parser.add_argument('--test', required=True)
    parser.add_argument('--solvers', default=','.join(SOLVERS))
    parser.add_argument('--count', type=int)
    options = parser.parse_args()
    for solver in options.solvers.split(','):
        result = attack([solver], options.choose, options.test, options.count)
        result['plain'] = plain(solver, options.test, options.count)['right']
        print(json.dumps(result), flush=True)


if __name__ == '__main__':
    main()
