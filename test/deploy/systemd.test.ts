import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { describeWith, findProgram } from '../support/processes/programs.ts';

const unit = readFileSync(new URL('../../deploy/systemd/inkblot.service', import.meta.url), 'utf8');

/** Of systemd's 100, as its own list of weaknesses counts. */
const MOST_EXPOSED = 15;

const analyze = findProgram('systemd-analyze');

describeWith({ 'systemd-analyze': analyze }, 'the unit of systemd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-unit-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What `systemd-analyze` says of a unit whose program is there. */
  function judge(text: string, ...args: string[]) {
    const path = join(folder, 'inkblot.service');
    writeFileSync(path, text.replace('/opt/inkblot/node_modules/.bin/node', process.execPath));
    return spawnSync(analyze as string, [...args, path], { encoding: 'utf8' });
  }

  it('is one that systemd understands', () => {
    expect(judge(unit, 'verify', '--man=no')).toMatchObject({ status: 0, stderr: '' });
    expect(judge(unit.replace('Restart=', 'Restrt='), 'verify', '--man=no').stderr).not.toBe('');
  });

  it('leaves the service little that it could do', () => {
    const security = ['security', '--offline=true', `--threshold=${MOST_EXPOSED}`];
    expect(judge(unit, ...security).status).toBe(0);
    expect(judge(unit.replace('DynamicUser=yes', ''), ...security).status).not.toBe(0);
  });

  it('gives it settings that it starts with, and time to end', () => {
    const lines = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line]) =>
      line?.split(' '),
    );
    const environment = Object.fromEntries(
      lines.map((line = '') => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
    );
    const read = parseConfig(environment, () => 'k'.repeat(64));
    expect(read).toMatchObject({ ok: true, config: { trustedProxies: ['127.0.0.1'] } });
    const graceMs = read.ok ? read.config.shutdownGraceMs : Number.NaN;
    const limit = Number(/^TimeoutStopSec=(\d+)s$/m.exec(unit)?.[1]);
    expect(limit * 1000).toBeGreaterThanOrEqual(graceMs + 2000);
  });
});
