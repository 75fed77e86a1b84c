"""The attacker who runs the open generator: a small network trained on labelled pictures.

    python network.py --train A --test B[,C...] --examples 10000 --minutes 5 [--threads 1] [--augment]

A, B and C are data sets (dataset.py). Prints a JSON line every minute and at the end: the share of
whole texts read on each test set. Minutes are minutes of processor time, so that a busy machine
gives the attacker no less of it.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from ctc import decode
from dataset import load

SIZE = (80, 240)
BATCH = 16
PEAK_RATE = 4e-3
WARM_UP = 0.15  # the share of the time in which the rate rises
# With fewer pictures than this, moved and bent copies of them teach more than they cost.
FEW_EXAMPLES = 2000
# Columns a row: one who has seen that letters of another epoch lean otherwise tries these.
SLANTS = (-0.4, -0.2, 0, 0.2, 0.4)


def prepare(pictures):
    """Pictures of any size as SIZE, contrast stretched to [-1, 1] picture by picture."""
    low = pictures.min(axis=(1, 2), keepdims=True).astype(np.float32)
    high = pictures.max(axis=(1, 2), keepdims=True).astype(np.float32)
    stretched = torch.from_numpy((pictures - low) / np.maximum(high - low, 1) * 2 - 1)
    if stretched.shape[1:] == SIZE:
        return stretched
    return F.interpolate(stretched.unsqueeze(1), SIZE, mode='bilinear').squeeze(1)


def block(inputs, outputs, kernel=3, stride=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Network(nn.Module):
    """Convolutions down to a row of 30 columns, read by CTC (Graves et al., 2006).

    Sees the picture and how much it changes from pixel to pixel: edges stay where they are whatever
    is black and whatever is white. Four pixels become four channels at half the size, so the first
    layer is cheap and nothing is blurred. Narrow early layers learn most in a minute: twice as wide
    ones see half as many pictures and read less.
    """

    def __init__(self, characters):
        super().__init__()
        self.rows = nn.Sequential(
            block(6, 24, 5, 2),
            nn.MaxPool2d(2),
            block(24, 64),
            nn.MaxPool2d((2, 1)),
            block(64, 128),
        )
        self.columns = nn.Sequential(
            nn.Conv2d(128, 128, (5, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(128),
            nn.ReLU(inplace=True),
            nn.Flatten(2),
            nn.Conv1d(128, 128, 3, padding=1, bias=False),
            nn.BatchNorm1d(128),
            nn.ReLU(inplace=True),
            nn.Conv1d(128, characters + 1, 1),
        )

    def forward(self, pictures):
        """N × H × W in, log-probabilities N × classes × columns out; class 0 is the blank."""
        x = pictures.unsqueeze(1)
        across = F.pad((x[..., 1:] - x[..., :-1]).abs(), (0, 1))
        down = F.pad((x[..., 1:, :] - x[..., :-1, :]).abs(), (0, 0, 0, 1))
        edges = F.avg_pool2d(torch.cat([across, down], 1), 2)
        x = torch.cat([F.pixel_unshuffle(x, 2), edges], 1)
        rows = self.rows(x.contiguous(memory_format=torch.channels_last))
        return self.columns(rows).log_softmax(1)


def turned(batch, generator):
    """Random polarity: what is ink in one picture is paper in another."""
    return batch * (2 * torch.randint(0, 2, (len(batch), 1, 1), generator=generator) - 1)


def moved(batch, generator):
    """Random shifts, sizes and slants, a few percent of the picture each."""
    count = len(batch)
    change = 2 * torch.rand(count, 6, generator=generator) - 1
    reach = torch.tensor([0.08, 0.15, 0.05, 0.03, 0.08, 0.05])
    theta = torch.eye(2, 3).repeat(count, 1, 1) + (reach * change).view(count, 2, 3)
    grid = F.affine_grid(theta, [count, 1, *batch.shape[1:]], align_corners=False)
    bent = F.grid_sample(batch.unsqueeze(1), grid, padding_mode='border', align_corners=False)
    return bent.squeeze(1)


def slanted(batch, slant):
    """Rows moved by `slant` columns a row, around the middle row."""
    height, width = SIZE
    theta = torch.tensor([[1, slant * height / width, 0], [0, 1, 0]]).repeat(len(batch), 1, 1)
    grid = F.affine_grid(theta, [len(batch), 1, height, width], align_corners=False)
    bent = F.grid_sample(batch.unsqueeze(1), grid, padding_mode='border', align_corners=False)
    return bent.squeeze(1)


def solve(network, pictures, alphabet, length, slants=(0,)):
    """What the network reads, seeing each picture in both polarities and slanted in each of the given
    ways, of which it takes the one it is surest of."""
    network.eval()
    texts = []
    with torch.no_grad():
        for at in range(0, len(pictures), 100):
            straight = prepare(pictures[at : at + 100])
            best = [(-math.inf, [])] * len(straight)
            for slant in slants:
                batch = slanted(straight, slant) if slant else straight
                read = decode((network(batch) + network(-batch)) / 2, length)
                best = [max(one, (sure, text)) for one, text, sure in zip(best, *read)]
            texts += [''.join(alphabet[c - 1] for c in text) for _, text in best]
    network.train()
    return texts


def attack(train, tests, examples, minutes, threads=1, augment=False, report=None):
    """Trains on the first `examples` of a data set; the share of each test set that is read whole.

    `report`, if given, is called every minute with what was reached so far. Returns the last report:
    `right` (pictures read whole) and `pictures` by test set, `seen`, `minutes`.
    """
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    generator = torch.Generator().manual_seed(1)
    shuffler = np.random.default_rng(1)
    pictures, answers = load(train, examples)
    sets = {str(name): load(name) for name in tests}
    alphabet = ''.join(sorted(set(''.join(answers))))
    targets = torch.tensor([[alphabet.index(c) + 1 for c in answer] for answer in answers])
    length = targets.shape[1]
    augment = augment or len(answers) < FEW_EXAMPLES

    network = Network(len(alphabet)).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), PEAK_RATE, weight_decay=0.02)
    budget_s = 60 * minutes
    spent_s, reports, seen = 0.0, 1, 0
    order = shuffler.permutation(len(answers))
    while spent_s < budget_s:
        began = time.process_time()
        share = spent_s / budget_s
        cosine = (1 + math.cos(math.pi * max(0, share - WARM_UP) / (1 - WARM_UP))) / 2
        for group in optimiser.param_groups:
            group['lr'] = PEAK_RATE * max(0.003, min(0.1 + share / WARM_UP, cosine))
        if len(order) < BATCH:
            order = np.concatenate([order, shuffler.permutation(len(answers))])
        chosen, order = order[:BATCH], order[BATCH:]
        batch = turned(prepare(pictures[chosen]), generator)
        logp = network(moved(batch, generator) if augment else batch).permute(2, 0, 1)
        columns = torch.full((len(chosen),), len(logp))
        lengths = torch.full((len(chosen),), length)
        loss = F.ctc_loss(logp, targets[chosen], columns, lengths, zero_infinity=True)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1)
        optimiser.step()
        seen += len(chosen)
        spent_s += time.process_time() - began
        if (report and spent_s > 60 * reports) or spent_s >= budget_s:
            reports += 1
            right, straightened = (
                {
                    name: sum(
                        a == b for a, b in zip(solve(network, given, alphabet, length, slants), texts)
                    )
                    for name, (given, texts) in sets.items()
                }
                for slants in ((0,), SLANTS)
            )
            result = {
                'minutes': round(spent_s / 60, 2),
                'seen': seen,
                'right': right,
                'straightened': straightened,
                'pictures': {name: len(texts) for name, (_, texts) in sets.items()},
            }
            if report:
                report(result)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--train', required=True)
    parser.add_argument('--test', required=True)
    parser.add_argument('--examples', type=int, default=10000)
    parser.add_argument('--minutes', type=float, default=5)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--augment', action='store_true', help='default below 2000 examples')
    options = parser.parse_args()

    def report(result):
        shares = {
            Path(name).name: round(right / result['pictures'][name], 4)
            for name, right in result['right'].items()
        } | {
            f'{Path(name).name} straightened': round(right / result['pictures'][name], 4)
            for name, right in result['straightened'].items()
        }
        print(json.dumps({'minutes': result['minutes'], 'seen': result['seen'], **shares}), flush=True)

    attack(
        options.train,
        options.test.split(','),
        options.examples,
        options.minutes,
        options.threads,
        options.augment,
        report,
    )


if __name__ == '__main__':
    main()
