"""Draws a labelled data set with lepture/captcha, the most used package for Python, as it comes:

    python lepture.py --count 100 --out dir

Four characters in its default look, 160 × 60 px. The package leaves the alphabet to its users; here it
is the one of capitals and digits without 0, O, 1 and I.
"""

import argparse
import secrets

from captcha.image import ImageCaptcha

from dataset import save, to_gray

ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--count', type=int, default=100)
    parser.add_argument('--out', default='.')
    options = parser.parse_args()

    image = ImageCaptcha()
    answers = [
        ''.join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(options.count)
    ]
    pictures = [to_gray(image.generate(text).getvalue()) for text in answers]
    meant = {typed: letter for letter in ALPHABET for typed in (letter, letter.lower())}
    save(options.out, pictures, answers, meant)


if __name__ == '__main__':
    main()
