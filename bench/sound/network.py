"""The attacker who trains a network on the service's own source: he makes as many labelled sounds as he
likes. Convolutions over the spectrogram say for each 40 ms which digit is being said, if any, and the
best path with the right number of digits is the guess."""

import time

import numpy as np
import torch
from torch import nn

import sounds as data
from ctc import decode

COLUMN = 4 * data.HOP
# What is said at the edges of a digit is not told: neither answer would be wrong.
EDGE = 0.2
UNTOLD = -100
CROP_FRAMES = 320
BATCH = 32


class Network(nn.Module):
    """Bands × frames to log-probabilities of none and the ten digits × columns of 40 ms."""

    def __init__(self):
        super().__init__()

        def block(into, out):
            return [nn.Conv2d(into, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU()]

        self.local = nn.Sequential(
            nn.Conv2d(1, 24, 5, stride=2, padding=2, bias=False), nn.BatchNorm2d(24), nn.ReLU(),
            *block(24, 32), nn.MaxPool2d(2), *block(32, 48), nn.MaxPool2d((2, 1)),
        )  # fmt: skip
        self.context = nn.Sequential(
            nn.Conv1d(48 * 5, 128, 5, padding=2, bias=False), nn.BatchNorm1d(128), nn.ReLU(), nn.Dropout(0.2),
            nn.Conv1d(128, 128, 7, padding=6, dilation=2, bias=False), nn.BatchNorm1d(128), nn.ReLU(),
            nn.Dropout(0.2), nn.Conv1d(128, 11, 1),
        )  # fmt: skip

    def forward(self, mel):
        local = self.local(mel[:, None])
        return self.context(local.flatten(1, 2)).log_softmax(1)


def spectrum(samples):
    mel = data.log_mel(samples)
    mel = (mel - mel.mean()) / mel.std()
    return mel[:, : mel.shape[1] // 4 * 4]


def targets(label, places, columns):
    said = np.zeros(columns, np.int64)
    for digit, (first, length) in zip(label, places):
        said[first // COLUMN : (first + length) // COLUMN + 1] = UNTOLD
        inner = int(first + EDGE * length), int(first + (1 - EDGE) * length)
        said[inner[0] // COLUMN : inner[1] // COLUMN + 1] = int(digit) + 1
    return said


def train(sounds, minutes, seed=1):
    """A network after so many minutes of processor time."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    mels = [spectrum(samples) for samples in sounds.samples]
    said = [
        targets(label, places, mel.shape[1] // 4)
        for label, places, mel in zip(sounds.labels, sounds.places, mels)
    ]
    network = Network()
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=1e-3)
    started = time.process_time()
    while (spent := (time.process_time() - started) / 60 / minutes) < 1:
        # One cycle (Smith 2018) by the clock: up for a tenth, then down to nothing.
        for group in optimizer.param_groups:
            group['lr'] = 3e-3 * min(spent / 0.1, 0.5 + 0.5 * np.cos(np.pi * spent)) + 1e-5
        batch, meant = [], []
        for n in random.integers(len(mels), size=BATCH):
            at = 4 * random.integers((mels[n].shape[1] - CROP_FRAMES) // 4)
            batch.append(mels[n][:, at : at + CROP_FRAMES])
            meant.append(said[n][at // 4 : (at + CROP_FRAMES) // 4])
        logp = network(torch.tensor(np.stack(batch)))
        loss = nn.functional.nll_loss(logp, torch.tensor(np.stack(meant)), ignore_index=UNTOLD)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    network.eval()
    return network


@torch.no_grad()
def guess(network, sounds):
    columns = [network(torch.tensor(spectrum(samples))[None])[0] for samples in sounds.samples]
    # All at once, with silence after the end of the shorter ones.
    logp = torch.full((len(columns), 11, max(part.shape[1] for part in columns)), -50.0)
    logp[:, 0] = 0
    for row, part in zip(logp, columns):
        row[:, : part.shape[1]] = part
    paths, _ = decode(logp, len(sounds.labels[0]))
    return [''.join(str(digit - 1) for digit in path) for path in paths]
