import { facetimeFlows, parseFirewall, type DecidingRule, type FirewallPolicy } from '@ringcheck/firewall';
import { aNetwork, allOpen, established, iptables, oneWay, type NetworkSpec } from '../testing.js';
import { judgeFirewalls, problemData } from './answers.js';
import { openingOf, type Opening } from './opening.js';
import type { ClosedFlow } from './problems.js';

const saved =
  'Save the rules afterwards (iptables-save into the file that is loaded at start), or they are gone with the next one';
const anywhere = 'any address (peers and relays may be anywhere)';
const flows = (...ids: string[]): readonly ClosedFlow[] =>
  facetimeFlows.filter(({ id }) => ids.includes(id)).map((flow) => ({ flow, ports: flow.ports }));
const line = (more: Partial<DecidingRule>): DecidingRule => ({
  rule: 'FORWARD 2',
  text: '-j DROP',
  action: 'deny',
  ports: [],
  destinations: [],
  ...more,
});

function policyOf(text: string): FirewallPolicy {
  const { policy } = parseFirewall(text);
  if (policy === undefined) throw new Error('the text is a firewall');
  return policy;
}
const policy = policyOf(iptables(allOpen));

describe('what to open in words, where no text is at hand', () => {
  const stops = { effect: 'stops', kind: 'line' } as const;

  it('is one line for each protocol and destination, its ports in order and once', () => {
    const ids = ['media', 'relay', 'probe', 'push', 'https', 'activation'];
    const add = [
      '"allow TCP 443 from the clients of this network to any destination"',
      '"allow TCP 443, 5223 from the clients of this network to 17.0.0.0/8"',
      '"allow UDP 3478-3497, 16384-16387, 16393-16402 from the clients of this network to any destination"',
    ].join(' and ');
    const closed = [...flows(...ids), ...flows('media')];
    expect(openingOf({ policy }, { ...stops, rule: line({ line: 4 }), flows: closed })).toEqual({
      where: 'before line 4',
      add,
      order: `add, before line 4: ${add}`,
      opens: 'TCP 443 and TCP 443, 5223 and UDP 3478-3497, 16384-16387, 16393-16402',
      source: 'the clients of this network',
      target: anywhere,
      rest: saved,
    });
  });

  it('goes to the blocks of Apple for push, and names the clients', () => {
    expect(openingOf({ policy, from: '10.20.0.0/16' }, { ...stops, flows: flows('push') })).toEqual({
      where: 'before the first line that denies',
      add: '"allow TCP 5223 from 10.20.0.0/16 to 17.0.0.0/8"',
      order: 'add, before the first line that denies: "allow TCP 5223 from 10.20.0.0/16 to 17.0.0.0/8"',
      opens: 'TCP 5223',
      source: '10.20.0.0/16',
      target: '17.0.0.0/8',
      rest: saved,
    });
  });

  it('goes to the addresses that the policy states of a flow', () => {
    const own = flows('push').map(({ flow, ports }) => ({
      flow: { ...flow, destinations: ['203.0.113.0/25', '203.0.113.200'] },
      ports,
    }));
    const opening = openingOf({ policy }, { ...stops, rule: line({}), flows: own });
    expect([opening.where, opening.target]).toEqual([
      'before the first line that denies',
      '203.0.113.0/25, 203.0.113.200',
    ]);
  });

  it('goes to the end of the chain whose default denies', () => {
    const fallback = line({ rule: 'FORWARD policy', line: 2 });
    expect(openingOf({ policy }, { ...stops, rule: fallback, flows: flows('media') }).where).toBe(
      'as the last line of FORWARD',
    );
  });

  it('lets answers in as a whole where they are what is missing', () => {
    const opening = openingOf(
      { policy },
      { effect: 'stops', kind: 'return-traffic', flows: flows('media', 'https') },
    );
    expect([opening.order, opening.opens]).toEqual([
      'let packets of established connections pass in both directions before the first line that denies',
      'the answers to TCP 443 and UDP 16393-16402',
    ]);
  });

  it('is worked out once for a problem', () => {
    const problem = { ...stops, flows: flows('media') };
    expect(openingOf({ policy }, problem)).toBe(openingOf({ policy, from: '10.0.0.0/8' }, problem));
  });
});

describe('what to add to a text', () => {
  const add = (text: string, more: NetworkSpec = { match: { cidr: ['10.20.0.0/16'] } }) =>
    judgeFirewalls(aNetwork({ ...more, firewalls: { 'campus.rules': text } })).flatMap((firewall) =>
      firewall.problems.map((problem): Opening => problemData(firewall, problem)),
    );

  it('is told place by place where lines belong in several', () => {
    const unsure = '-A FORWARD -p udp -m set --match-set calls dst -j DROP';
    const text = iptables(['-A FORWARD -p udp --dport 3480:3497 -j DROP', unsure], 'ACCEPT');
    const lines =
      '"-A FORWARD -s 10.20.0.0/16 -p udp --dport 3480:3497 -j ACCEPT"; and, before line 4: "-A FORWARD -d 10.20.0.0/16 -p udp --sport 3480:3497 --dport 49152:65535 -m conntrack --ctstate ESTABLISHED -j ACCEPT"';
    expect(add(text)[1]).toMatchObject({
      where: 'before line 3',
      add: lines,
      order: `add, before line 3: ${lines}`,
      opens: 'UDP 3480-3497',
      source: '10.20.0.0/16',
      target: anywhere,
      rest: saved,
    });
  });

  it('says of which family no line could be proved', () => {
    const [opening] = add(
      'table inet filter {\n  chain forward {\n    type filter hook forward priority 0; policy accept;\n    udp dport 16384-16402 drop\n  }\n}\n',
    );
    expect(opening).toMatchObject({
      where: 'before line 4',
      add: '"ip saddr { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 } udp dport { 16384-16387, 16393-16402 } accept"',
      source: '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
      rest: 'Put the lines into the file that is loaded at start too (/etc/nftables.conf), or they are gone with the next one. For IPv6 no line could be proved: open the same by hand',
    });
  });

  it('goes to the addresses of the flow', () => {
    const [opening] = add(iptables([established, '-A FORWARD -p tcp -d 17.0.0.0/8 -j DROP'], 'ACCEPT'));
    expect(opening?.target).toBe('17.0.0.0/8');
  });

  it('opens both ways where answers are what is missing, and names both', () => {
    const [opening] = add(oneWay);
    const push = '17.57.144.0/22, 17.188.20.0/23, 17.188.128.0/18, 17.249.0.0/16, 17.252.0.0/16';
    expect(opening?.where).toBe('as the last line of FORWARD');
    expect(opening?.opens.split('; ')).toEqual([
      'TCP 80, 443 from 10.20.0.0/16 to any address',
      `TCP 5223 from 10.20.0.0/16 to ${push}`,
      'UDP 3478-3497, 16384-16387, 16393-16402 from 10.20.0.0/16 to any address',
      'the answers: TCP from ports 80, 443 of any address to ports 49152-65535 of 10.20.0.0/16',
      `the answers: TCP from ports 5223 of ${push} to ports 49152-65535 of 10.20.0.0/16`,
      'the answers: UDP from ports 3478-3497, 16384-16387, 16393-16402 of any address to ports 49152-65535 of 10.20.0.0/16',
    ]);
  });
});
