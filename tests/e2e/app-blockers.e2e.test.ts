import { deviceReportSchema, type DeviceReport, type ReportFinding, type Scan } from '@ringcheck/contracts';
import { Api } from './api.js';
import { startProduct, type Product } from './product.js';

let product: Product;
let api: Api;

const restricted = `<?xml version="1.0" encoding="UTF-8"?>
<restricted_software>
<general><id>3</id><name>No calls</name>
<process_name>FaceTime</process_name>
<match_exact_process_name>true</match_exact_process_name><kill_process>true</kill_process></general>
<scope><all_computers>false</all_computers>
<computer_groups><computer_group><id>2</id><name>Exam room</name></computer_group></computer_groups></scope>
</restricted_software>`;

const jamfMac = (id: number, groups: readonly string[]) => ({
  id: String(id),
  udid: `AAAA-${id}`,
  general: { name: `exam-${id}`, platform: 'Mac', reportDate: '2026-11-21T10:00:00Z' },
  hardware: { serialNumber: `XFAKJA000${id}`, modelIdentifier: 'Mac14,2' },
  operatingSystem: { version: '15.1' },
  configurationProfiles: [],
  groupMemberships: groups.map((groupName) => ({ groupId: '2', groupName })),
});

const appBlocking = {
  id: 'aaaa',
  name: 'Quiet lab',
  type: 'App Blocking',
  active: true,
  identifiers: [{ type: 'bundle_id', match_type: 'exact', value: 'com.apple.FaceTime' }],
  blueprints: [{ id: 'b', name: 'Lab' }],
};

const kandjiMac = (id: number, blueprint: string) => ({
  device_id: `aaaaaaaa-1111-4222-8333-00000000000${id}`,
  device_name: `lab-${id}`,
  model: 'MacBook Air (M2, 2022)',
  serial_number: `XFAKKA000${id}`,
  platform: 'Mac',
  os_version: '15.1',
  last_check_in: '2026-11-21T06:00:00Z',
  user: '',
  blueprint_name: blueprint,
  mdm_enabled: true,
  tags: [],
});

const dict = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
${body}
</dict>
</plist>`;

const santa = dict(`<key>PayloadType</key><string>Configuration</string>
<key>PayloadIdentifier</key><string>org.example.santa</string>
<key>PayloadUUID</key><string>0A5EED00-0000-4000-8000-000000000901</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadDisplayName</key><string>Santa rules</string>
<key>PayloadScope</key><string>System</string>
<key>PayloadRemovalDisallowed</key><true/>
<key>PayloadContent</key>
<array><dict>
<key>PayloadType</key><string>com.northpolesec.santa</string>
<key>PayloadIdentifier</key><string>org.example.santa.1</string>
<key>PayloadUUID</key><string>0A5EED00-0000-4000-8000-000000000902</string>
<key>PayloadVersion</key><integer>1</integer>
<key>ClientMode</key><integer>1</integer>
<key>StaticRules</key>
<array><dict>
<key>identifier</key><string>platform:com.apple.FaceTime</string>
<key>policy</key><string>BLOCKLIST</string>
<key>rule_type</key><string>SIGNINGID</string>
</dict></array>
</dict></array>`);

const santaMac = dict(`<key>UDID</key><string>00008999-0000000000009001</string>
<key>Status</key><string>Acknowledged</string>
<key>QueryResponses</key>
<dict>
<key>SerialNumber</key><string>XFAKSA0001</string>
<key>ModelName</key><string>MacBook Air</string>
<key>ProductName</key><string>Mac14,2</string>
<key>OSVersion</key><string>15.1</string>
</dict>`);

const santaProfiles = dict(`<key>UDID</key><string>00008999-0000000000009001</string>
<key>Status</key><string>Acknowledged</string>
<key>ProfileList</key>
<array><dict>
<key>PayloadIdentifier</key><string>org.example.santa</string>
<key>PayloadUUID</key><string>0A5EED00-0000-4000-8000-000000000901</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadRemovalDisallowed</key><true/>
<key>IsEncrypted</key><false/>
<key>PayloadContent</key>
<array><dict>
<key>PayloadType</key><string>com.northpolesec.santa</string>
<key>PayloadIdentifier</key><string>org.example.santa.1</string>
<key>PayloadVersion</key><integer>1</integer>
</dict></array>
</dict></array>`);

const policy = `version: 1
groups:
  - { name: quiet, select: { default: true }, intent: prohibited }
`;

async function upload(files: Readonly<Record<string, unknown>>): Promise<void> {
  const bytes = Object.entries(files).map(([name, content]): [string, Uint8Array] => [
    name,
    new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)),
  ]);
  const sent = await api.uploadFiles(new Map(bytes));
  const { files: read } = await api.decoded(sent.id);
  expect(read.map(({ path, status }) => [path, status])).toEqual(
    read.map(({ path }) => [path, expect.stringMatching(/^(ingested|partial)$/)]),
  );
}

async function scan(): Promise<void> {
  expect((await api.scanned((await api.post<Scan>('/scans')).id)).status).toBe('done');
}

const reportOf = async (serial: string): Promise<DeviceReport> =>
  deviceReportSchema.parse(await api.get(`/devices/${encodeURIComponent(`serial:${serial}`)}/report`));
const blockerOf = ({ findings }: DeviceReport): ReportFinding | undefined =>
  findings.find(({ ruleId }) => ruleId === 'mac-app-blocker');

beforeAll(async () => {
  product = await startProduct({ env: { RINGCHECK_WORKERS: '1' } });
  api = new Api(product.url);
  await upload({
    'ringcheck.yaml': policy,
    'jamf/macs.json': { totalCount: 2, results: [jamfMac(1, ['Exam room']), jamfMac(2, ['Staff'])] },
    'jamf/restricted.xml': restricted,
    'kandji/devices.json': [kandjiMac(1, 'Lab'), kandjiMac(2, 'Office')],
    'kandji/app-blocking.json': appBlocking,
    'santa/santa.mobileconfig': santa,
    'santa/mac.plist': santaMac,
    'santa/profiles.plist': santaProfiles,
  });
  await scan();
});

afterAll(async () => {
  await product.stop();
});

describe('app blockers that were uploaded to a server', () => {
  it.each([
    ['Restricted Software of Jamf Pro', 'XFAKJA0001', 'jamf/restricted.xml', 4],
    ['App Blocking of Kandji', 'XFAKKA0001', 'kandji/app-blocking.json', 1],
    ['a rule of Santa', 'XFAKSA0001', 'santa/santa.mobileconfig', undefined],
  ] as const)('block by %s, with the place it stands at', async (_name, serial, document, line) => {
    const report = await reportOf(serial);
    expect(report.verdict).toBe('blocked');
    const blocker = blockerOf(report);
    expect(blocker?.outcome).toBe('blocked');
    expect(blocker?.evidence[0]).toMatchObject({ document, line: line ?? expect.any(Number) });
    expect(blocker?.remediation.steps.length).toBeGreaterThan(0);
    expect(report.questions).toEqual([]);
  });

  it('count as managed controls, so that a group that must be quiet complies', async () => {
    for (const serial of ['XFAKJA0001', 'XFAKSA0001'])
      expect([serial, (await reportOf(serial)).compliance]).toEqual([serial, 'compliant']);
  });

  it.each([
    ['where the server listed the profiles too', 'XFAKJA0002', undefined],
    ['though other blockers stay possible while nobody listed the profiles', 'XFAKKA0002', 'unknown'],
  ] as const)('leave a Mac outside their scope alone, %s', async (_name, serial, outcome) => {
    const report = await reportOf(serial);
    expect(blockerOf(report)?.outcome).toBe(outcome);
    expect(report.verdict).not.toBe('blocked');
    expect(report.compliance).not.toBe('compliant');
  });
});
