// Random policies, the same on every machine: as text for us, and where it can say the same, for Capirca.
import { writers } from './firewall.bench.dialects.mjs';

/** Mulberry32: small, seeded, good enough to place rules. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

const faceTimePorts = [80, 443, 5223, 3478, 3490, 16384, 16386, 16393, 16402];

function makers(seed) {
  const next = random(seed);
  const below = (limit) => Math.floor(next() * limit);
  const pick = (list) => list[below(list.length)];
  const prefix = (octets, lengths) => {
    const bits = pick(lengths);
    const value = octets.reduce((all, octet) => all * 256 + octet, 0);
    const size = 2 ** (32 - bits);
    const base = Math.floor(value / size) * size;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.')}/${bits}`;
  };
  const client = (lengths) => prefix([10, below(256), below(256), below(256)], lengths);
  const server = (lengths) => prefix([1 + below(222), below(256), below(256), below(256)], lengths);
  return { next, below, pick, client, server };
}

function rulesOf(count, seed, withPorts) {
  const { next, below, pick, client, server } = makers(seed);
  return Array.from({ length: count }, (_, index) => ({
    name: `t${index}`,
    // No rule is for everything: it would make the rest of the policy dead.
    source: index % 10 === 0 ? undefined : client([12, 16, 20, 24, 32]),
    destination: index % 10 === 5 ? undefined : server([8, 12, 16, 20, 24]),
    protocol: withPorts ? pick(['tcp', 'udp']) : undefined,
    port: withPorts && next() < 0.8 ? (next() < 0.5 ? pick(faceTimePorts) : 1 + below(65535)) : undefined,
    action: pick(['accept', 'deny']),
  }));
}

/** Its addresses and ports need names. */
function capircaPolicy(rules) {
  const networks = [];
  const services = [];
  const terms = rules.map((rule) => {
    const parts = [`protocol:: ${rule.protocol}`];
    for (const side of ['source', 'destination']) {
      if (rule[side] === undefined) continue;
      networks.push(`${rule.name}-${side} = ${rule[side]}`.toUpperCase());
      parts.push(`${side}-address:: ${`${rule.name}-${side}`.toUpperCase()}`);
    }
    if (rule.port !== undefined) {
      services.push(`${rule.name.toUpperCase()}-PORT = ${rule.port}/${rule.protocol}`);
      parts.push(`destination-port:: ${rule.name.toUpperCase()}-PORT`);
    }
    parts.push(`action:: ${rule.action}`);
    return `term ${rule.name} {\n  ${parts.join('\n  ')}\n}`;
  });
  return { networks, services, policy: `header {\n  target:: juniper bench\n}\n${terms.join('\n')}\n` };
}

/** Policy of `count` rules on addresses, protocols and ports, in both languages, and packets for it. */
export function sharedPolicy(count, packetCount) {
  const rules = rulesOf(count, 41, true);
  const { next, below, pick, client, server } = makers(42);
  const inside = (range) => (range === undefined ? undefined : range.split('/')[0]);
  const packets = Array.from({ length: packetCount }, () => {
    // Every second packet is made after a rule, so that all depths of the policy are met.
    const rule = next() < 0.5 ? pick(rules) : undefined;
    return {
      protocol: rule?.protocol ?? pick(['tcp', 'udp']),
      source: inside(rule?.source) ?? client([32]).split('/')[0],
      sourcePort: 49152 + below(16384),
      destination: inside(rule?.destination) ?? server([32]).split('/')[0],
      destinationPort: rule?.port ?? pick(faceTimePorts),
    };
  });
  return { text: writers.iptables(rules), capirca: capircaPolicy(rules), packets };
}

/** The same random policy of `count` rules on addresses, protocols and ports in every dialect. */
export function dialectPolicies(count) {
  const rules = rulesOf(count, 43, true);
  return Object.entries(writers).map(([dialect, write]) => [dialect, write(rules)]);
}

/** What exact answers are asked of: the kinds of policy that have been slow once. */
export function hardPolicies(count) {
  const octets = (index) => `${(index >> 8) & 255}.${index & 255}`;
  const lines = (line) =>
    [
      '*filter',
      ':FORWARD DROP [0:0]',
      ...Array.from({ length: count }, (_, n) => line(n)),
      'COMMIT',
      '',
    ].join('\n');
  return [
    ['addresses and ports', writers.iptables(rulesOf(count, 43, true))],
    ['addresses without ports', writers.iptables(rulesOf(count, 44, false))],
    [
      'networks of clients and of servers in turn',
      lines(
        (n) =>
          `-A FORWARD ${n % 2 === 0 ? `-s 10.${octets(n >> 1)}.0/24` : `-d 8.${octets(n >> 1)}.0/24`} -j ACCEPT`,
      ),
    ],
    [
      'ranges inside each other',
      lines(
        (n) =>
          `-A FORWARD -m iprange --src-range 10.0.0.0-10.1.${octets(n)} --dst-range 8.0.0.0-8.1.${octets(n)} -j ACCEPT`,
      ),
    ],
    [
      'a chain for every rule',
      [
        '*filter',
        ':FORWARD DROP [0:0]',
        ...Array.from({ length: count }, (_, n) => `:c${n} - [0:0]`),
        ...Array.from({ length: count }, (_, n) => `-A FORWARD -d 8.3.${octets(n)} -j c${n}`),
        ...Array.from({ length: count }, (_, n) => `-A c${n} -p udp -j ACCEPT`),
        'COMMIT',
        '',
      ].join('\n'),
    ],
  ];
}

/** Rules from one random set of networks to another; every network is in about ten of a hundred sets. */
export function overlappingSets(count, sets, members) {
  const { below } = makers(45);
  const lists = ['clients', 'servers'].flatMap((side, at) =>
    Array.from({ length: sets }, (_, index) => {
      const networks = new Set();
      while (networks.size < members) networks.add(below(10 * members));
      const name = `${side}${index}`;
      return [
        `create ${name} hash:net`,
        ...[...networks].map((n) => `add ${name} ${10 - 2 * at}.${n >> 8}.${n & 255}.0/24`),
      ];
    }),
  );
  const rules = Array.from({ length: count }, () =>
    [
      `-A FORWARD -m set --match-set clients${below(sets)} src`,
      `-m set --match-set servers${below(sets)} dst -j ${below(2) === 0 ? 'ACCEPT' : 'DROP'}`,
    ].join(' '),
  );
  return [...lists.flat(), '*filter', ':FORWARD DROP [0:0]', ...rules, 'COMMIT', ''].join('\n');
}
