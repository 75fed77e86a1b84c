"""The attacker who has the fonts: finds where each letter could lie, whatever is ink and what paper.

    python templates.py --letters letters.json --test B [--count 40]

`letters.json` is what letters.ts writes. Two scores, both blind to polarity:
- outlines: every edge of a letter is an edge of the picture, and points the same way. How much of the
  outline of a letter lies on such edges.
- regions: a region of one colour lies wholly inside or wholly outside a letter. The sum over regions
  of |pixels inside - pixels outside|, each side weighted to the same total.
The best row of as many letters as the answer has, side by side, is the text. Pictures are looked at in
half their size, which costs nothing in skill and a quarter of the time.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from dataset import load
from free import score
from preprocess import sheared
from recover import component_labels, halves

DIRECTIONS = 6
# What the source tells of epochs: heights of a capital as shares of the picture's height, the widest a
# letter may be as a share of its column, and the two leans.
HEIGHTS = (0.63, 0.68)
WIDEST = (0.82, 0.9)
LEANS = (-0.11, 0.27)
# Between two letters, in heights of a capital.
LEAST_GAP, MOST_GAP = -0.12, 0.25
MARGIN = 3
OVERSAMPLING = 4


def letter_masks(fonts, capital, widest):
    """Each letter of each font as bytes, 255 inside; `capital` pixels tall, at most `widest` wide."""
    masks = []
    for font in fonts:
        for letter, contours in font.items():
            shape = [np.array(c).reshape(-1, 2) * capital for c in contours]
            narrower = min(1, widest / np.ptp(np.concatenate(shape)[:, 0]))
            shape = [points * (narrower, 1) for points in shape]
            low = np.concatenate(shape).min(0)
            size = np.ceil(np.concatenate(shape).max(0) - low).astype(int) + 2 * MARGIN
            turns = np.zeros(OVERSAMPLING * size[::-1], np.int32)
            for points in shape:
                placed = np.round(OVERSAMPLING * (points - low + MARGIN)).astype(np.int32)
                filled = cv2.fillPoly(np.zeros(turns.shape, np.uint8), [placed], 1)
                x, y = points.T
                area = np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))
                turns += filled.astype(np.int32) * (1 if area > 0 else -1)
            inside = np.where(turns != 0, 255, 0).astype(np.uint8)
            masks.append((letter, cv2.resize(inside, tuple(size), interpolation=cv2.INTER_AREA)))
    return masks


def directed_edges(picture):
    """DIRECTIONS channels: how much of an edge there is that points this way, a little blurred."""
    smooth = cv2.GaussianBlur(picture.astype(np.float32) / 255, (0, 0), 0.7)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    size = np.minimum(np.hypot(across, down), 1)
    at = (np.arctan2(down, across) % np.pi) / np.pi * DIRECTIONS
    channels = []
    for direction in range(DIRECTIONS):
        apart = np.abs((at - direction + DIRECTIONS / 2) % DIRECTIONS - DIRECTIONS / 2)
        channels.append(cv2.GaussianBlur(size * np.maximum(0, 1 - apart), (0, 0), 0.8))
    return np.stack(channels)


class OutlineMatcher:
    def __init__(self, masks, shape):
        self.shape = [shape[0] + max(m.shape[0] for _, m in masks), shape[1] + max(m.shape[1] for _, m in masks)]
        self.sums = np.array([directed_edges(m).sum() for _, m in masks])
        self.kept = np.conj(np.stack([np.fft.rfft2(directed_edges(m), self.shape).astype(np.complex64) for _, m in masks]))

    def rows(self, picture):
        """Masks × columns: the best over all rows, and above what a letter gets anywhere."""
        height, width = picture.shape
        edges = np.fft.rfft2(directed_edges(picture), self.shape).astype(np.complex64)
        found = np.fft.irfft2((self.kept * edges).sum(1), self.shape)[:, : height // 2, :width]
        excess = found - self.sums[:, None, None] * (found.sum() / (self.sums.sum() * found[0].size))
        return excess.max(1) / np.sqrt(self.sums)[:, None]


class RegionMatcher:
    def __init__(self, masks, shape, column_step=2, row_step=2):
        self.steps = column_step, row_step
        self.height = max(m.shape[0] for _, m in masks)
        self.width = max(m.shape[1] for _, m in masks)
        flat = []
        for _, mask in masks:
            inside = mask > 127
            own = np.where(inside, 1 / inside.sum(), -1 / (~inside).sum()) * mask.size / 2
            flat.append(np.pad(own, ((0, self.height - mask.shape[0]), (0, self.width - mask.shape[1]))).ravel())
        self.masks = np.stack(flat).astype(np.float32)
        self.areas = np.abs(self.masks).sum(1)

    def rows(self, picture):
        column_step, row_step = self.steps
        height, width = picture.shape
        labels = component_labels(picture)
        labels = np.pad(labels, ((0, self.height), (0, self.width)), constant_values=labels.max() + 1)
        found = np.full((len(self.masks), -(-width // column_step)), -np.inf, np.float32)
        for x in range(0, width, column_step):
            for y in range(0, max(1, height - self.height + 6), row_step):
                window = labels[y : y + self.height, x : x + self.width].ravel()
                kinds, index = np.unique(window, return_inverse=True)
                members = np.zeros((len(window), len(kinds)), np.float32)
                members[np.arange(len(window)), index] = 1
                got = np.abs(self.masks @ members).sum(1)
                found[:, x // column_step] = np.maximum(found[:, x // column_step], got)
        share = found / self.areas[:, None]
        excess = (share - share.mean()) * np.sqrt(self.areas)[:, None]
        return np.repeat(excess, column_step, 1)[:, :width]


MATCHERS = {'outlines': OutlineMatcher, 'regions': RegionMatcher}


def best_row(scores, masks, capital, length):
    """The best `length` letters side by side: (score, text)."""
    count, width = scores.shape
    wide = np.array([m.shape[1] - 2 * MARGIN for _, m in masks])
    least, most = round(LEAST_GAP * capital), round(MOST_GAP * capital)
    # before[x]: the best score of the letters so far if the next one may start at x.
    before = np.zeros(width)
    back = []
    for _ in range(length):
        total = before[None] + scores
        ends = np.minimum(np.arange(width)[None] + wide[:, None], width + most)
        ended = np.full(width + most + 1, -np.inf)
        from_mask = np.zeros(len(ended), int)
        from_x = np.zeros(len(ended), int)
        for mask in range(count):
            better = total[mask] > ended[ends[mask]]
            at = ends[mask][better]
            ended[at], from_mask[at], from_x[at] = total[mask][better], mask, np.flatnonzero(better)
        reach = [ended[np.clip(np.arange(width) - gap, 0, len(ended) - 1)] for gap in range(least, most + 1)]
        chosen = np.argmax(reach, 0)
        before = np.max(reach, 0)
        back.append((ended, from_mask, from_x, np.clip(np.arange(width) - chosen - least, 0, len(ended) - 1)))
    ended, from_mask, from_x, _ = back[-1]
    at = int(ended[: width + MARGIN].argmax())
    total, text = ended[at], []
    for place in reversed(range(length)):
        _, from_mask, from_x, _ = back[place]
        text.append(masks[from_mask[at]][0])
        if place:
            at = back[place - 1][3][from_x[at]]
    return total, ''.join(reversed(text))


def attack(matcher, letters, test, count):
    """How many of the first `count` pictures are read, trying every size of letters on each."""
    fonts = json.loads(Path(letters).read_text())
    pictures, answers = load(test, count)
    length = len(answers[0])
    small = [
        halves(cv2.resize(halves(p), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)) for p in pictures
    ]
    best = [(-np.inf, '')] * len(small)
    height, width = small[0].shape
    for capital in (share * height for share in HEIGHTS):
        for widest in (share * width / length for share in WIDEST):
            masks = letter_masks(fonts, capital, widest)
            match = MATCHERS[matcher](masks, small[0].shape)
            for index, picture in enumerate(small):
                for lean in LEANS:
                    upright = halves(sheared(picture, -lean))
                    row = best_row(match.rows(upright), masks, capital, length)
                    best[index] = max(best[index], row)
    right, characters = score([text for _, text in best], answers)
    return {
        'pictures': len(answers),
        'right': right,
        'characters': len(answers) * length,
        'charactersRight': characters,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--letters', required=True)
    parser.add_argument('--test', required=True)
    parser.add_argument('--count', type=int, default=40)
    options = parser.parse_args()
    for matcher in MATCHERS:
        print(matcher, json.dumps(attack(matcher, options.letters, options.test, options.count)))


if __name__ == '__main__':
    main()
