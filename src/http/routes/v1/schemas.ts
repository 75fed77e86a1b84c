import { Type } from 'typebox';
import { LONGEST_SEALED } from '../../../challenge/sealed.ts';
import { problemResponse } from '../../problems.ts';
import { Answer, Challenge, Change, NotSolved, Token, Wish } from './bodies.ts';

/** The name of a challenge in a path. */
const ChallengeParams = Type.Object({
  id: Type.String({
    minLength: 1,
    maxLength: LONGEST_SEALED,
    // A UUID, or a sealed name.
    pattern: '^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[a-z0-9]+\\.[A-Za-z0-9_.-]+)$',
    description: 'The id of the challenge',
  }),
});

/** Errors of routes that take a body. */
const bodyErrors = {
  413: problemResponse('The body is larger than 16 kB (`too_large`)'),
  415: problemResponse('The body is not JSON (`unsupported_media_type`)'),
};

/** Errors that every route may answer. */
const errors = {
  400: problemResponse('The request is not as described (`bad_request`)'),
  429: problemResponse('`rate_limited`: too many requests from one network, or for one site'),
  503: problemResponse('`store_unavailable`, `store_full` or `busy`: try again soon'),
};

const MEDIA_CONTENT = {
  'image/png': { schema: { type: 'string', contentMediaType: 'image/png' } },
  'audio/wav': { schema: { type: 'string', contentMediaType: 'audio/wav' } },
};

/** Of the route that opens a challenge. */
export const openSchema = {
  summary: 'Open a challenge',
  description:
    'Opens a challenge for the page of a site. Its host is taken from the header `Origin` and must be one that the site allows.',
  tags: ['v1'],
  operationId: 'openChallenge',
  body: Wish,
  response: {
    201: Type.Union([Challenge, Token], {
      description:
        'A challenge that waits for its answer, or at once a token for a sitekey that vendors document for tests',
    }),
    403: problemResponse(
      'The site does not allow the page’s host (`hostname_not_allowed`) or the kind (`kind_not_offered`), or never lets anybody pass (`test_sitekey`)',
    ),
    404: problemResponse('There is no such site (`unknown_sitekey`)'),
    ...bodyErrors,
    ...errors,
  },
};

/** Of the route that hands out what is to be seen or heard. Typed loosely: the type provider takes bytes for text. */
export const mediaSchema = {
  summary: 'Fetch the media of a challenge',
  description: 'The same bytes for the same id, as long as the challenge is open.',
  tags: ['v1'],
  operationId: 'getMedia',
  params: ChallengeParams,
  response: {
    200: {
      description: 'A picture, an animated picture or a sound',
      content: MEDIA_CONTENT,
    },
    206: { description: 'The part that the header `Range` asks for', content: MEDIA_CONTENT },
    404: problemResponse('`unknown_challenge`'),
    416: problemResponse('There is no such part (`range_not_satisfiable`)'),
    ...errors,
  } as Record<string, unknown>,
};

/** Of the route that gives another challenge. */
export const refreshSchema = {
  summary: 'Ask for another challenge',
  description:
    'Gives up a challenge for another one of the same site and purpose, of another kind if one is named.',
  tags: ['v1'],
  operationId: 'refreshChallenge',
  params: ChallengeParams,
  body: Change,
  response: {
    201: { ...Challenge, description: 'Another challenge' },
    403: problemResponse(
      'The site does not offer the kind (`kind_not_offered`): nothing has changed',
    ),
    404: problemResponse('`unknown_challenge`'),
    ...bodyErrors,
    ...errors,
  },
};

/** Of the route that gives more time. */
export const extendSchema = {
  summary: 'Ask for more time',
  description: 'Begins the time of a challenge anew, ten times at most.',
  tags: ['v1'],
  operationId: 'extendChallenge',
  params: ChallengeParams,
  response: {
    200: { ...Challenge, description: 'The same challenge, with more time' },
    404: problemResponse('`unknown_challenge`: there is none, or no more time is to be had'),
    ...bodyErrors,
    ...errors,
  },
};

/** Of the route that judges an answer. */
export const answerSchema = {
  summary: 'Answer a challenge',
  description:
    'One try: the challenge is spent, whatever the answer. A right answer that is sent again within a minute, because the reply was lost, gets the same token.',
  tags: ['v1'],
  operationId: 'answerChallenge',
  params: ChallengeParams,
  body: Answer,
  response: {
    200: Type.Union([Token, NotSolved], { description: 'The verdict' }),
    403: problemResponse('The challenge was opened on another host (`hostname_not_allowed`)'),
    ...bodyErrors,
    ...errors,
  },
};

/** For programs that follow the document: what can be done with a challenge. */
export const LINKS = Object.fromEntries(
  ['getMedia', 'refreshChallenge', 'extendChallenge', 'answerChallenge'].map((operationId) => [
    operationId,
    { operationId, parameters: { id: '$response.body#/id' } },
  ]),
);

/** The one header that a request for media may have. */
export const RANGE = {
  range: Type.Optional(Type.String({ description: 'One part of the bytes (RFC 9110, 14.2)' })),
};
