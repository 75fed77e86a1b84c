import { describe, expect, it } from 'vitest';
import { createGate, gateFor } from '../../../../widget/session/gate.ts';

const network = { code: 'network' } as const;

describe('the gate', () => {
  it('holds nothing back at first', () => {
    expect(createGate(() => 1).waitMs(0, false)).toBe(0);
  });

  it('doubles its pause with each failure, up to a minute', () => {
    const gate = createGate(() => 1);
    const waits = Array.from({ length: 4 }, () => {
      gate.failed(network, 0);
      return gate.waitMs(0, false);
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  it('spreads pauses over their second half', () => {
    const gate = createGate(() => 0);
    gate.failed(network, 0);
    expect(gate.waitMs(0, false)).toBe(500);
  });

  it('lets a press through its own pause, and not through that of the server', () => {
    const gate = createGate(() => 1);
    gate.failed(network, 0);
    expect(gate.waitMs(0, true)).toBe(0);
    gate.failed({ code: 'rate-limited', retryAfterMs: 9_000 }, 0);
    expect(gate.waitMs(1_000, true)).toBe(8_000);
    expect(gate.waitMs(1_000, false)).toBe(8_000);
  });

  it('waits for a press after five failures', () => {
    const gate = createGate(() => 1);
    for (let count = 0; count < 5; count += 1) gate.failed(network, 0);
    expect(gate.waitMs(1_000_000, false)).toBe(Number.POSITIVE_INFINITY);
    expect(gate.waitMs(1_000_000, true)).toBe(0);
    expect(gate.fault).toEqual(network);
  });

  it('forgets everything at a success', () => {
    const gate = createGate(() => 1);
    for (let count = 0; count < 5; count += 1) gate.failed(network, 0);
    gate.succeeded();
    expect(gate.waitMs(0, false)).toBe(0);
    expect(gate.fault).toBeNull();
  });

  it('is shared by the elements of one API and sitekey alone', () => {
    expect(gateFor('https://a/', 'k')).toBe(gateFor('https://a/', 'k'));
    expect(gateFor('https://a/', 'k')).not.toBe(gateFor('https://a/', 'other'));
    expect(gateFor('https://b/', 'k')).not.toBe(gateFor('https://a/', 'k'));
  });
});
