import { Type } from 'typebox';
import { KIND_NAMES } from '../../../challenge/types.ts';

const KindName = Type.Enum([...KIND_NAMES], { description: 'A kind of challenge' });

const Language = Type.String({
  maxLength: 35,
  pattern: '^[A-Za-z0-9-]*$',
  description: 'In which language sound is to speak (BCP 47); without one for it, in English',
});

/** What a page asks for. */
export const Wish = Type.Object(
  {
    sitekey: Type.String({ minLength: 1, maxLength: 100, description: 'Which site asks' }),
    kind: Type.Optional({
      ...KindName,
      description: 'By default what the site’s policy says for this visitor',
    }),
    language: Type.Optional(Language),
    action: Type.Optional(
      Type.String({
        maxLength: 100,
        pattern: '^[A-Za-z0-9_/-]*$',
        description: 'What the visitor is about to do',
      }),
    ),
    cdata: Type.Optional(
      Type.String({ maxLength: 255, description: 'Whatever the site wants to see again' }),
    ),
    scored: Type.Optional(
      Type.Boolean({ description: 'Whether the verdict is to have a score, as of reCAPTCHA v3' }),
    ),
  },
  { title: 'Wish' },
);

/** What a page asks for instead. */
export const Change = Type.Object(
  {
    kind: Type.Optional({ ...KindName, description: 'By default the same kind' }),
    language: Type.Optional(Language),
  },
  { title: 'Change' },
);

/** What a person typed, and what the page adds. */
export const Answer = Type.Object(
  {
    answer: Type.Optional(
      Type.String({
        maxLength: 1000,
        description: 'What the person typed; not for the kind `work`',
      }),
    ),
    work: Type.Optional(
      Type.String({
        maxLength: 1000,
        description: 'The solution of the challenge’s puzzle, where it has one',
      }),
    ),
    honeypot: Type.Optional(
      Type.String({
        maxLength: 1000,
        description:
          'What stands in a field of the page that people do not see: the site learns whether it is empty',
      }),
    ),
  },
  { title: 'Answer' },
);

const until = {
  expiresAt: Type.String({ format: 'date-time', description: 'Until when' }),
  expiresInMs: Type.Integer({ description: 'The same as a duration: clocks of visitors differ' }),
};

/** A challenge that waits for its answer. */
export const Challenge = Type.Object(
  {
    id: Type.String({
      description:
        'Names the challenge in all that follows: a UUID, or for the kind `work` a longer text',
    }),
    kind: { ...KindName, description: 'How it is answered' },
    level: Type.Integer({ minimum: 1, maximum: 3, description: 'How hard it is' }),
    ...until,
    media: Type.Array(
      Type.Object({
        type: Type.String({ description: 'The Internet media type' }),
        path: Type.String({ description: 'Where it is, below the address of the service' }),
        widthPx: Type.Optional(Type.Integer()),
        heightPx: Type.Optional(Type.Integer()),
        language: Type.Optional(Type.String({ description: 'The language that is spoken' })),
      }),
      { description: 'What is shown or played; nothing for the kind `work`' },
    ),
    answer: Type.Object({
      type: Type.Union([Type.Literal('text'), Type.Literal('digits'), Type.Literal('none')]),
      length: Type.Integer({ description: 'How many characters it has' }),
    }),
    alternatives: Type.Array(KindName, {
      description: 'The kinds that may be had instead, by `refresh`',
    }),
    work: Type.Optional(
      Type.Object(
        { algorithm: Type.String() },
        {
          additionalProperties: true,
          description: 'A puzzle for the device: its solution goes with the answer',
        },
      ),
    ),
  },
  { title: 'Challenge' },
);

/** A response token. */
export const Token = Type.Object(
  {
    solved: Type.Literal(true),
    token: Type.String({
      description:
        'The response token, for the site’s server to verify: 103 of the characters A-Z, a-z, 0-9, `_`, `.` and `-`',
    }),
    ...until,
  },
  { title: 'Solved' },
);

/** An answer that is worth nothing. */
export const NotSolved = Type.Object(
  {
    solved: Type.Literal(false),
    reason: Type.Union([Type.Literal('wrong'), Type.Literal('gone'), Type.Literal('work')], {
      description:
        'Wrong; answered before, given up or expired; or without its puzzle’s solution: ask for another challenge',
    }),
  },
  { title: 'Not solved' },
);
