"""Free solvers behind one function each: gray pictures in, texts out.

A solver that is told the alphabet and the length keeps to them: networks decode to the best text of
that kind, whatever else they would have preferred; programs get the letters as a whitelist where
they take one.
"""

import math
import os
import subprocess
import tempfile
from functools import cache, partial
from pathlib import Path

import cv2
import ddddocr
import numpy as np
import onnxruntime
import rapidocr_onnxruntime
import torch
from ddddocr.models.charset_manager import CharsetManager
from PIL import Image

from ctc import BLANK, decode

LEAST_PROBABILITY = 1e-12

torch.set_num_threads(1)


@cache
def session(package, file):
    options = onnxruntime.SessionOptions()
    # One thread: processor times count, and other attacks run beside this one.
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    path = Path(package.__file__).parent / file
    return onnxruntime.InferenceSession(path, options, providers=['CPUExecutionProvider'])


@cache
def old_charset():
    charsets = CharsetManager()
    charsets.load_default_charset(old=True)
    return charsets.get_charset()


@cache
def beta_charset():
    charsets = CharsetManager()
    charsets.load_default_charset(beta=True)
    return charsets.get_charset()


@cache
def paddle_charset():
    known = session(rapidocr_onnxruntime, 'models/ch_PP-OCRv4_rec_infer.onnx')
    listed = known.get_modelmeta().custom_metadata_map['character'].splitlines()
    return ['', *listed, ' ']


def ddddocr_probabilities(file, picture):
    """As the package prepares a picture: 64 px tall, brightness from 0 to 1. Columns × characters."""
    height, width = picture.shape
    small = Image.fromarray(picture).resize((width * 64 // height, 64), Image.LANCZOS)
    model = session(ddddocr, file)
    given = np.asarray(small, np.float32)[None, None] / 255
    scores = model.run(None, {model.get_inputs()[0].name: given})[0][:, 0]
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def paddle_probabilities(picture):
    """As the package prepares a line of text, 48 px tall, without padding to 320 px."""
    height, width = picture.shape
    small = cv2.resize(picture, (max(48, math.ceil(48 * width / height)), 48))
    given = np.repeat(small[None, None].astype(np.float32), 3, axis=1) / 127.5 - 1
    model = session(rapidocr_onnxruntime, 'models/ch_PP-OCRv4_rec_infer.onnx')
    return model.run(None, {model.get_inputs()[0].name: given})[0][0]


def read_network(probabilities, charset, pictures, meant, length):
    """`length` None: greedy, with nothing known; else the best text of that length in the alphabet."""
    charset = charset()
    if length is None:
        texts = []
        for picture in pictures:
            best = probabilities(picture).argmax(1)
            kept = [c for c, before in zip(best, [BLANK, *best]) if c not in (BLANK, before)]
            texts.append(understood(''.join(charset[c] for c in kept), meant))
        return texts
    alphabet = sorted(set(meant.values()))
    groups = [[BLANK]] + [
        [i for i, typed in enumerate(charset) if meant.get(typed) == letter] for letter in alphabet
    ]
    logps = []
    for picture in pictures:
        known = probabilities(picture)
        sums = np.stack([known[:, group].sum(1) for group in groups])
        logps.append(np.log(sums + LEAST_PROBABILITY))
    texts, _ = decode(torch.from_numpy(np.stack(logps)).float(), length)
    return [''.join(alphabet[c - 1] for c in text) for text in texts]


def understood(text, meant):
    """What a text means as an answer: look-alikes count as the service counts them."""
    return ''.join(meant.get(character, '') for character in text)


def read_tesseract(mode, pictures, meant, length):
    """One process for all pictures; pages end with a form feed."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / 'list.txt'
        listed.write_text(''.join(f'{name}\n' for name in written(pictures, folder, 'png')))
        command = ['tesseract', str(listed), '-', '--psm', str(mode)]
        if length is not None:
            command += ['-c', f'tessedit_char_whitelist={"".join(sorted(set(meant.values())))}']
        done = run(command, {**os.environ, 'OMP_THREAD_LIMIT': '1'})
    pages = done.split('\f')[: len(pictures)]
    return [understood(page, meant) for page in pages]


def read_program(command, pictures, meant, length):
    with tempfile.TemporaryDirectory() as folder:
        names = written(pictures, folder, 'pgm')
        return [understood(run([*command, name], None), meant) for name in names]


def written(pictures, folder, kind):
    names = [str(Path(folder) / f'{index}.{kind}') for index in range(len(pictures))]
    for name, picture in zip(names, pictures):
        cv2.imwrite(name, picture)
    return names


def run(command, environment):
    """What a program prints. A picture that makes it fail is a picture that it does not read."""
    done = subprocess.run(command, env=environment, capture_output=True, timeout=600)
    return done.stdout.decode('utf-8', 'replace')


# Each solver is a list of ways to run it, of which the attacker takes the best.
NETWORKS = {
    'ddddocr old': [
        partial(read_network, partial(ddddocr_probabilities, 'common_old.onnx'), old_charset)
    ],
    'ddddocr beta': [
        partial(read_network, partial(ddddocr_probabilities, 'common.onnx'), beta_charset)
    ],
    'PP-OCRv4': [partial(read_network, paddle_probabilities, paddle_charset)],
}
PROGRAMS = {
    # Page segmentation modes: one line of text, one word.
    'tesseract': [partial(read_tesseract, 7), partial(read_tesseract, 8)],
    'gocr': [partial(read_program, ['gocr', '-i'])],
    'ocrad': [partial(read_program, ['ocrad'])],
}
SOLVERS = {**NETWORKS, **PROGRAMS}
