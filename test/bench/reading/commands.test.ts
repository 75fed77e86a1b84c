import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseNumbered } from '../../../bench/reading/answers.ts';
import { decodePng } from '../../../bench/support/rgb-image.ts';

const script = (name: string) =>
  new URL(`../../../bench/reading/${name}`, import.meta.url).pathname;

describe('a reading', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const sheet = (...args: string[]) => [script('sheet.ts'), '--out', at('sheets'), ...args];
  const score = (...args: string[]) => [
    script('score.ts'),
    ...['--readings', at('readings.txt'), '--reader', 'P. Q.', '--results', at('results.json')],
    ...args,
  ];
  const run = (args: string[]) => execFileSync(process.execPath, args, { encoding: 'utf8' });
  const refusal = (args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(status).toBe(1);
    return stderr;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'reading-'));
    writeFileSync(at('results.json'), '[]\n');
    run(sheet('--count', '21', '--answers', at('kept/answers.txt')));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('starts with numbered sheets, and nothing beside them says what they show', () => {
    expect(readdirSync(at('sheets'))).toEqual(['contact-sheet-1.png', 'contact-sheet-2.png']);
    const { widthPx, heightPx } = decodePng(readFileSync(at('sheets/contact-sheet-1.png')));
    expect([widthPx, heightPx]).toEqual([956, 526]);
    expect(parseNumbered(readFileSync(at('kept/answers.txt'), 'utf8')).size).toBe(21);
  });

  it('never has the answers in the folder of the sheets', () => {
    expect(refusal(sheet('--answers', at('sheets/answers.txt')))).toContain('must not lie in');
  });

  it('is of other texts with another seed, epoch, level or view', () => {
    const first = parseNumbered(readFileSync(at('kept/answers.txt'), 'utf8'));
    for (const change of [
      ['--seed', '2'],
      ['--epoch', '1'],
      ['--level', '3'],
      ['--view', 'gray'],
    ]) {
      const kept = at('kept/others.txt');
      run([script('sheet.ts'), ...change, '--count', '2', '--out', at('o'), '--answers', kept]);
      const others = parseNumbered(readFileSync(kept, 'utf8'));
      expect(others.size).toBe(2);
      for (const [number, text] of others) expect(first.get(number)).not.toBe(text);
    }
  });

  it('ends with a score, which is kept when asked for', () => {
    const answers = readFileSync(at('kept/answers.txt'), 'utf8');
    writeFileSync(at('readings.txt'), answers.replace(/^1 .+$/m, '1 ?'));
    const said = run(score('--answers', at('kept/answers.txt')));
    expect(said).toContain('whole       20 of 21, 95.2 % (95 %: 77.3 % to 99.2 %)');
    expect(readFileSync(at('results.json'), 'utf8')).toBe('[]\n');

    run(score('--answers', at('kept/answers.txt'), '--record'));
    expect(JSON.parse(readFileSync(at('results.json'), 'utf8'))).toEqual([
      {
        ...{ style: 'served', level: 2, reader: 'P. Q.' },
        ...{ pictures: 21, whole: 20, characters: 126, charactersRight: 120 },
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      },
    ]);
  });

  it('is not recorded for another style or level than was drawn, nor in a view', () => {
    const answers = at('kept/answers.txt');
    expect(refusal(score('--answers', answers, '--level', '3'))).toContain('style served, level 2');
    expect(refusal(score('--answers', answers, '--style', 'x'))).toContain('style served, level 2');

    writeFileSync(at('kept/gray.txt'), '# style: served\n# level: 2\n# view: gray\n1 ACEHKL\n');
    writeFileSync(at('readings.txt'), '1 ACEHKL\n');
    expect(refusal(score('--answers', at('kept/gray.txt'), '--record'))).toContain('not recorded');
  });
});
