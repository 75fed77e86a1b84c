"""A model of what a person sees: the motion energy of Adelson and Bergen (1985).

Pairs of spatial filters in quadrature at four orientations, and the two temporal filters of the paper;
the energy of each direction is the sum of their squares, and opposite directions are taken from each
other (opponent energy). It is summed over a small neighbourhood, as the eye does, and over one round
of the animation, 0.8 s. What comes out is a map of which way the grain moves, blurred as people see it.
"""

import math
from functools import cache

import numpy as np
import scipy.fft
from scipy.ndimage import gaussian_filter

FRAME_S = 0.04
# Cycles a pixel. At arm's length a CSS pixel is 1.28 minutes of arc: these are 4.7 and 6.6 cycles a
# degree, around those that people are most sensitive to.
FREQUENCIES = (0.1, 0.14)
# A band of about an octave and a half, as of cells of the visual cortex.
CYCLES_PER_SIGMA = 0.42
DIRECTIONS = 4
# The temporal filters peak near 8 Hz.
RATE = 62.0
POOLED_PX = 2.0


@cache
def temporal(frames):
    """Both filters as matrices over a round: equation 1 of the paper, with n = 3 and 5."""
    seconds = FRAME_S * np.arange(frames)
    kt = RATE * seconds
    matrices = []
    for n in (3, 5):
        response = kt**n * np.exp(-kt) * (1 / math.factorial(n) - kt**2 / math.factorial(n + 2))
        circle = np.stack([np.roll(response[::-1], t + 1) for t in range(frames)])
        matrices.append((circle / np.abs(response).sum()).astype(np.complex64))
    return matrices


@cache
def spatial(height, width):
    """Filters in quadrature as one complex filter each: its real part is even, the other one odd."""
    fy, fx = np.meshgrid(np.fft.fftfreq(height), np.fft.fftfreq(width), indexing='ij')
    spectra = []
    for frequency in FREQUENCIES:
        sigma = CYCLES_PER_SIGMA / frequency
        for index in range(DIRECTIONS):
            angle = math.pi * index / DIRECTIONS
            x, y = frequency * math.cos(angle), frequency * math.sin(angle)
            spectra.append(np.exp(-2 * (math.pi * sigma) ** 2 * ((fx - x) ** 2 + (fy - y) ** 2)))
    return [spectrum.astype(np.float32) for spectrum in spectra]


def opponent_motion(frames):
    """Frames × rows × columns in; filters × rows × columns out, from -1, all energy one way, to 1."""
    count, height, width = frames.shape
    spectrum = scipy.fft.fft2(frames.astype(np.float32) - 0.5).reshape(count, -1)
    # Energy changes slowly: every other moment is enough.
    slow, fast = [(t[::2] @ spectrum).reshape(-1, height, width) for t in temporal(count)]
    maps = []
    for filtered in spatial(height, width):
        a, b = scipy.fft.ifft2(slow * filtered), scipy.fft.ifft2(fast * filtered)
        # (even slow + odd fast)² + (odd slow - even fast)², less and plus the same with the other signs.
        less = 4 * (a.real * b.imag - a.imag * b.real).mean(0)
        plus = 2 * (np.abs(a) ** 2 + np.abs(b) ** 2).mean(0)
        maps.append(gaussian_filter(less, POOLED_PX) / gaussian_filter(plus, POOLED_PX))
    return np.stack(maps)


def seen(frames):
    """A gray picture of opponent motion along the axis of most of it: what goes one way is dark."""
    maps = opponent_motion(frames)
    flat = maps.reshape(len(maps), -1)
    _, vectors = np.linalg.eigh(flat @ flat.T)
    return to_gray((vectors[:, -1] @ flat).reshape(maps.shape[1:]))


def to_gray(values):
    reach = np.percentile(np.abs(values), 95)
    return np.uint8(np.clip(127.5 + 127.5 * values / reach, 0, 255))
