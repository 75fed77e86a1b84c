"""Labelled sounds, as make.ts writes them, and their spectrograms."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE = 16_000
HOP = 160
WINDOW = 400
FFT = 512
BANDS = 40


@dataclass(frozen=True)
class Sounds:
    """Samples from -1 to 1, what is said, and where each digit is, as pairs of first sample and length."""

    samples: list
    labels: list
    places: list


def load(folder):
    entries = json.loads((Path(folder) / 'sounds.json').read_text())
    data = np.fromfile(Path(folder) / 'sounds.s16', np.int16)
    ends = np.cumsum([entry['length'] for entry in entries])
    samples = [part.astype(np.float32) / 32768 for part in np.split(data, ends[:-1])]
    places = [[(digit['from'], digit['length']) for digit in entry['digits']] for entry in entries]
    return Sounds(samples, [entry['label'] for entry in entries], places)


def mel_filters():
    """Triangles of equal width on the mel scale, from 60 Hz to half the rate."""
    mel = np.linspace(1127 * np.log(1 + 60 / 700), 1127 * np.log(1 + RATE / 2 / 700), BANDS + 2)
    edges = 700 * (np.exp(mel / 1127) - 1) * FFT / RATE
    bins = np.arange(FFT // 2 + 1)
    low, mid, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    return np.maximum(0, np.minimum((bins - low) / (mid - low), (high - bins) / (high - mid))).astype(np.float32)


FILTERS = mel_filters()


def log_mel(samples):
    """Bands × frames of 10 ms; frame n begins at sample 160 n."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP] * np.hanning(WINDOW).astype(np.float32)
    power = np.abs(np.fft.rfft(frames, FFT)) ** 2
    return np.log(FILTERS @ power.T.astype(np.float32) + 1e-6)


def right(guesses, sounds):
    """How many sounds are guessed whole, and how many digits are."""
    pairs = [pair for guess, label in zip(guesses, sounds.labels) for pair in zip(guess.ljust(len(label)), label)]
    return {
        'sounds': len(guesses),
        'right': sum(guess == label for guess, label in zip(guesses, sounds.labels)),
        'digits': len(pairs),
        'digitsRight': sum(said == meant for said, meant in pairs),
    }
