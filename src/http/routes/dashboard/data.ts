import { type Static, Type } from 'typebox';

/** How far back somebody looks. */
export const RangeName = Type.Union([
  Type.Literal('hour'),
  Type.Literal('day'),
  Type.Literal('week'),
]);

const Counts = Type.Array(Type.Integer({ minimum: 0 }), {
  description: 'A count for each step of time, the oldest first',
});

/** What one replica did within a range of time. */
export const DashboardData = Type.Object(
  {
    replica: Type.String({ description: 'The name of the machine that this replica runs on' }),
    version: Type.String(),
    startedMs: Type.Number({ description: 'When the replica started, in ms since 1970' }),
    sampledMs: Type.Number({ description: 'When it last looked at its counters' }),
    isStoreUp: Type.Boolean(),
    stepMs: Type.Integer({ description: 'How long each step of time is, in ms' }),
    firstMs: Type.Number({ description: 'When the first step began. The last is not over yet' }),
    issued: Counts,
    solved: Counts,
    failed: Counts,
    refused: Counts,
    steps: Type.Array(Type.Object({ step: Type.Integer(), counts: Counts }), {
      description: 'How often each step of a ladder was met, by step of time',
    }),
    solveTimes: Type.Object(
      {
        upToSeconds: Type.Array(Type.Number()),
        kinds: Type.Array(
          Type.Object({
            kind: Type.String(),
            counts: Type.Array(Type.Integer(), {
              description: 'How many up to each limit, and last how many beyond all',
            }),
          }),
        ),
      },
      { description: 'How long right answers to challenges of sites took' },
    ),
    styles: Type.Array(
      Type.Object({
        kind: Type.String(),
        level: Type.Integer(),
        style: Type.String(),
        right: Type.Integer(),
        wrong: Type.Integer(),
      }),
      { description: 'Answers of people, by what they were shown' },
    ),
    limits: Type.Array(Type.Object({ cost: Type.String(), refused: Type.Integer() }), {
      description: 'Requests that were refused, by the budget that they were counted against',
    }),
  },
  { title: 'DashboardData' },
);

/** How far back somebody looks. */
export type RangeName = Static<typeof RangeName>;

/** What one replica did within a range of time. */
export type DashboardData = Static<typeof DashboardData>;
