import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { checkReportSchema, type CheckReport } from '@ringcheck/contracts';
import { folderOf, zipOf } from './testing/folder.js';
import { run, type Ran } from './testing/run.js';
import {
  deviceInformation,
  hasNoFaceTime,
  noFaceTime,
  nothingInstalled,
  profileList,
} from './testing/samples.js';

const now = ['--now', '2026-11-21T12:00:00Z'];

interface Checked extends Ran {
  readonly report: CheckReport;
}

async function check(...argv: readonly string[]): Promise<Checked> {
  const ran = await run('check', ...argv, '--format', 'json', ...now);
  if (ran.out === '') throw new Error(`no report: ${ran.err}`);
  return { ...ran, report: checkReportSchema.parse(JSON.parse(ran.out)) };
}

/** A device that cannot FaceTime, and the profile that stops it. */
const blocked = {
  'good/device.plist': deviceInformation(),
  'good/profiles.plist': hasNoFaceTime,
  'good/no-facetime.mobileconfig': noFaceTime,
};
const noise = Uint8Array.from(
  { length: 1024 * 1024 },
  (_, index) => (index * 7919 + (index >> 7) * 31) % 251,
);

function inputOf(report: CheckReport, end: string): CheckReport['inputs'][number] {
  const input = report.inputs.find((each) => each.path.endsWith(end));
  if (input === undefined) throw new Error(`${end} is not among the inputs`);
  return input;
}

describe('check', () => {
  it('says what blocks a device, in which file and line, and exits 1', async () => {
    const folder = folderOf(blocked);
    const { code, report } = await check(folder);
    expect(code).toBe(1);
    expect(report.devices).toHaveLength(1);
    expect(report.devices[0]).toMatchObject({ id: 'serial:XFAKC00001', verdict: 'blocked' });
    const finding = report.devices[0]?.findings.find(({ ruleId }) => ruleId === 'restriction-facetime');
    const text = noFaceTime.split('\n');
    expect(finding?.evidence[0]).toMatchObject({
      document: `${folder}/good/no-facetime.mobileconfig`,
      path: 'PayloadContent[0].allowVideoConferencing',
      line: text.findIndex((line) => line.includes('allowVideoConferencing')) + 2,
      value: false,
    });
  });

  it('gives the same bytes for the same input, whatever the order of the paths', async () => {
    const folder = folderOf(blocked);
    const files = Object.keys(blocked).map((name) => path.join(folder, name));
    const first = await check(...files);
    const second = await check(...[...files].reverse());
    expect(second.out).toBe(first.out);
  });

  it('reads the same from an archive, naming what is inside', async () => {
    const folder = folderOf({ 'all.zip': zipOf(blocked) });
    const { code, report } = await check(path.join(folder, 'all.zip'));
    expect(code).toBe(1);
    expect(report.inputs.map((input) => input.path)).toContain(`${folder}/all.zip!/good/device.plist`);
  });

  it('exits 0 for a device in order', async () => {
    const files = { 'a.plist': deviceInformation(), 'b.plist': nothingInstalled };
    const { code, report } = await check(folderOf(files), '--fail-on', 'blocked');
    expect([code, report.devices[0]?.verdict]).not.toContain('blocked');
    expect(code).toBe(0);
  });

  it('reports the one device that --device names by serial, UDID or id', async () => {
    const folder = folderOf({
      ...blocked,
      'other.csv': 'serial,name,platform\nXFAKC00009,Other,iOS\n',
    });
    for (const wanted of ['xfakc00001', 'serial:XFAKC00001', '00008999-00000000000000A1']) {
      const { report } = await check(folder, '--device', wanted);
      expect(report.devices.map(({ id }) => id)).toEqual(['serial:XFAKC00001']);
    }
    const missing = await run('check', folder, '--device', 'NOBODY');
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('--device NOBODY')]);
  });

  it('judges profiles by model devices when there is no inventory, and says so', async () => {
    const folder = folderOf({ 'no-facetime.mobileconfig': noFaceTime });
    const { code, report } = await check(path.join(folder, 'no-facetime.mobileconfig'));
    expect(code).toBe(1);
    expect(report.archetypes).toBe(true);
    const verdictOf = (start: string) =>
      new Set(report.devices.filter(({ id }) => id.startsWith(start)).map(({ verdict }) => verdict));
    expect(verdictOf('archetype:iphone-supervised')).toEqual(new Set(['blocked']));
    expect(verdictOf('archetype:iphone-unsupervised').has('blocked')).toBe(false);
    const { out } = await run('check', folder, ...now);
    expect(out).toContain('No inventory was given');
  });

  it('writes the report to --output and prints nothing', async () => {
    const folder = folderOf(blocked);
    const file = path.join(folder, 'report.json');
    const { code, out } = await run(
      'check',
      path.join(folder, 'good'),
      '--format',
      'json',
      '--output',
      file,
      ...now,
    );
    expect([code, out]).toEqual([1, '']);
    expect(checkReportSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).devices).toHaveLength(1);
  });

  it('finds the firewall file that stands beside a policy named by --policy', async () => {
    const policy =
      'version: 1\nnetworks:\n  - { name: hall, match: { ssid: [Hall] }, firewall: hall.rules, fixed: true }\n';
    const inventory =
      'serial,platform,os version,supervised,ssid,last seen\nXFAKC00001,iOS,26.4,yes,Hall,2026-11-21T11:00:00Z\n';
    const folder = folderOf({
      'policy/ringcheck.yaml': policy,
      'policy/hall.rules':
        '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n',
      'data/devices.csv': inventory,
    });
    const file = path.join(folder, 'policy', 'ringcheck.yaml');
    const { report } = await check(path.join(folder, 'data'), '--policy', file);
    expect(inputOf(report, 'policy/hall.rules')).toMatchObject({
      kind: 'firewall-policy',
      status: 'ingested',
    });
    expect(report.devices[0]?.network).toBe('hall');
  });

  it.each([
    [['check'], 'check needs a file or folder'],
    [['check', '/no/such/place'], '/no/such/place: no such file or folder'],
    [['check', '.', '--now', 'yesterday'], '--now yesterday: expected an ISO 8601 date'],
    [['check', '.', '--policy', '/no/policy.yaml'], '--policy /no/policy.yaml: cannot be read'],
    [['check', '.', '--format', 'pdf'], '--format pdf: expected one of'],
    [['check', '.', '--fail-on', 'clear'], '--fail-on clear: expected one of'],
  ])('refuses %j and exits 2', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });

  it('refuses a policy that does not hold, with file, line and column', async () => {
    const folder = folderOf({ ...blocked, 'ringcheck.yaml': 'version: 1\ngroups:\n  - { name: a }\n' });
    const { code, out, err } = await run('check', folder);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`${folder}/ringcheck.yaml:3:5: `);
  });

  it('refuses to choose between two policies', async () => {
    const folder = folderOf({
      'a.yaml': 'version: 1\nrules: {}\n',
      'b.yaml': 'version: 1\nwaivers: []\n',
      'd.plist': deviceInformation(),
    });
    const { code, err } = await run('check', folder);
    expect([code, err]).toEqual([2, expect.stringContaining('name one with --policy')]);
  });
});

describe('check with bad input beside good', () => {
  const bad: Readonly<Record<string, string | Uint8Array>> = {
    'empty.plist': '',
    'empty.zip': '',
    'cut.mobileconfig': noFaceTime.slice(0, 300),
    'picture.mobileconfig': Uint8Array.of(
      0x89,
      0x50,
      0x4e,
      0x47,
      0x0d,
      0x0a,
      0x1a,
      0x0a,
      0,
      0,
      0,
      13,
      1,
      2,
      3,
    ),
    'noise.bin': noise,
    'no-header.csv': 'XFAKC00021,iPhone 1,iOS\nXFAKC00022,iPhone 2,iOS\n',
    'letter.txt': 'Dear colleague, this is a letter.\n',
  };

  it.each([
    ['empty.plist', 'rejected', 'empty-file', { offset: 0 }],
    ['empty.zip', 'rejected', 'empty-file', { offset: 0 }],
    ['picture.mobileconfig', 'rejected', 'unrecognised', { offset: 0 }],
    ['noise.bin', 'rejected', 'unrecognised', { offset: 0 }],
    ['no-header.csv', 'rejected', 'csv-without-header', { line: 1, column: 1 }],
    ['letter.txt', 'ignored', 'unrecognised', { line: 1, column: 1 }],
  ])('%s is %s with %s and its place', async (name, status, code, place) => {
    const { report } = await check(folderOf({ ...blocked, ...bad }));
    expect(inputOf(report, `/${name}`)).toMatchObject({
      status,
      diagnostics: [expect.objectContaining({ code, ...place })],
    });
  });

  it('names the line at which a truncated profile ends', async () => {
    const { report } = await check(folderOf({ ...blocked, ...bad }));
    const cut = inputOf(report, '/cut.mobileconfig');
    expect(['partial', 'rejected']).toContain(cut.status);
    const lines = noFaceTime.slice(0, 300).split('\n').length;
    expect(cut.diagnostics.filter(({ severity }) => severity === 'error')[0]?.line).toBe(lines);
  });

  it('loses nothing of the good files', async () => {
    const { code, report } = await check(folderOf({ ...blocked, ...bad }));
    expect(code).toBe(1);
    expect(report.devices.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['serial:XFAKC00001', 'blocked'],
    ]);
    expect(report.inputs).toHaveLength(Object.keys(blocked).length + Object.keys(bad).length);
  });

  it('exits 3 with --strict', async () => {
    const folder = folderOf({ ...blocked, ...bad });
    expect((await run('check', folder, '--strict', ...now)).code).toBe(3);
  });

  it('prints file, place and reason for people', async () => {
    const folder = folderOf({ ...blocked, ...bad });
    const { out } = await run('check', folder, ...now);
    expect(out).toContain(`rejected: ${folder}/no-header.csv:1:1: `);
    expect(out).toContain(`rejected: ${folder}/empty.plist: The file is empty. Export it again.`);
  });

  it('keeps two devices apart that claim one serial number under two UDIDs, and says so', async () => {
    const second = '00008999-00000000000000A2';
    const { report } = await check(
      folderOf({
        ...blocked,
        'second.plist': deviceInformation({ udid: second, name: 'Twin' }),
        'second-profiles.plist': profileList([], second),
      }),
    );
    const udids = report.devices.flatMap(({ udid }) => udid ?? []);
    expect(udids.sort()).toEqual(['00008999-00000000000000A1', second]);
    expect(report.devices.find(({ udid }) => udid !== second)?.verdict).toBe('blocked');
    expect(report.devices.flatMap(({ notes }) => notes.map(({ message }) => message)).join('\n')).toMatch(
      /serial/i,
    );
  });

  it('follows a link to a file and tells one that leads nowhere', async () => {
    const folder = folderOf({ 'in/a.txt': '', 'out/device.plist': deviceInformation() });
    symlinkSync(path.join(folder, 'out', 'device.plist'), path.join(folder, 'in', 'link.plist'));
    symlinkSync(path.join(folder, 'gone'), path.join(folder, 'in', 'dead.plist'));
    symlinkSync(folder, path.join(folder, 'in', 'circle'));
    const { report } = await check(path.join(folder, 'in'));
    expect(report.devices).toHaveLength(1);
    expect(inputOf(report, '/dead.plist')).toMatchObject({
      status: 'rejected',
      diagnostics: [expect.objectContaining({ code: 'unreadable-file' })],
    });
    expect(report.inputs).toHaveLength(3);
  });
});

describe('check of a signed profile', () => {
  const fixtures = path.resolve(import.meta.dirname, '../../../packages/intake/src/cms/fixtures');
  const signed = path.join(fixtures, 'signed.der');
  const authority = path.join(fixtures, 'authority.der');
  const codesOf = ({ report }: Checked) => report.inputs[0]?.diagnostics.map(({ code }) => code);

  it('tells the state of the signature, and against what certificates', async () => {
    const plain = await check(signed);
    expect(plain.report.inputs[0]?.diagnostics).toMatchObject([{ code: 'cms-signed', severity: 'info' }]);
    const known = await check(signed, '--trust-anchors', authority);
    expect(known.report.inputs[0]?.diagnostics[0]?.message).toContain('one of the trust anchors');
    expect(known.report.summary).toEqual(plain.report.summary);
    expect(known.code).toBe(plain.code);
  });

  it('judges the certificate against --now and leaves every verdict as it is', async () => {
    const late = await run('check', signed, '--format', 'json', '--now', '2040-01-01T00:00:00Z');
    const report = checkReportSchema.parse(JSON.parse(late.out));
    expect(report.inputs[0]?.diagnostics.map(({ code }) => code)).toEqual([
      'cms-signed',
      'cms-certificate-expired',
    ]);
    expect(report.inputs[0]?.status).toBe('ingested');
    const now = await check(signed);
    expect(codesOf(now)).toEqual(['cms-signed']);
    expect(report.summary.verdicts).toEqual(now.report.summary.verdicts);
  });

  it('refuses anchors that hold no certificate', async () => {
    const wrong = await run('check', signed, '--trust-anchors', path.join(fixtures, 'content.xml'));
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('holds no certificate')]);
  });
});
