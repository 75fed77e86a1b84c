"""Animations as arrays: an own decoder, so that no library's idea of a frame is measured instead."""

import struct
import sys
import zlib
from pathlib import Path

import numpy as np

# Data sets and free solvers are those of the pictures.
sys.path.append(str(Path(__file__).parent.parent / 'solvers'))


def chunks(file):
    at = 8
    while at < len(file):
        (length,) = struct.unpack_from('>I', file, at)
        kind, content = file[at + 4 : at + 8], file[at + 8 : at + 8 + length]
        if zlib.crc32(kind + content) != struct.unpack_from('>I', file, at + 8 + length)[0]:
            raise ValueError('a checksum is wrong')
        yield kind, content
        at += 12 + length


def decode(file):
    """Frames × rows × columns of 0 and 1."""
    width = height = 0
    frames = []
    for kind, content in chunks(file):
        if kind == b'IHDR':
            width, height = struct.unpack('>II', content[:8])
        elif kind in (b'IDAT', b'fdAT'):
            data = np.frombuffer(zlib.decompress(content[4:] if kind == b'fdAT' else content), np.uint8)
            rows = np.unpackbits(data.reshape(height, -1)[:, 1:], axis=1)
            frames.append(rows[:, :width])
    return np.stack(frames)


def load(folder, limit=None):
    """Animations × frames × rows × columns of 0 and 1 (read when used), and their answers."""
    from dataset import load as load_pictures, pngs

    folder = Path(folder)
    if not (folder / 'pictures.npy').exists():
        np.save(folder / 'unfinished.npy', np.stack([decode(f) for f in pngs(folder / 'pictures.bin')]))
        (folder / 'unfinished.npy').rename(folder / 'pictures.npy')
        (folder / 'pictures.bin').unlink()
    return load_pictures(folder, limit)
