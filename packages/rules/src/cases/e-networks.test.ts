import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type PictureSpec } from '@ringcheck/testkit';
import { evaluateDevice, type DeviceEvaluation } from '../index.js';
import { aNetwork } from '../network/testing.js';
import { sorted, supervisedPhone, told, type Expected } from './testing.js';

/** A router that forwards what the lines say and nothing else, in IPv4 and IPv6; the first line is line 4. */
function nftables(lines: readonly string[]): string {
  const hook = 'type filter hook forward priority filter; policy drop;';
  return ['table inet filter {', '  chain forward {', `    ${hook}`, ...lines, '  }', '}', ''].join('\n');
}

/** A phone in a network of which everything is described. */
const within = (lines: readonly string[], tlsInspection = false): PictureSpec => ({
  facts: { ...supervisedPhone, ssid: 'Campus' },
  network: aNetwork({
    firewalls: { 'campus.nft': nftables(lines) },
    sipAlg: false,
    proxyOnly: false,
    dnsFilter: false,
    tlsInspection,
    quality: { downMbps: 50, upMbps: 20, latencyMs: 20, jitterMs: 3, lossPercent: 0 },
  }),
  place: { known: true, firewallsDescribed: true },
});
const evaluate = (picture: PictureSpec): DeviceEvaluation =>
  evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });

const established = 'ct state established,related accept';
const tcpOpen = 'tcp dport { 80, 443, 5223 } accept';
const clockOpen = 'udp dport 123 accept';
const udpOpen = 'udp dport { 3478-3497, 16384-16387, 16393-16402 } accept';
const someUdp = 'udp dport 16393-16402 accept';
const webOnly = 'tcp dport { 80, 443 } accept';
const noUdp = 'meta l4proto udp drop';
const appleUdp = `ip daddr 17.0.0.0/8 ${udpOpen}`;

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '74: a network that opens UDP 16393-16402 only stops FaceTime in it',
    picture: within([established, tcpOpen, clockOpen, someUdp]),
    expected: { verdict: 'limited', rules: { 'network-firewall-ports': ['limited network:campus'] } },
  },
  {
    name: '75: with TCP 5223 closed push falls back to 443, as a note says',
    picture: within([established, webOnly, udpOpen, clockOpen]),
    expected: {
      verdict: 'clear',
      rules: { 'network-firewall-ports': ['clear'], 'network-tls-inspection': ['clear'] },
      notes: ['network-firewall-ports: push-falls-back'],
    },
  },
  {
    name: '76: with 5223 closed and 443 inspected push is lost',
    picture: within([established, webOnly, udpOpen, clockOpen], true),
    expected: {
      verdict: 'limited',
      rules: { 'network-tls-inspection': ['limited network:campus'] },
      notes: ['network-firewall-ports: push-falls-back'],
    },
  },
  {
    name: '77: a denial of UDP before the permission wins',
    picture: within([established, noUdp, tcpOpen, udpOpen, clockOpen]),
    expected: { verdict: 'limited', rules: { 'network-firewall-ports': ['limited network:campus'] } },
  },
  {
    name: '78: media to Apple alone reaches no peer, so quality is at risk',
    picture: within([established, tcpOpen, clockOpen, appleUdp]),
    expected: { verdict: 'at-risk', rules: { 'network-firewall-ports': ['at-risk quality'] } },
  },
];

describe('E. firewalls of networks', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    expect(told(evaluate(picture), expected)).toEqual(sorted(expected));
  });

  it('74: the missing ports are named', () => {
    const [finding] = evaluate(within([established, tcpOpen, clockOpen, someUdp])).findings;
    const said = JSON.stringify(finding?.data);
    expect(said).toContain('3478-3497');
    expect(said).toContain('16384-16387');
  });

  it('77: the line that decides is named', () => {
    const [finding] = evaluate(within([established, noUdp, tcpOpen, udpOpen, clockOpen])).findings;
    expect(finding?.evidence[0]).toMatchObject({ document: 'campus.nft', line: 5 });
  });
});
