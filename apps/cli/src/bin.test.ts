import { spawn } from 'node:child_process';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { folderOf } from './testing/folder.js';
import { deviceInformation, noFaceTime } from './testing/samples.js';

const bin = path.resolve(import.meta.dirname, '../bin/ringcheck.mjs');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as a user starts it: its own process, its own streams. */
async function ringcheck(
  argv: readonly string[],
  options: {
    readonly stdin?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
  } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...argv], {
    env: { ...process.env, NODE_OPTIONS: '', ...options.env },
    cwd: options.cwd ?? process.cwd(),
  });
  child.stdin.end(options.stdin ?? '');
  const [out, err, code] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code, out: out.toString('utf8'), err: err.toString('utf8') };
}

describe('the ringcheck command', () => {
  it('checks a profile from standard input', async () => {
    const { code, out } = await ringcheck(['check', '-', '--format', 'json'], { stdin: noFaceTime });
    expect(code).toBe(1);
    const report = JSON.parse(out) as { inputs: { path: string; kind: string }[] };
    expect(report.inputs).toEqual([expect.objectContaining({ path: '-', kind: 'configuration-profile' })]);
  });

  it('decodes standard input, and says that it was empty', async () => {
    const { out } = await ringcheck(['decode', '-', '--format', 'ndjson'], { stdin: '' });
    expect(JSON.parse(out)).toMatchObject({ path: '-', status: 'rejected' });
  });

  it('keeps results on standard output and talk on standard error, without a sign of colour', async () => {
    const folder = folderOf({ 'a b/ü.plist': deviceInformation() });
    const { out, err } = await ringcheck(['check', folder], { env: { NO_COLOR: '1' } });
    expect(out).toContain('serial:XFAKC00001');
    expect(`${out}${err}`).not.toContain('\u001b');
    expect(
      err.split('\n').filter((line) => line !== '' && !/^ringcheck: built \d+ files$/.test(line)),
    ).toEqual([]);
  });

  it('works from any folder, with blanks in the path', async () => {
    const folder = folderOf({ 'a b/device.plist': deviceInformation() });
    const { out } = await ringcheck(['decode', 'a b', '--format', 'ndjson'], { cwd: folder });
    expect(JSON.parse(out)).toMatchObject({ path: 'a b/device.plist', kind: 'mdm-device-information' });
  });

  it('ends quietly when nobody reads on', async () => {
    const folder = folderOf(
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}.plist`, deviceInformation()])),
    );
    const child = spawn(process.execPath, [bin, 'decode', folder, '--positions'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    child.stdin.end();
    child.stdout.once('data', () => child.stdout.destroy());
    const err = await buffer(child.stderr);
    expect(err.toString()).not.toContain('EPIPE');
  });
});
