import path from 'node:path';
import { checkReportSchema } from '@ringcheck/contracts';
import { folderOf } from './testing/folder.js';
import { run } from './testing/run.js';

const folder = folderOf({
  'list.csv':
    'serial,platform,os version,tags\nXFAK00000A1,macOS,15.1,staff\nXFAK00000A2,macOS,15.1,student\n',
  'office.conf':
    '[Interface]\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\nAddress = 10.9.0.2/32\n[Peer]\nAllowedIPs = 17.0.0.0/8\n',
  'dc.rules': '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -p tcp --dport 5223 -j DROP\nCOMMIT\n',
  'ringcheck.yaml':
    'version: 1\nnetworks: [{ name: dc, firewall: dc.rules }]\ntunnels:\n  - { config: office.conf, select: { tags: staff }, egress: dc }\n  - { config: gone.ovpn, select: { tags: student } }\n',
});
const at = (name: string): string => path.join(folder, name);

describe('a VPN from a file that the policy gives to devices', () => {
  it('is judged on those devices, by the firewall of the network it leaves by, and shows no key', async () => {
    const { out } = await run('check', at('list.csv'), '--policy', at('ringcheck.yaml'), '--format', 'json');
    const { devices } = checkReportSchema.parse(JSON.parse(out));
    const found = devices.map(({ id, findings }) => [
      id,
      findings
        .filter(({ ruleId }) => ruleId === 'vpn-from-file')
        .map(({ outcome, evidence }) => [
          outcome,
          evidence.map(({ document, line }) => [path.basename(document), line]),
        ]),
    ]);
    expect(found).toEqual([
      [
        'serial:XFAK00000A1',
        [
          [
            'at-risk',
            [
              ['office.conf', 5],
              ['ringcheck.yaml', 4],
              ['dc.rules', 3],
            ],
          ],
        ],
      ],
      ['serial:XFAK00000A2', [['unknown', [['ringcheck.yaml', 5]]]]],
    ]);
    expect(out).not.toContain('yAnz5TF');
  });

  it('is said to be missing when the policy is validated', async () => {
    const { err, out } = await run('policy', 'validate', at('ringcheck.yaml'));
    expect(`${out}${err}`).toContain('ringcheck.yaml:5:5: warning: the VPN file gone.ovpn is not there');
  });
});
