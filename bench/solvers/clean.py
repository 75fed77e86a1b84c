"""Draws undistorted texts in the letters of our fonts: a solver that does not read these is broken, and
would make any picture look strong.

    python clean.py --letters letters.json --count 100 --out dir
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np

from dataset import save
from templates import letter_masks

HEIGHT, WIDTH, CAPITAL, LENGTH = 100, 340, 50, 6


def draw(letters, masks):
    picture = np.full((HEIGHT, WIDTH), 255, np.uint8)
    x = 12
    for letter in letters:
        mask = masks[letter]
        tall, wide = mask.shape
        top = (HEIGHT - tall) // 2
        place = picture[top : top + tall, x : x + wide]
        place[:] = np.minimum(place, 255 - mask)
        x += wide - 3
    return picture


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--letters', required=True)
    parser.add_argument('--count', type=int, default=100)
    parser.add_argument('--out', default='.')
    options = parser.parse_args()
    # No secret depends on it: the same pictures in every run.
    chance = random.Random('clean')
    fonts = [
        dict(letter_masks([font], CAPITAL, 0.95 * CAPITAL))
        for font in json.loads(Path(options.letters).read_text())
    ]
    alphabet = sorted(fonts[0])
    answers = [''.join(chance.choices(alphabet, k=LENGTH)) for _ in range(options.count)]
    pictures = [draw(answer, chance.choice(fonts)) for answer in answers]
    save(options.out, pictures, answers, {t: c for c in alphabet for t in (c, c.lower())})


if __name__ == '__main__':
    main()
