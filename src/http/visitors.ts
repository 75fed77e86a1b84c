import type { FastifyRequest } from 'fastify';
import type { Outcome } from '../challenge/site-challenges.ts';
import type { Site } from '../challenge/sites.ts';

/** What is known of the visitors of all sites, by the networks that their requests come from. */
export interface Visitors {
  /** Which step of the site's ladder whoever sends this request is to meet. Rejects with a StoreError. */
  stepOf(request: FastifyRequest, site: Site): Promise<number>;
  /** Takes note of what an answer was worth. Never rejects: it must not cost anybody a verdict. */
  note(request: FastifyRequest, outcome: Outcome): Promise<void>;
}
