"""The attacker who has the public clips and trains nothing: looks for each of them in a sound.

`by_waveform` slides the clips themselves over it, at several speeds (normalised cross-correlation);
`by_spectrum` slides their spectrograms, which do not care about phase.
"""

import numpy as np
import torch
from scipy.fft import irfft, next_fast_len, rfft
from scipy.signal import resample_poly

import sounds as data

SPEEDS = (0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15)
LENGTHS = (0.75, 0.9, 1.05, 1.2, 1.35)
# Half the rate: the voices have most of their energy below 4 kHz.
COARSE_RATE = data.RATE // 2
LEAST_DISTANCE_S = 0.5


def by_waveform(sounds, clips):
    templates = [
        (int(label), unit(np.interp(np.arange(0, len(clip) - 1, speed), np.arange(len(clip)), clip)))
        for clip, label in zip((coarse(said) for said in trimmed(clips)), clips.labels)
        for speed in SPEEDS
    ]
    longest = max(len(samples) for samples in sounds.samples) // 2 + 1
    size = next_fast_len(longest + max(len(clip) for _, clip in templates))
    spectra = [(digit, len(clip), np.conj(rfft(clip, size)).astype(np.complex64)) for digit, clip in templates]
    guesses = []
    for samples in sounds.samples:
        low = coarse(samples)
        spectrum = rfft(low, size)
        energy = np.concatenate([[0], np.cumsum(low.astype(np.float64) ** 2)])
        # At the middle of a clip, a hundred times a second, so that clips of all lengths can be compared.
        scores = np.zeros((10, len(samples) // data.HOP + 1))
        for digit, length, template in spectra:
            match = np.abs(irfft(spectrum * template, size)[: len(low) - length])
            match /= np.sqrt(energy[length:-1] - energy[: -length - 1]) + 1e-3
            step = data.HOP // 2
            peaks = match[: len(match) // step * step].reshape(-1, step).max(1)
            middle = length // 2 // step
            part = scores[digit, middle : middle + len(peaks)]
            np.maximum(part, peaks[: len(part)], out=part)
        guesses.append(pick(scores, len(sounds.labels[0])))
    return guesses


def by_spectrum(sounds, clips):
    templates = []
    for clip, label in zip(trimmed(clips), clips.labels):
        mel = shape(data.log_mel(clip))
        for length in LENGTHS:
            at = np.linspace(0, mel.shape[1] - 1, round(mel.shape[1] * length))
            stretched = np.stack([np.interp(at, np.arange(mel.shape[1]), band) for band in mel])
            templates.append((int(label), torch.tensor(stretched, dtype=torch.float32)))
    guesses = []
    for samples in sounds.samples:
        mel = torch.tensor(shape(data.log_mel(samples)))[None]
        scores = np.full((10, mel.shape[2]), -1.0)
        for digit, template in templates:
            frames = template.shape[1]
            match = torch.nn.functional.conv1d(mel, template[None])[0, 0]
            energy = torch.nn.functional.avg_pool1d((mel**2).sum(1, keepdim=True), frames, 1)[0, 0] * frames
            likeness = (match / (energy.sqrt() + 0.2 * template.norm()) / template.norm()).numpy()
            part = scores[digit, frames // 2 : frames // 2 + len(likeness)]
            np.maximum(part, likeness, out=part)
        guesses.append(pick(scores, len(sounds.labels[0])))
    return guesses


def pick(scores, count):
    """The places where one digit fits best, none too near another, in their order."""
    scores = scores.copy()
    found = []
    reach = int(LEAST_DISTANCE_S * data.RATE / data.HOP)
    for _ in range(count):
        digit, at = np.unravel_index(scores.argmax(), scores.shape)
        found.append((at, digit))
        scores[:, max(0, at - reach) : at + reach] = -np.inf
    return ''.join(str(digit) for _, digit in sorted(found))


def trimmed(clips):
    return [s[first : first + length] for s, [(first, length)] in zip(clips.samples, clips.places)]


def coarse(samples):
    return resample_poly(samples, 1, 2).astype(np.float32)


def unit(clip):
    return clip / (np.linalg.norm(clip) + 1e-9)


def shape(mel):
    """How each frame differs from a level one; what is 35 dB below the loudest is silence."""
    heard = np.maximum(mel, mel.max() - 8)
    return heard - heard.mean(0)
