"""Proper attacks: which way the grain moves, by comparing frames. Frames in, a gray picture out.

All know what the source says: that the grain moves by a few pixels a frame, one way or the opposite
one, and that neighbours change places by chance. The first two take a picture for one that keeps step;
those that know of the bricks know which steps there are, and where a brick may lie.
"""

import cv2
import numpy as np

from energy import seen, to_gray

REACH = 3
# The steps of a brick, how wide it is, and about how tall (src/media/motion/bricks.ts).
STEPS = ((2, -2), (2, -1), (2, 0), (2, 1), (2, 2), (3, -1), (3, 0), (3, 1))
BRICK_WIDTH, BRICK_HEIGHT = 32, 7
# The share of grains that live on for a frame.
LIVES = 7 / 8
# How far a grain strays while it lives on for a frame: half of them stay, a quarter goes to each side.
STRAY = np.float32([0.25, 0.5, 0.25])


def signs(frames):
    return frames.astype(np.float32) * 2 - 1


def blur(values, sigma):
    return cv2.GaussianBlur(values, (0, 0), sigma)


def strayed(frame):
    return cv2.sepFilter2D(frame, -1, STRAY, STRAY, borderType=cv2.BORDER_REPLICATE)


def moved(frame, x, y):
    return np.roll(frame, (y, x), (0, 1))


def global_shifts(frames):
    """For each pair of frames the one displacement of the whole picture that, with its opposite, explains
    most; agreement with one less that with the other, one and two frames apart, over all frames."""
    given = signs(frames)
    pairs = [(t, (t + lag) % len(given), lag) for lag in (1, 2) for t in range(len(given))]
    return to_gray(blur(searched(given, pairs, 1.5), 1.0))


def one_shift(frames):
    """The same of the first two frames alone."""
    return to_gray(searched(signs(frames[:2]), [(0, 1, 1)], 3.0))


def searched(given, pairs, sigma):
    expected = [strayed(frame) for frame in given]
    spectra = np.fft.rfft2(np.stack(expected))
    observed = np.fft.rfft2(given)
    total = np.zeros(given.shape[1:], np.float32)
    for before, after, lag in pairs:
        match = np.fft.irfft2(observed[after] * np.conj(spectra[before]), given.shape[1:])
        x, y = best_displacement(match, lag * REACH)
        ahead = given[after] * (moved(expected[before], x, y) - moved(expected[before], -x, -y))
        # Fewer live on for two frames, and they have strayed farther.
        total += blur(ahead, sigma) * (1.0 if lag == 1 else 0.6)
    return total


def best_displacement(match, reach):
    candidates = [(x, y) for x in range(1, reach + 1) for y in range(-reach, reach + 1)]
    return max(candidates, key=lambda d: match[d[1], d[0]] + match[-d[1], -d[0]])


def pooled(frames):
    """Agreement with all steps, less that with all of their opposites: no step has to be known."""
    return to_gray(blur(sum(ways.sum(0) for _, ways in both_ways(frames)), 1.8))


def brick_search(frames):
    """The same, with steps weighted by how likely each is in a place: by what it and its opposite explain
    together within the column of bricks and some rows."""
    # What a pixel that keeps step agrees with its expected self, over the variance of chance both ways.
    kernel = float((np.outer(STRAY, STRAY) ** 2).sum())
    evidence = LIVES * kernel / (2 * kernel)
    total = 0
    for explained, ways in both_ways(frames):
        width = explained.shape[2]
        starts = np.arange(0, width, BRICK_WIDTH)
        columns = np.add.reduceat(explained, starts, axis=2)
        tall = np.stack([cv2.boxFilter(c, -1, (1, BRICK_HEIGHT), normalize=False) for c in columns])
        weights = np.exp(evidence * (tall - tall.max(0)))
        weights = np.repeat(weights / weights.sum(0), BRICK_WIDTH, axis=2)[:, :, :width]
        total = total + (weights * ways).sum(0)
    return to_gray(blur(total, 1.8))


def both_ways(frames):
    """For each frame and the next, steps × rows × columns twice: agreement with each step and its opposite
    together, and agreement with one less that with the other."""
    given = signs(frames)
    for t, before in enumerate(given):
        after, expected = given[(t + 1) % len(given)], strayed(before)
        ahead = np.stack([after * moved(expected, x, y) for x, y in STEPS])
        back = np.stack([after * moved(expected, -x, -y) for x, y in STEPS])
        yield ahead + back, ahead - back


def agreements(frames, sigma):
    """Frame pairs × displacements × rows × columns: how well each place agrees with each displacement."""
    given = signs(frames)
    around = [(x, y) for x in range(-REACH, REACH + 1) for y in range(-REACH, REACH + 1)]
    maps = np.empty((len(given), len(around), *given.shape[1:]), np.float32)
    for t, before in enumerate(given):
        after, expected = given[(t + 1) % len(given)], strayed(before)
        for index, (x, y) in enumerate(around):
            maps[t, index] = blur(after * moved(expected, x, y), sigma)
    return np.array(around), maps


def block_matching(frames):
    """The displacement that fits best around each pixel, frame by frame; their mean."""
    around, maps = agreements(frames, 3.5)
    return along_axis(around[maps.argmax(1)].mean(0))


def summed_agreement(frames):
    """Agreement with each displacement over all frames, nothing else known; the best one of each pixel."""
    around, maps = agreements(frames, 2.0)
    return along_axis(around[maps.sum(0).argmax(0)].astype(np.float64))


def best_paths(frames):
    """The best path of displacements through all frames around each pixel, which may change step at a
    price: dynamic programming, no pixel knows what its neighbours do."""
    around, maps = agreements(frames, 2.5)
    maps = maps[:, :, ::3, ::3]
    apart = np.abs(around[:, None] - around[None]).sum(2)
    price = (0.08 * np.minimum(apart, 4)).astype(np.float32)
    score = maps[0]
    back = []
    for observed in maps[1:]:
        best = np.full_like(score, -np.inf)
        origin = np.zeros(score.shape, np.uint8)
        for source in range(len(around)):
            reached = score[source][None] - price[source][:, None, None]
            better = reached > best
            best[better] = reached[better]
            origin[better] = source
        back.append(origin)
        score = best + observed
    at = score.argmax(0)
    total = around[at].astype(np.float64)
    for origin in reversed(back):
        at = np.take_along_axis(origin, at[None], 0)[0]
        total += around[at]
    height, width = frames.shape[1:]
    return cv2.resize(along_axis(total), (width, height), interpolation=cv2.INTER_CUBIC)


def optical_flow(frames):
    """Farneback (2003), as OpenCV has it, on blurred frames; the mean over the frames."""
    soft = [np.uint8(np.clip(128 + 150 * blur(frame, 1.5), 0, 255)) for frame in signs(frames)]
    total = np.zeros((*soft[0].shape, 2), np.float32)
    for t, before in enumerate(soft):
        after = soft[(t + 1) % len(soft)]
        total += cv2.calcOpticalFlowFarneback(before, after, None, 0.5, 2, 11, 3, 7, 1.5, 0)
    return along_axis(total)


def along_axis(vectors):
    """Vectors as gray, by how far they point along the axis that most of them share."""
    flat = vectors.reshape(-1, 2)
    _, axes = np.linalg.eigh(flat.T @ flat)
    return to_gray(blur((vectors @ axes[:, -1]).astype(np.float32), 1.5))


ATTACKS = {
    'global shift search': global_shifts,
    'global shift search, two frames alone': one_shift,
    'agreement with all steps': pooled,
    'search in each brick': brick_search,
    'motion energy': seen,
    'optical flow (Farneback)': optical_flow,
    'agreement with each displacement': summed_agreement,
    'block matching': block_matching,
    'paths by dynamic programming': best_paths,
}
