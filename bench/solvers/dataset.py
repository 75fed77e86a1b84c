"""Data sets: a folder with pictures, `answers.txt`, and `meant.json`: for each character that may be
read, the one of the answers it counts as.

draw.ts and peers.ts write `pictures.bin`, each PNG after its length; here it is decoded once into
`pictures.npy`, gray pictures as N × H × W bytes.
"""

import json
from pathlib import Path

import cv2
import numpy as np

# Where two colours are equally bright an attacker looks at another channel than brightness.
LEAST_CONTRAST = 32


def load(folder, limit=None):
    """Gray pictures (read when used) and their answers, at most `limit` of them."""
    folder = Path(folder)
    if not (folder / 'pictures.npy').exists():
        decoded = [to_gray(png) for png in pngs(folder / 'pictures.bin')]
        np.save(folder / 'unfinished.npy', np.stack(decoded))
        (folder / 'unfinished.npy').rename(folder / 'pictures.npy')
        (folder / 'pictures.bin').unlink()
    pictures = np.load(folder / 'pictures.npy', mmap_mode='r')
    answers = (folder / 'answers.txt').read_text().split()
    if len(pictures) != len(answers):
        raise ValueError(f'{folder} has {len(pictures)} pictures and {len(answers)} answers')
    return pictures[:limit], answers[:limit]


def load_meant(folder):
    """For each character that may be read, the one of the answers it counts as."""
    return json.loads((Path(folder) / 'meant.json').read_text())


def save(folder, pictures, answers, meant):
    """Writes a data set from gray pictures of one size."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    np.save(Path(folder) / 'pictures.npy', np.asarray(pictures, np.uint8))
    (Path(folder) / 'answers.txt').write_text(''.join(f'{answer}\n' for answer in answers))
    (Path(folder) / 'meant.json').write_text(json.dumps(meant))


def pngs(file):
    data = file.read_bytes()
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], 'big')
        yield data[at + 4 : at + 4 + length]
        at += 4 + length


def to_gray(png):
    """Brightness (ITU-R BT.601), or the channel with most contrast where brightness has too little."""
    colours = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    gray = cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY)
    if int(gray.max()) - int(gray.min()) >= LEAST_CONTRAST:
        return gray
    contrast = np.ptp(colours.reshape(-1, 3).astype(int), axis=0)
    return colours[..., contrast.argmax()]
