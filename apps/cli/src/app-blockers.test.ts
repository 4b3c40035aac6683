import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './testing/run.js';

const restricted = `<?xml version="1.0" encoding="UTF-8"?>
<restricted_software>
<general><id>3</id><name>No calls</name>
<process_name>FaceTime</process_name>
<match_exact_process_name>true</match_exact_process_name><kill_process>true</kill_process></general>
<scope><all_computers>false</all_computers>
<computer_groups><computer_group><id>2</id><name>Exam room</name></computer_group></computer_groups></scope>
</restricted_software>`;

const mac = (id: number, groups: readonly string[]) => ({
  id: String(id),
  udid: `AAAA-${id}`,
  general: { name: `lab-${id}`, platform: 'Mac', reportDate: '2026-11-21T10:00:00Z' },
  hardware: { serialNumber: `XFAKAB000${id}`, modelIdentifier: 'Mac14,2' },
  operatingSystem: { version: '15.1' },
  configurationProfiles: [],
  groupMemberships: groups.map((groupName) => ({ groupId: '2', groupName })),
});

describe('what Jamf ends on Macs', () => {
  it('blocks the Macs of its scope, names the line, and leaves the others alone', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'blockers-'));
    try {
      const macs = { totalCount: 2, results: [mac(1, ['Exam room']), mac(2, ['Staff'])] };
      await writeFile(path.join(folder, 'macs.json'), JSON.stringify(macs));
      await writeFile(path.join(folder, 'restricted.xml'), restricted);
      const { out } = await run('check', folder, '--format', 'json', '--now', '2026-11-22T00:00:00Z');
      const report = JSON.parse(out) as {
        inputs: { path: string; kind: string; status: string }[];
        devices: { verdict: string; findings: { ruleId: string; evidence: object[] }[] }[];
      };
      expect(report.inputs).toContainEqual(
        expect.objectContaining({ kind: 'app-blocking', status: 'ingested' }) as unknown,
      );
      const found = report.devices.map(({ verdict, findings }) => [
        verdict,
        findings.filter(({ ruleId }) => ruleId === 'mac-app-blocker'),
      ]);
      expect(found).toEqual([
        [
          'blocked',
          [
            expect.objectContaining({
              outcome: 'blocked',
              evidence: [
                expect.objectContaining({
                  document: expect.stringContaining('restricted.xml') as unknown,
                  line: 4,
                }) as unknown,
              ],
            }),
          ],
        ],
        [expect.not.stringMatching('blocked'), []],
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
