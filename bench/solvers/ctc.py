"""Decoding of connectionist temporal classification (Graves et al., 2006) to a known length."""

import math

import torch

BLANK = 0


def decode(logp, length):
    """The best paths with exactly `length` characters through N × classes × columns: their classes, and
    their log-probabilities."""
    count, classes, columns = logp.shape
    score = torch.full((count, length + 1, classes), -math.inf)
    score[:, 0, BLANK] = 0
    back = []
    for column in range(columns):
        # Stay on the same class; leave a character for the blank; or start the next character, from
        # the blank or from another character.
        to_blank, blank_from = score.max(2)
        top, top_at = score.topk(2, 2)
        classes_at = torch.arange(classes).expand(count, length, classes)
        same = top_at[:, :-1, :1] == classes_at
        start = torch.where(same, top[:, :-1, 1:], top[:, :-1, :1])
        start_from = torch.where(same, top_at[:, :-1, 1:], top_at[:, :-1, :1])
        fresh, origin = score.clone(), torch.arange(classes).repeat(count, length + 1, 1)
        better = start > score[:, 1:]
        better[..., BLANK] = False
        fresh[:, 1:] = torch.where(better, start, score[:, 1:])
        origin[:, 1:] = torch.where(better, start_from + classes, origin[:, 1:])
        fresh[..., BLANK], origin[..., BLANK] = to_blank, blank_from
        score = fresh + logp[:, None, :, column]
        back.append(origin)
    texts = []
    ends = score[:, length].argmax(1).tolist()
    for item, at in enumerate(ends):
        place, text = length, []
        for origin in reversed(back):
            came = int(origin[item, place, at])
            if came >= classes:
                text.append(at)
                place -= 1
            at = came % classes
        texts.append(text[::-1])
    return texts, score[:, length].max(1).values.tolist()
