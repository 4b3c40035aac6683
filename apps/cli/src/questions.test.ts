import { checkReportSchema, type CheckReport } from '@ringcheck/contracts';
import { policyJsonSchema } from '@ringcheck/policy';
import { folderOf } from './testing/folder.js';
import { run } from './testing/run.js';
import { deviceInformation, nothingInstalled } from './testing/samples.js';

async function check(
  files: Readonly<Record<string, string>>,
  now = '2026-11-21T12:00:00Z',
): Promise<CheckReport> {
  const folder = folderOf({
    'device.plist': deviceInformation(),
    'profiles.plist': nothingInstalled,
    ...files,
  });
  const { out, err } = await run('check', folder, '--format', 'json', '--now', now);
  if (out === '') throw new Error(err);
  return checkReportSchema.parse(JSON.parse(out));
}

const attested = (answer: string) => ({
  'ringcheck.yaml': `version: 1
attestations:
  - { question: ask-signed-in, answer: ${answer}, select: { default: true }, owner: h@example.org, expires: 2026-11-30 }
`,
});
const feed = (event: object) => ({
  'system-status.json': JSON.stringify({
    drpost: false,
    services: [{ serviceName: 'FaceTime', redirectUrl: null, events: [event] }],
  }),
});
const outage = {
  messageId: '2000001',
  statusType: 'Outage',
  eventStatus: 'resolved',
  epochStartDate: Date.parse('2026-11-21T10:00:00Z'),
  epochEndDate: Date.parse('2026-11-21T13:00:00Z'),
  usersAffected: 'Some users are affected',
  message: 'Users may be unable to make calls.',
};

describe('a check', () => {
  it('asks what no upload can tell, and takes an answer with the line of the policy', async () => {
    const before = await check({});
    expect(before.questions?.[0]?.questions.map(({ id }) => id)).toContain('ask-signed-in');
    const after = await check(attested('no'));
    const [finding] = after.devices[0]?.findings.filter(({ ruleId }) => ruleId === 'ask-signed-in') ?? [];
    expect(finding).toMatchObject({ outcome: 'blocked', title: 'Is FaceTime signed in and activated?' });
    expect(finding?.evidence).toMatchObject([{ line: 3, value: 'no' }]);
    expect(finding?.evidence[0]?.document).toMatch(/ringcheck\.yaml$/);
    expect(after.devices[0]?.verdict).toBe('blocked');
  });

  it('asks again once the answer has expired', async () => {
    const report = await check(attested('yes'), '2026-12-01T00:00:00Z');
    expect(report.devices[0]?.notes.map(({ ruleId }) => ruleId)).toContain('ask-signed-in');
    expect(report.questions?.[0]?.questions.map(({ id }) => id)).toContain('ask-signed-in');
  });

  it('finds an outage in an uploaded status feed while it lasts, and not after', async () => {
    const found = async (now: string) =>
      (await check(feed(outage), now)).devices[0]?.findings.filter(
        ({ ruleId }) => ruleId === 'apple-service-outage',
      );
    expect(await found('2026-11-21T12:00:00Z')).toMatchObject([{ outcome: 'at-risk', stage: 'apple' }]);
    expect(await found('2026-11-21T14:00:00Z')).toEqual([]);
  });
});

describe('a policy file with one section only', () => {
  const properties = policyJsonSchema['properties'] as object;

  it.each(Object.keys(properties).filter((key) => key !== 'version'))('is known by %s', async (section) => {
    const report = await check({ 'ringcheck.yaml': `version: 1\n${section}:\n` });
    const input = report.inputs.find(({ path }) => path.endsWith('ringcheck.yaml'));
    expect([input?.kind, input?.status]).toEqual(['policy-file', 'ingested']);
  });
});
