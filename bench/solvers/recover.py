"""Attacks on pictures whose text changes between ink and paper: each turns a picture into one that may
show the text in one colour, for a free solver to read. Gray bytes in, gray bytes out.

`recoveries(unlabelled)` gives them by family, then by name; some learn from pictures of the epoch
whose texts the attacker does not know.
"""

import cv2
import numpy as np

from preprocess import UPRIGHT, kernel, otsu, sheared


def spread(values):
    """Any map as gray bytes, without its most extreme hundredth."""
    low, high = np.percentile(values, (0.5, 99.5))
    return (255 * np.clip((values - low) / max(high - low, 1e-6), 0, 1)).astype(np.uint8)


def halves(picture):
    """Ink and paper as 0 and 255."""
    middle = (int(picture.min()) + int(picture.max())) / 2
    return np.where(picture > middle, 255, 0).astype(np.uint8)


def edges(picture):
    return cv2.morphologyEx(halves(picture), cv2.MORPH_GRADIENT, kernel(3))


def gauss(values, sigma):
    return cv2.GaussianBlur(values.astype(np.float32), (0, 0), sigma)


def xor_median(picture, radius):
    flat = halves(picture)
    return flat ^ cv2.medianBlur(flat, 2 * radius + 1)


def outlines(picture, size):
    return 255 - cv2.morphologyEx(edges(picture), cv2.MORPH_CLOSE, kernel(size))


def outlines_without_large(picture, least):
    """Outlines of what is small: large blots lie around letters, pieces of letters are small."""
    flat = halves(picture)
    return np.where(component_sizes(flat) < least, edges(picture), 0).astype(np.uint8)


def variance(picture, sigma):
    flat = halves(picture) / 255
    return spread(gauss(flat * flat, sigma) - gauss(flat, sigma) ** 2)


def edge_density(picture, sigma):
    return spread(gauss(edges(picture), sigma))


def structure_tensor(picture, sigma):
    smooth = gauss(halves(picture), 1)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    xx, yy, xy = (gauss(v, sigma) for v in (across * across, down * down, across * down))
    return xx, yy, xy


def direction(picture, sigma, part):
    """Twice the angle of the gradient, as a cosine (upright against level) or a sine (diagonals)."""
    xx, yy, xy = structure_tensor(picture, sigma)
    return spread((xx - yy if part == 'cosine' else 2 * xy) / (xx + yy + 1))


def coherence(picture, sigma):
    """How much all edges nearby point the same way: letters are straighter than blots."""
    xx, yy, xy = structure_tensor(picture, sigma)
    return spread(np.hypot(xx - yy, 2 * xy) / (xx + yy + 1))


def straight_edges(picture, length):
    """Edges on which a straight line of this length lies."""
    there = edges(picture).astype(np.float32) / 255
    best = np.zeros_like(there)
    for angle in np.arange(0, np.pi, np.pi / 12):
        line = np.zeros((length, length), np.float32)
        half = (length - 1) / 2
        reach = np.array([np.cos(angle), np.sin(angle)]) * half
        ends = [tuple(int(round(half + side * r)) for r in reach) for side in (-1, 1)]
        cv2.line(line, *ends, 1)
        best = np.maximum(best, cv2.filter2D(there, -1, line / line.sum()))
    return spread(-(best**2) * there)


def curvature(picture, sigma):
    """How sharply level lines bend (divergence of the unit gradient), where there are edges."""
    smooth = gauss(halves(picture), sigma)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    size = np.hypot(across, down) + 1
    bend = cv2.Sobel(across / size, cv2.CV_32F, 1, 0) + cv2.Sobel(down / size, cv2.CV_32F, 0, 1)
    return spread(gauss(np.abs(bend) * size, 1.5))


def correlation(a, b):
    """Correlation at every shift, without wrapping around: index 0 is no shift, negative ones wrap."""
    shape = [n + m for n, m in zip(a.shape, b.shape)]
    return np.fft.irfft2(np.fft.rfft2(a, shape) * np.conj(np.fft.rfft2(b, shape)), shape)


def signs(picture):
    flat = halves(picture).astype(np.float32) / 127.5 - 1
    return flat - flat.mean()


def without_repetition(picture, least):
    """The picture XOR itself, moved to where it repeats best: takes away stripes and tiles."""
    own = signs(picture)
    height, width = own.shape
    found = np.abs(correlation(own, own))
    down = np.minimum(np.arange(2 * height), 2 * height - np.arange(2 * height))
    across = np.minimum(np.arange(2 * width), 2 * width - np.arange(2 * width))
    overlap = np.outer(height - down, width - across)
    near = np.hypot(*np.meshgrid(down, across, indexing='ij')) < least
    found = np.where(near | (overlap < height * width / 4), 0, found / np.maximum(overlap, 1))
    dy, dx = np.unravel_index(found.argmax(), found.shape)
    flat = halves(picture)
    return flat ^ np.roll(flat, (dy, dx), (0, 1))


def component_labels(flat):
    """Regions of one colour, 4-connected: where outlines of text and ground cross, colours only touch
    at corners, so a region lies wholly inside or wholly outside the letters."""
    count, ink = cv2.connectedComponents(flat, connectivity=4)
    _, paper = cv2.connectedComponents(255 - flat, connectivity=4)
    return np.where(flat > 0, ink, paper + count - 1) - 1


def component_sizes(flat):
    labels = component_labels(flat)
    return np.bincount(labels.ravel())[labels]


def by_size(picture):
    return spread(np.log(component_sizes(halves(picture))))


def between_sizes(picture, least, most):
    sizes = component_sizes(halves(picture))
    return np.where((sizes >= least) & (sizes < most), 0, 255).astype(np.uint8)


def thickness(picture, most):
    """How far a pixel is from the other colour, in both colours."""
    flat = halves(picture)
    far = cv2.distanceTransform(flat, cv2.DIST_L2, 3) + cv2.distanceTransform(255 - flat, cv2.DIST_L2, 3)
    return spread(np.minimum(far, most))


def coloured_regions(picture, sigma):
    """Inside or outside for each region: two that share a straight border shall differ, two that
    share a bent one shall not. The leading eigenvector of that graph, by power iteration."""
    labels = component_labels(halves(picture))
    count = labels.max() + 1
    xx, yy, xy = structure_tensor(picture, sigma)
    straight = np.hypot(xx - yy, 2 * xy) / (xx + yy + 1)
    pairs, weights = [], []
    for a, b, w in (
        (labels[:, 1:], labels[:, :-1], straight[:, 1:]),
        (labels[1:], labels[:-1], straight[1:]),
    ):
        border = a != b
        pairs.append(np.stack([a[border], b[border]]))
        weights.append(w[border])
    (first, second), weight = np.concatenate(pairs, 1), np.concatenate(weights)
    graph = np.zeros((count, count))
    np.add.at(graph, (first, second), np.median(weight) - weight)
    graph += graph.T
    graph += np.eye(count) * np.abs(graph).sum(1)  # keeps the iteration from changing sign
    side = np.random.default_rng(0).standard_normal(count)
    for _ in range(200):
        side = graph @ side
        side /= np.linalg.norm(side) + 1e-9
    return np.where(side[labels] > 0, 255, 0).astype(np.uint8)


def mean_of(unlabelled):
    """The mean picture of an epoch: what all pictures have in common, and borders that stay free."""
    return np.mean([signs(p) for p in unlabelled], 0)


def without_mean(mean):
    def change(picture):
        own = signs(picture)
        share = (own * mean).sum() / max((mean * mean).sum(), 1e-6)
        return spread(own - share * mean)

    return change


def xor_mean(mean):
    side = np.where(mean > np.median(mean), 255, 0).astype(np.uint8)
    return lambda picture: halves(picture) ^ side


def mosaic_of(unlabelled, whole_pictures):
    """What recurs somewhere else in other pictures: each is laid on a canvas where it fits best."""
    height, width = unlabelled[0].shape
    canvas = np.zeros((3 * height, 3 * width))
    canvas[height : 2 * height, width : 2 * width] = signs(unlabelled[0])
    for picture in unlabelled[1:whole_pictures]:
        own = signs(picture)
        dy, dx, sign = place_on(canvas, own)
        canvas[dy : dy + height, dx : dx + width] += sign * own
    return canvas


def place_on(canvas, own):
    height, width = own.shape
    known = (canvas != 0).astype(np.float32)
    found = correlation(np.sign(canvas), own)[: canvas.shape[0] - height, : canvas.shape[1] - width]
    overlap = correlation(known, np.ones_like(own))[: found.shape[0], : found.shape[1]]
    # A third of a picture at least must lie on what is known already; deviations grow with its root.
    fit = np.where(overlap > own.size / 3, found / np.sqrt(np.maximum(overlap, 1)), 0)
    dy, dx = np.unravel_index(np.abs(fit).argmax(), fit.shape)
    return dy, dx, np.sign(fit[dy, dx])


def without_mosaic(canvas):
    def change(picture):
        own = signs(picture)
        dy, dx, sign = place_on(canvas, own)
        part = canvas[dy : dy + own.shape[0], dx : dx + own.shape[1]]
        return np.where(own * sign * part > 0, 255, 0).astype(np.uint8)

    return change


def recoveries(unlabelled):
    """Every attack by family and name; `unlabelled` are pictures of the same epoch."""
    mean = mean_of(unlabelled)
    mosaic = mosaic_of(unlabelled, 100)

    def over(attack, *settings):
        def bound(setting):
            setting = setting if isinstance(setting, tuple) else (setting,)
            return lambda picture: attack(picture, *setting)

        return {f'{attack.__name__} {setting}': bound(setting) for setting in settings}

    def blurred(picture, sigma):
        return otsu(spread(gauss(picture, sigma)))

    def median(picture, radius):
        return cv2.medianBlur(halves(picture), 2 * radius + 1)

    return {
        'blur and median': {**over(blurred, 1.5, 3, 5), **over(median, 3, 5)},
        'XOR with its own median': over(xor_median, 3, 5, 8, 12, 20, 31),
        'outlines': {
            **over(outlines, 1, 3, 5),
            **over(outlines_without_large, 200, 600),
        },
        'local variance and edge density': {
            **over(variance, 2, 4, 7),
            **over(edge_density, 1.5, 3, 5),
        },
        'gradient direction': over(
            direction, (1.5, 'cosine'), (1.5, 'sine'), (3, 'cosine'), (3, 'sine')
        ),
        'straightness and curvature': {
            **over(coherence, 2, 4),
            **over(straight_edges, 9, 15),
            **over(curvature, 1.5, 2.5),
        },
        'straight edges, set upright': {
            f'straight_edges {length}, {name}': lambda picture, length=length, slant=slant: sheared(
                straight_edges(picture, length), slant
            )
            for length in (9, 15)
            for name, slant in UPRIGHT.items()
        },
        'repetition inside a picture': over(without_repetition, 8, 16, 40),
        'repetition between pictures': {
            'without_mosaic': without_mosaic(mosaic),
            'without_mean': without_mean(mean),
            'xor_mean': xor_mean(mean),
        },
        'regions by size and thickness': {
            'by_size': by_size,
            **over(between_sizes, (0, 150), (0, 400), (30, 400), (150, 1500)),
            **over(thickness, 4, 8),
        },
        'regions coloured by their borders': over(coloured_regions, 1.5, 3),
    }
