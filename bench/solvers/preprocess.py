"""What attackers do to a picture before they show it to a solver. Gray bytes in, gray bytes out."""

import cv2
import numpy as np


def kernel(size):
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))


def otsu(picture):
    return cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]


def scaled(picture, across, down):
    return cv2.resize(picture, None, fx=across, fy=down, interpolation=cv2.INTER_CUBIC)


def bordered(picture):
    around = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    return cv2.copyMakeBorder(picture, 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=int(np.median(around)))


def adaptive(picture, size):
    return cv2.adaptiveThreshold(
        picture, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, size, 5
    )


def sheared(picture, slant):
    """Rows moved by `slant` columns a row, around the middle row: positive ones lean to the right."""
    height, width = picture.shape
    matrix = np.float32([[1, -slant, slant * (height - 1) / 2], [0, 1, 0]])
    return cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


# Letters of an epoch all lean one way, by what the source says.
UPRIGHT = {'as it leans': 0, 'leant back': -0.27, 'leant forward': 0.11}

PREPROCESSINGS = {
    'as it is': lambda p: p,
    'inverted': lambda p: 255 - p,
    'twice as large': lambda p: scaled(p, 2, 2),
    'half as wide again': lambda p: scaled(p, 1.5, 1),
    'wider border': bordered,
    'inverted, wider border': lambda p: bordered(255 - p),
    'median 3': lambda p: cv2.medianBlur(p, 3),
    'median 5, Otsu': lambda p: otsu(cv2.medianBlur(p, 5)),
    'Gauss 1.2, Otsu': lambda p: otsu(cv2.GaussianBlur(p, (0, 0), 1.2)),
    'Gauss 2.5': lambda p: cv2.GaussianBlur(p, (0, 0), 2.5),
    'Gauss 2.5, Otsu': lambda p: otsu(cv2.GaussianBlur(p, (0, 0), 2.5)),
    'adaptive threshold 31': lambda p: adaptive(p, 31),
    'opened 3': lambda p: cv2.morphologyEx(p, cv2.MORPH_OPEN, kernel(3)),
    'closed 3': lambda p: cv2.morphologyEx(p, cv2.MORPH_CLOSE, kernel(3)),
    'closed 5': lambda p: cv2.morphologyEx(p, cv2.MORPH_CLOSE, kernel(5)),
}
