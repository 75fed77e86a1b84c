import type { FastifyRequest } from 'fastify';
import type { Clients } from '../abuse/clients.ts';
import type { Difficulty } from '../abuse/difficulty.ts';
import type { Outcome } from '../challenge/judging.ts';
import type { Site } from '../challenge/sites.ts';
import { LimitedError } from './errors.ts';

/** What is known of the visitors of all sites, by the networks that their requests come from. */
export interface Visitors {
  /**
   * Which step of the site's ladder whoever sends this request is to meet. Counts that a challenge is
   * opened for him. Rejects with a StoreError.
   */
  stepOf(request: FastifyRequest, site: Site): Promise<number>;
  /** Takes note of what an answer was worth. Never rejects: it must not cost anybody a verdict. */
  note(request: FastifyRequest, outcome: Outcome): Promise<void>;
}

/** Knows visitors by what is kept of their networks. */
export function createVisitors(clients: Clients, difficulty: Difficulty): Visitors {
  return {
    stepOf: async (request, { sitekey, policy }) => {
      const client = clients.of(request.ip);
      const choice = await difficulty.choose(client, sitekey, policy.ladder.length);
      if ('step' in choice) return choice.step;
      throw new LimitedError(Math.ceil(choice.refusedMs / 1000), ['failures']);
    },

    note: async (request, outcome) => {
      // An answer that was sent again is counted already; one without its work cost its sender nothing,
      // and must not make a site harder for others.
      if (!outcome.answered || (!outcome.ok && outcome.reason === 'work')) return;
      const { sitekey, openedMs } = outcome.answered;
      const record = outcome.ok ? difficulty.solved : difficulty.failed;
      await record(clients.of(request.ip), sitekey, openedMs).catch((error: Error) => {
        request.log.warn({ reason: error.message }, 'an answer was not counted');
      });
    },
  };
}
