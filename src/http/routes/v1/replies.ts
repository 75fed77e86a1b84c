import type { FastifyReply } from 'fastify';
import type { Static } from 'typebox';
import type { OpenChallenge } from '../../../challenge/opening.ts';
import { answerProblem } from '../../problems.ts';
import type { Challenge, Token } from './bodies.ts';

/** Puts challenges and tokens into the words of the API. */
export interface Replies {
  /** Sends a challenge, which nobody may keep; `null` is a challenge that there is not. */
  challenge(reply: FastifyReply, status: 200 | 201, challenge: OpenChallenge | null): FastifyReply;
  token(token: string, expiresMs: number): Static<typeof Token>;
}

/** Makes replies whose durations begin at `nowMs()`. */
export function createReplies(nowMs: () => number): Replies {
  function until(expiresMs: number) {
    return {
      expiresAt: new Date(expiresMs).toISOString(),
      expiresInMs: Math.max(0, Math.round(expiresMs - nowMs())),
    };
  }

  function describe({ expiresMs, media, ...challenge }: OpenChallenge): Static<typeof Challenge> {
    const path = `v1/challenges/${challenge.id}/media`;
    return {
      ...challenge,
      ...until(expiresMs),
      alternatives: [...challenge.alternatives],
      media: media ? [{ ...media, path }] : [],
    };
  }

  return {
    challenge: (reply, status, challenge) => {
      if (challenge === null) return answerProblem(reply, 'unknown_challenge');
      return reply.code(status).header('cache-control', 'no-store').send(describe(challenge));
    },
    token: (token, expiresMs) => ({ solved: true, token, ...until(expiresMs) }),
  };
}
