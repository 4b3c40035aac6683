import { deviceReportSchema, type DeviceReport, type Scan } from '@ringcheck/contracts';
import { Api } from './api.js';
import { startProduct, type Product } from './product.js';

let product: Product;
let api: Api;

const devices = ['wireguard', 'openvpn', 'excluded', 'direct'] as const;
type Tag = (typeof devices)[number];
const serialOf = (tag: Tag): string => `XFAKTU000${devices.indexOf(tag)}`;

const key = 'PLANTED5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';
const wireguard = (allowed: string): string =>
  `[Interface]\nPrivateKey = ${key}\nAddress = 10.9.0.2/32\n[Peer]\nEndpoint = vpn.example.org:51820\nAllowedIPs = ${allowed}\n`;
const openvpn = (...lines: readonly string[]): string =>
  ['client', 'dev tun', 'remote vpn.example.org 1194', 'route-nopull', ...lines, ''].join('\n');

const files: Readonly<Record<string, string>> = {
  'site/devices.csv': [
    'serial,platform,os version,tags',
    ...devices.map((tag) => `${serialOf(tag)},macOS,15.1,${tag}`),
    '',
  ].join('\n'),
  'site/office.conf': wireguard('0.0.0.0/0, ::/0'),
  'site/apple.ovpn': openvpn('route 10.0.0.0 255.0.0.0', 'route 17.0.0.0 255.0.0.0'),
  'site/past.ovpn': openvpn('redirect-gateway def1', 'route 17.0.0.0 255.0.0.0 net_gateway'),
  'site/lab.conf': wireguard('10.0.0.0/8'),
  'site/dc.rules': '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -d 17.0.0.0/8 -p tcp -j DROP\nCOMMIT\n',
  'site/ringcheck.yaml': `version: 1
networks:
  - { name: dc, firewall: dc.rules }
tunnels:
  - { config: office.conf, select: { tags: wireguard }, egress: dc }
  - { config: apple.ovpn, select: { tags: openvpn }, egress: dc }
  - { config: past.ovpn, select: { tags: excluded }, egress: dc }
  - { config: lab.conf, select: { tags: direct }, egress: dc }
`,
};

async function upload(sent: Readonly<Record<string, string>>): Promise<void> {
  const bytes = Object.entries(sent).map(([name, text]) => [name, new TextEncoder().encode(text)] as const);
  const { files: read } = await api.decoded((await api.uploadFiles(new Map(bytes))).id);
  expect(read.map(({ path, status }) => [path, status])).toEqual(
    Object.keys(sent).map((name) => [name, 'ingested']),
  );
}

async function scan(): Promise<void> {
  expect((await api.scanned((await api.post<Scan>('/scans')).id)).status).toBe('done');
}

/** What the report says of the VPN from a file: outcome, or note; words; and where it stands. */
async function told(tag: Tag) {
  const report: DeviceReport = deviceReportSchema.parse(
    await api.get(`/devices/${encodeURIComponent(`serial:${serialOf(tag)}`)}/report`),
  );
  expect(JSON.stringify(report)).not.toContain(key);
  const of = ({ ruleId }: { readonly ruleId: string }): boolean => ruleId === 'vpn-from-file';
  const findings = report.findings.filter(of);
  const all = [...findings, ...report.notes.filter(of)];
  expect(all).toHaveLength(1);
  return {
    outcome: findings[0]?.outcome ?? 'note',
    message: all[0]?.message ?? '',
    places: all[0]?.evidence.map(({ document, line }) => `${document}:${line ?? ''}`),
    steps: findings[0]?.remediation.steps.map((step) => step.do) ?? [],
  };
}

beforeAll(async () => {
  product = await startProduct({ env: { RINGCHECK_WORKERS: '1' } });
  api = new Api(product.url);
  await upload(files);
  await scan();
}, 180_000);

afterAll(async () => {
  await product.stop();
}, 60_000);

describe('VPN files that the policy gives to devices', () => {
  it('send everything into the tunnel, and the line of the firewall where it leaves is named', async () => {
    const { outcome, message, places } = await told('wireguard');
    expect(outcome).toBe('at-risk');
    expect(message).toContain('sends all traffic through a VPN');
    expect(places).toEqual(['site/office.conf:6', 'site/ringcheck.yaml:5', 'site/dc.rules:3']);
  });

  it('send what one route takes into the tunnel, and that route is turned', async () => {
    const { outcome, places, steps } = await told('openvpn');
    expect([outcome, places]).toEqual([
      'at-risk',
      ['site/apple.ovpn:6', 'site/ringcheck.yaml:6', 'site/dc.rules:3'],
    ]);
    expect(steps[0]).toContain('change line 6 to "route 17.0.0.0 255.0.0.0 net_gateway"');
  });

  it('keep Apple out by a line of their own, which is named beside what they take', async () => {
    const { outcome, message, places } = await told('excluded');
    expect([outcome, places]).toEqual(['note', ['site/past.ovpn:5', 'site/ringcheck.yaml:7']]);
    expect(message).toContain('past it go push, apple: line 6, route 17.0.0.0 255.0.0.0 net_gateway');
  });

  it('leave calls alone where no route takes any of them', async () => {
    const { outcome, message, places } = await told('direct');
    expect([outcome, places]).toEqual(['note', ['site/lab.conf:6', 'site/ringcheck.yaml:8']]);
    expect(message).toContain('calls go past it');
  });

  it('are clear once the lines that were offered stand in them', async () => {
    const allowed = (await told('wireguard')).steps
      .map((step) => /set AllowedIPs in line 6 to "([^"]+)"/.exec(step)?.[1])
      .find((list) => list !== undefined);
    expect(allowed?.split(', ').length).toBeGreaterThan(8);
    await upload({
      'site/office.conf': wireguard(allowed ?? ''),
      'site/apple.ovpn': openvpn('route 10.0.0.0 255.0.0.0', 'route 17.0.0.0 255.0.0.0 net_gateway'),
    });
    await scan();
    const fixed = await told('wireguard');
    expect([fixed.outcome, fixed.places?.[0]]).toEqual(['note', 'site/office.conf:6']);
    expect(fixed.message).toContain('past it go push, apple');
    const turned = await told('openvpn');
    expect([turned.outcome, turned.message]).toEqual(['note', expect.stringContaining('calls go past it')]);
  });

  it('are judged by the latest firewall that was sent at its path, an older one sent again included', async () => {
    const closing = files['site/dc.rules'] ?? '';
    const open = closing.replace(/-A FORWARD.*\n/, '');
    await upload({ 'site/office.conf': files['site/office.conf'] ?? '' });
    for (const [rules, outcome] of [
      [open, 'note'],
      [closing, 'at-risk'],
    ] as const) {
      await upload({ 'site/dc.rules': rules });
      await scan();
      expect((await told('wireguard')).outcome).toBe(outcome);
    }
  });
});
