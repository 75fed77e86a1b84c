import { describe, expect, it } from 'vitest';
import type { Challenge, Refusal } from '../../../../widget/api/client.ts';
import type { Kind } from '../../../../widget/contract.ts';
import { reduce } from '../../../../widget/session/machine.ts';
import {
  type Effect,
  type Event,
  INITIAL,
  type Model,
  nextTickMs,
} from '../../../../widget/session/model.ts';

const challengeOf = (id: string, kind: Kind = 'picture'): Challenge => ({
  id,
  kind,
  expiresInMs: 120_000,
  answerLength: 6,
  media: { path: 'p' },
  work: null,
  alternatives: (['picture', 'sound', 'motion'] as const).filter((other) => other !== kind),
});

/** A machine with a clock that a test moves. */
class Bench {
  model: Model = INITIAL;
  effects: readonly Effect[] = [];
  nowMs = 0;

  send(event: Event): this {
    const step = reduce(this.model, event, this.nowMs);
    this.model = step.model;
    this.effects = step.effects;
    return this;
  }

  at(nowMs: number): this {
    this.nowMs = nowMs;
    return this.send({ type: 'tick' });
  }

  loaded(id = 'c1', kind: Kind = 'picture'): this {
    const { epoch } = this.model;
    const challenge = challengeOf(id, kind);
    return this.send({ type: 'loaded', epoch, challenge, askedAtMs: this.nowMs });
  }

  ready(): this {
    return this.send({ type: 'start', pressed: true }).loaded();
  }

  granted(): this {
    const token = { value: 't', expiresInMs: 120_000 };
    const { epoch } = this.model;
    return this.send({ type: 'granted', epoch, token, askedAtMs: this.nowMs });
  }

  solved(): this {
    return this.ready().send({ type: 'answer', text: 'x' }).granted();
  }

  fails(code: 'network' | 'rate-limited' | 'unavailable' | 'sitekey', more = {}): this {
    const { epoch } = this.model;
    const base = { mayRepeat: true, silent: false, answer: null };
    return this.send({ type: 'failed', epoch, fault: { code }, ...base, ...more });
  }

  get told(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'tell' ? [effect.name] : []));
  }

  get done(): string[] {
    return this.effects.map(({ type }) => type);
  }
}

const bench = () => new Bench();

describe('the machine', () => {
  it('loads at the start and shows what comes', () => {
    const machine = bench().send({ type: 'start', pressed: false });
    expect(machine.model.state).toBe('loading');
    expect(machine.done).toEqual(['abort', 'load']);
    machine.loaded();
    expect(machine.model.state).toBe('ready');
    expect(machine.told).toEqual(['inkblot-open']);
  });

  it('ignores a second start', () => {
    expect(bench().ready().send({ type: 'start', pressed: true }).effects).toEqual([]);
  });

  it('drops replies to what was given up', () => {
    const machine = bench().send({ type: 'start', pressed: true });
    const { epoch } = machine.model;
    machine.send({ type: 'reset' });
    machine.send({ type: 'loaded', epoch, challenge: challengeOf('late'), askedAtMs: 0 });
    expect(machine.model.challenge).toBeNull();
  });

  it('checks an answer once', () => {
    const machine = bench().ready().send({ type: 'answer', text: 'abc' });
    expect(machine.effects).toMatchObject([{ type: 'check', id: 'c1', answer: 'abc' }]);
    expect(machine.send({ type: 'answer', text: 'abc' }).effects).toEqual([]);
  });

  it('checks no empty answer', () => {
    expect(bench().ready().send({ type: 'answer', text: '  ' }).model.state).toBe('ready');
  });

  it('tells of the token after it holds it', () => {
    const machine = bench().solved();
    expect(machine.model).toMatchObject({ state: 'solved', open: false });
    expect(machine.model.token).toMatchObject({ value: 't', challengeId: 'c1' });
    expect(machine.told).toEqual(['inkblot-solve']);
  });

  it('shows a new picture after a wrong answer, and forgets that at the first letter', () => {
    const machine = bench().ready().send({ type: 'answer', text: 'x' });
    machine.send({ type: 'refused', epoch: machine.model.epoch, reason: 'wrong' });
    expect(machine.model.state).toBe('loading');
    expect(machine.loaded('c2').model.state).toBe('wrong');
    expect(machine.told).toEqual([]);
    expect(machine.send({ type: 'typed' }).model.state).toBe('ready');
  });

  it('says that time ran out when the server has no such challenge any more', () => {
    const machine = bench().ready().send({ type: 'answer', text: 'x' });
    machine.send({ type: 'refused', epoch: machine.model.epoch, reason: 'gone' });
    expect(machine.model).toMatchObject({ state: 'expired', expired: 'challenge' });
    expect(machine.told).toEqual(['inkblot-expire']);
  });

  it('asks for another picture in place of the one that is shown', () => {
    const machine = bench().ready().send({ type: 'again', pressed: true });
    expect(machine.effects).toMatchObject([{ type: 'abort' }, { type: 'load', refresh: 'c1' }]);
  });
});

describe('its kinds', () => {
  const refused = (machine: Bench, reason: Refusal) =>
    machine.send({ type: 'refused', epoch: machine.model.epoch, reason });
  const wish = (machine: Bench) =>
    machine.effects.flatMap((effect) => (effect.type === 'load' ? [effect.kind] : []));

  it('leaves the first to the server, and takes another on request', () => {
    const machine = bench().send({ type: 'start', pressed: true });
    expect(wish(machine)).toEqual([null]);
    machine.loaded().send({ type: 'again', pressed: true, kind: 'sound' });
    expect(machine.effects).toMatchObject([{}, { type: 'load', refresh: 'c1', kind: 'sound' }]);
  });

  it('stays the same after a wrong answer, after more time than there is, and on request', () => {
    const machine = bench().send({ type: 'start', pressed: true }).loaded('c1', 'sound');
    machine.send({ type: 'answer', text: '1' });
    expect(wish(refused(machine, 'wrong'))).toEqual(['sound']);
    machine.loaded('c2', 'sound').at(120_000);
    expect(machine.model.state).toBe('expired');
    expect(wish(machine.send({ type: 'start', pressed: true }))).toEqual(['sound']);
    machine.loaded('c3', 'sound');
    expect(wish(machine.send({ type: 'again', pressed: true }))).toEqual(['sound']);
  });

  it('stays what was chosen after a failure, a token, a dismissal and a reset', () => {
    const machine = bench().ready().send({ type: 'again', pressed: true, kind: 'sound' });
    expect(wish(machine.fails('unavailable'))).toEqual(['sound']);
    machine.loaded('c2', 'sound').send({ type: 'answer', text: '1' }).granted();
    machine.send({ type: 'reset' });
    expect(wish(machine.send({ type: 'start', pressed: false }))).toEqual(['sound']);
    machine.loaded('c3', 'sound').send({ type: 'close' });
    expect(wish(machine.send({ type: 'start', pressed: true }))).toEqual(['sound']);
  });

  it('is forgotten when the page wants another', () => {
    const machine = bench().ready().send({ type: 'again', pressed: true, kind: 'sound' });
    machine.send({ type: 'reset' }).send({ type: 'forget' });
    expect(wish(machine.send({ type: 'start', pressed: false }))).toEqual([null]);
  });

  it('may be another one when the chosen cannot be had', () => {
    const machine = bench().ready().send({ type: 'again', pressed: true, kind: 'sound' });
    machine.fails('unavailable', { mayRepeat: false });
    expect(machine.model).toMatchObject({ state: 'failed', kinds: ['picture', 'sound', 'motion'] });
    expect(machine.send({ type: 'again', pressed: true }).effects).toEqual([]);
    expect(wish(machine.send({ type: 'again', pressed: true, kind: 'picture' }))).toEqual([
      'picture',
    ]);
  });

  it('needs nobody where there is only work', () => {
    const machine = bench().send({ type: 'start', pressed: false }).loaded('w1', 'work');
    expect(machine.model).toMatchObject({ state: 'checking', open: false });
    expect(machine.effects).toMatchObject([{ type: 'check', id: 'w1', answer: null }]);
    expect(machine.granted().model.state).toBe('solved');
    expect(machine.told).toEqual(['inkblot-solve']);
  });

  it('is the server’s to choose after work', () => {
    const machine = bench().send({ type: 'start', pressed: false }).loaded('w1', 'work');
    expect(wish(refused(machine, 'gone'))).toEqual([null]);
  });

  it('comes anew when the work was not taken, three times', () => {
    const machine = bench().ready();
    for (let count = 0; count < 3; count += 1) {
      machine.send({ type: 'answer', text: 'x' });
      expect(refused(machine, 'work').model).toMatchObject({ state: 'loading', afterWrong: false });
      machine.loaded();
    }
    machine.send({ type: 'answer', text: 'x' });
    expect(refused(machine, 'work').model).toMatchObject({ state: 'failed', fault: 'unavailable' });
    expect(machine.told).toEqual(['inkblot-error']);
    expect(machine.send({ type: 'start', pressed: true }).model.state).toBe('loading');
  });
});

describe('its time', () => {
  it('warns 30 seconds before the end, once', () => {
    const machine = bench().ready();
    expect(nextTickMs(machine.model, 0)).toBe(90_000);
    expect(machine.at(89_999).told).toEqual([]);
    expect(machine.at(90_000).told).toEqual(['inkblot-warn']);
    expect(machine.at(91_000).told).toEqual([]);
    expect(nextTickMs(machine.model, 91_000)).toBe(92_000);
  });

  it('ends a challenge, and asks for nothing by itself', () => {
    const machine = bench().ready().at(120_000);
    expect(machine.model.state).toBe('expired');
    expect(machine.told).toEqual(['inkblot-expire']);
    expect(nextTickMs(machine.model, 120_000)).toBeNull();
    expect(machine.at(10_000_000).effects).toEqual([]);
  });

  it('moves only the deadline when more time is given', () => {
    const machine = bench().ready().at(100_000).send({ type: 'extend' });
    expect(machine.effects).toEqual([{ type: 'extend', id: 'c1' }]);
    machine.send({ type: 'extended', id: 'c1', expiresInMs: 120_000, askedAtMs: 100_000 });
    expect(machine.model).toMatchObject({ state: 'ready', challenge: { id: 'c1', warned: false } });
    expect(machine.at(150_000).model.state).toBe('ready');
  });

  it('offers no more time once there is none', () => {
    const machine = bench().ready().send({ type: 'not-extendable' }).send({ type: 'extend' });
    expect(machine.effects).toEqual([]);
  });

  it('leaves a late answer to the server', () => {
    const machine = bench().ready().at(119_000).send({ type: 'answer', text: 'x' });
    expect(machine.at(121_000).model.state).toBe('checking');
  });

  it('warns of the end of a token, and takes it away then', () => {
    const machine = bench().solved();
    expect(machine.at(90_000).told).toEqual(['inkblot-warn']);
    expect(machine.at(120_000).told).toEqual(['inkblot-expire']);
    expect(machine.model).toMatchObject({ state: 'expired', expired: 'token', token: null });
  });

  it('keeps the old token until the new one is there', () => {
    const machine = bench().solved();
    expect(machine.send({ type: 'start', pressed: true }).model.state).toBe('solved');
    machine.at(95_000).send({ type: 'start', pressed: true });
    expect(machine.model).toMatchObject({ state: 'loading', token: { value: 't' } });
    machine.loaded('c2').at(120_000);
    expect(machine.model).toMatchObject({ state: 'ready', token: null });
    expect(machine.told).toEqual(['inkblot-expire']);
  });
});

describe('its faults', () => {
  it('repeats a load three times before it tells', () => {
    const machine = bench().send({ type: 'start', pressed: true });
    for (let count = 0; count < 3; count += 1) {
      expect(machine.fails('unavailable').done).toEqual(['abort', 'load']);
    }
    expect(machine.fails('unavailable').told).toEqual(['inkblot-error']);
    expect(machine.model.state).toBe('failed');
  });

  it('repeats nothing that only the site can repair', () => {
    const machine = bench().send({ type: 'start', pressed: true }).fails('sitekey');
    expect(machine.model).toMatchObject({ state: 'failed', fault: 'sitekey' });
    expect(machine.send({ type: 'start', pressed: true }).effects).toEqual([]);
  });

  it('tells nothing of a failure that has been told', () => {
    const machine = bench().send({ type: 'start', pressed: false });
    machine.fails('network', { mayRepeat: false, silent: true });
    expect(machine.model.state).toBe('offline');
    expect(machine.effects).toEqual([]);
  });

  it('tries again when the network is back', () => {
    const machine = bench().send({ type: 'start', pressed: true });
    machine.fails('network', { mayRepeat: false }).send({ type: 'online' });
    expect(machine.model.state).toBe('loading');
  });

  it('keeps an answer that did not arrive, and sends it on a press alone', () => {
    const machine = bench().ready().send({ type: 'answer', text: 'abc' });
    machine.fails('network', { answer: 'abc' });
    expect(machine.model).toMatchObject({ state: 'offline', challenge: { id: 'c1' } });
    expect(machine.send({ type: 'online' }).effects).toEqual([]);
    expect(machine.send({ type: 'start', pressed: false }).effects).toEqual([]);
    machine.send({ type: 'start', pressed: true });
    expect(machine.effects).toMatchObject([{ type: 'check', id: 'c1', answer: 'abc' }]);
    machine.send({ type: 'refused', epoch: machine.model.epoch, reason: 'gone' });
    expect(machine.model.state).toBe('loading');
  });

  it('waits as long as the server wants, and tries once by itself', () => {
    const machine = bench().send({ type: 'start', pressed: true });
    const limited = { fault: { code: 'rate-limited', retryAfterMs: 5_000 } };
    machine.fails('rate-limited', limited);
    expect(machine.model).toMatchObject({ state: 'rate-limited', waitUntilMs: 5_000 });
    expect(machine.told).toEqual(['inkblot-error']);
    expect(machine.send({ type: 'start', pressed: true }).effects).toEqual([]);
    expect(nextTickMs(machine.model, 100)).toBe(1_000);
    expect(machine.at(5_000).model.state).toBe('loading');
    machine.fails('rate-limited', limited);
    expect(machine.at(60_000).model.state).toBe('rate-limited');
    expect(machine.send({ type: 'start', pressed: true }).model.state).toBe('loading');
  });
});

describe('its end', () => {
  it('resets without a word and starts again later', () => {
    const machine = bench().solved().send({ type: 'reset' });
    expect(machine.model).toMatchObject({ state: 'idle', token: null });
    expect(machine.done).toEqual(['abort', 'restart']);
  });

  it('starts nothing after a reset that nothing came before', () => {
    expect(bench().send({ type: 'reset' }).done).toEqual(['abort']);
  });

  it('closes what is open, and says so', () => {
    const machine = bench().ready().send({ type: 'close' });
    expect(machine.model).toMatchObject({ state: 'idle', open: false });
    expect(machine.told).toEqual(['inkblot-close']);
    expect(machine.send({ type: 'close' }).told).toEqual([]);
  });

  it('gives up what is under way when the element leaves, and keeps what is there', () => {
    expect(bench().send({ type: 'start', pressed: true }).send({ type: 'leave' }).model.state).toBe(
      'idle',
    );
    expect(bench().ready().send({ type: 'leave' }).model.state).toBe('ready');
    expect(bench().solved().send({ type: 'leave' }).model.state).toBe('solved');
  });
});
