import type { AbuseEvent } from '../abuse/events.ts';
import type { ChallengeEvent, Counted } from '../challenge/events.ts';
import type { HttpEvent } from '../http/events.ts';
import type { Series } from './series.ts';
import { CLASSIC, createSiteLabels } from './site-labels.ts';

/** Everything that parts of the service tell of. */
export type ServiceEvent = ChallengeEvent | AbuseEvent | HttpEvent;

/** Counts events. */
export function createCount(series: Series): (event: ServiceEvent) => void {
  const siteOf = createSiteLabels();
  const labelsOf = ({ sitekey, kind, level, style = '' }: Counted) => ({
    site: sitekey === undefined ? CLASSIC : siteOf(sitekey),
    kind,
    level,
    style,
  });
  return (event) => {
    switch (event.type) {
      case 'issued':
        return series.issued.inc(labelsOf(event.challenge));
      case 'answered': {
        const { challenge, outcome, solveMs } = event;
        series.answers.inc({ ...labelsOf(challenge), outcome });
        if (outcome === 'right' && solveMs !== undefined) {
          const { kind, level } = challenge;
          series.solveDuration.observe({ kind, level }, solveMs / 1000);
        }
        return undefined;
      }
      case 'missed':
        return series.answers.inc({
          site: '',
          kind: '',
          level: '',
          style: '',
          outcome: event.outcome,
        });
      case 'stepped':
        return series.steps.inc({ site: siteOf(event.sitekey), step: event.step });
      case 'turned-away':
        return series.turnedAway.inc({ site: siteOf(event.sitekey) });
      case 'limited':
        series.limitRefusals.inc({ cost: event.cost });
        for (const budget of event.budgets) series.limitsExceeded.inc({ budget });
        return undefined;
      case 'verified': {
        const { sitekey, flavour, outcome } = event;
        const site = sitekey === undefined ? '' : siteOf(sitekey);
        return series.verified.inc({ site, flavour, outcome });
      }
      case 'served': {
        const { method, route, status, durationMs } = event;
        return series.requestDuration.observe({ method, route, status }, durationMs / 1000);
      }
      default:
        return event satisfies never;
    }
  };
}
