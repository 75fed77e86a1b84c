import { describe, expect, it } from 'vitest';
import { createKeys } from '../../../src/base/keys.ts';

const [OLD, NEW] = ['o'.repeat(32), 'n'.repeat(32)];

describe('the keys of the server', () => {
  it('have one for what is new, and find each by its name', () => {
    const keys = createKeys(NEW, [OLD]);
    expect(keys.current.secret).toBe(NEW);
    expect(keys.all.map(({ secret }) => secret)).toEqual([NEW, OLD]);
    for (const key of keys.all) expect(keys.find(key.id)).toBe(key);
    expect(keys.find('AAAAAAAA')).toBeUndefined();
  });

  it('have the same names in every replica, which do not contain them', () => {
    const [before, after] = [createKeys(OLD, [NEW]), createKeys(NEW, [OLD])];
    expect(after.find(before.current.id)?.secret).toBe(OLD);
    expect(before.find(after.current.id)?.secret).toBe(NEW);
    expect(before.current.id).toMatch(/^[\w-]{8}$/);
    expect(before.current.id).not.toBe(after.current.id);
  });

  it('do not count twice what is named twice', () => {
    expect(createKeys(NEW, [NEW, OLD]).all).toHaveLength(2);
  });
});
