"""Attacks that do not look for motion: one frame, means of frames, differences of frames. Frames in, a
gray picture out."""

import cv2
import numpy as np


def gray(values):
    low, high = np.percentile(values, (1, 99))
    return np.uint8(np.clip(255 * (values - low) / max(high - low, 1e-6), 0, 255))


def blurred(values, sigma=2.5):
    return gray(cv2.GaussianBlur(np.float32(values), (0, 0), sigma))


def variance(values, sigma=2.5):
    """How much a picture changes around each pixel: a grain that is finer, or torn, shows."""
    values = np.float32(values)
    rest = values - cv2.GaussianBlur(values, (0, 0), sigma)
    return gray(cv2.GaussianBlur(rest * rest, (0, 0), sigma))


def frame(frames):
    return frames[0]


def mean(count):
    return lambda frames: frames[:count].mean(0)


def difference(lag):
    return lambda frames: frames[0] ^ frames[lag]


def changes(lag):
    """How often a pixel differs from itself some frames later."""
    return lambda frames: (frames ^ np.roll(frames, -lag, 0)).mean(0)


def every(frames):
    return frames.min(0)


SOURCES = {
    'one frame': {'a frame': frame},
    'mean of frames': {
        **{f'mean of {count}': mean(count) for count in (2, 4, 10, 20)},
        'what is ink in all of 4': lambda frames: frames[:4].min(0),
    },
    'difference of two frames': {f'{lag} apart': difference(lag) for lag in (1, 2, 3, 5, 10)},
    'mean of differences': {f'{lag} apart': changes(lag) for lag in (1, 2, 3, 5)},
}
VIEWS = {'as it is': gray, 'blurred': blurred, 'local variance': variance}


def ways(family):
    """Each source of a family, seen in each way."""
    return {
        f'{source}, {view}': lambda frames, take=take, look=look: look(take(frames))
        for source, take in SOURCES[family].items()
        for view, look in VIEWS.items()
    }
