import fc from 'fast-check';
import { compilePolicy } from './compile.js';
import { answerFlow } from './answer.js';
import { facetimeFlows, type Flow } from './flows.js';
import { decidePacket } from './packet.js';
import { parseFirewall } from './parse.js';
import { shadowedLines } from './shadowed.js';

function read(lines: readonly string[]) {
  const { policy } = parseFirewall(['*filter', ':FORWARD DROP [0:0]', ...lines, 'COMMIT'].join('\n'));
  if (policy === undefined) throw new Error('no policy');
  return compilePolicy(policy);
}

/** Rules are on line 3 and after. */
const found = (...rules: readonly string[]): unknown[] =>
  shadowedLines(read(rules.map((rule) => `-A FORWARD ${rule}`))).shadowed.map(
    ({ line, kind, by, isRedundant }) => [line, kind, by.map((one) => one.line), isRedundant],
  );

describe('lines that no packet reaches', () => {
  it('are shadowed by one wider line before them', () => {
    expect(found('-p udp -j DROP', '-p udp --dport 3478 -j ACCEPT')).toEqual([[4, 'shadowed', [3], false]]);
    expect(found('-p udp --dport 3478 -j ACCEPT', '-p udp -j DROP')).toEqual([]);
  });

  it('are shadowed by several lines that cover them only together', () => {
    expect(
      found(
        '-p udp --dport 3000:3480 -j DROP',
        '-d 17.0.0.0/9 -p udp -j DROP',
        '-d 17.128.0.0/9 -p udp -j DROP',
        '-d 17.0.0.0/8 -p udp --dport 3400:3500 -j ACCEPT',
        '-d 17.0.0.0/7 -p udp --dport 3400:3500 -j ACCEPT',
      ),
    ).toEqual([[6, 'shadowed', [3, 4, 5], false]]);
  });

  it('are superfluous where the lines before do the same', () => {
    expect(found('-p udp -j ACCEPT', '-p udp --dport 3478 -j ACCEPT')).toEqual([[4, 'shadowed', [3], true]]);
  });

  it('are not shadowed by what cannot be decided, only looks alike, or only calls a chain', () => {
    expect(found('-p udp -m owner --uid-owner 0 -j DROP', '-p udp --dport 3478 -j ACCEPT')).toEqual([]);
    expect(found('-p udp -j LOG', '-p udp --dport 3478 -j ACCEPT')).toEqual([]);
    expect(found('-i eth0 -p udp -j DROP', '-p udp --dport 3478 -j ACCEPT')).toEqual([]);
    expect(found('-p udp -m conntrack --ctstate NEW -j DROP', '-p udp --dport 3478 -j ACCEPT')).toEqual([]);
  });

  it('are told by interface and state too', () => {
    expect(found('-i eth+ -p udp -j DROP', '-i eth0 -p udp --dport 3478 -j ACCEPT')).toEqual([
      [4, 'shadowed', [3], false],
    ]);
    expect(found('-i eth0 -j DROP', '! -i eth0 -j DROP', '-p udp -j ACCEPT')).toEqual([
      [5, 'shadowed', [3, 4], false],
    ]);
  });

  it('are those of a chain that nothing calls', () => {
    const compiled = read([':old - [0:0]', '-A old -p udp -j ACCEPT']);
    expect(shadowedLines(compiled).shadowed.map(({ line, kind }) => [line, kind])).toEqual([
      [4, 'chain-unused'],
    ]);
  });

  it('change nothing when they are taken out, and every other line is reached by a packet', () => {
    const rule = fc
      .record({
        source: fc.constantFrom('', '-s 10.0.0.0/31', '-s 10.0.0.1', '-s 10.0.0.0/30'),
        destination: fc.constantFrom('', '-d 8.0.0.0/31', '-d 8.0.0.2', '-d 8.0.0.0/30'),
        port: fc.constantFrom(
          '',
          '--dport 3478',
          '--dport 3478:3480',
          '--dport 3480:3482',
          '--dport 1:65535',
        ),
        target: fc.constantFrom('ACCEPT', 'DROP'),
      })
      .map(
        ({ source, destination, port, target }) =>
          `-A FORWARD ${source} ${destination} -p udp ${port} -j ${target}`,
      );
    const flow = { ...(facetimeFlows.find(({ id }) => id === 'relay') as Flow) };
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), (lines) => {
        const compiled = read(lines);
        const dead = new Set(shadowedLines(compiled).shadowed.map(({ line }) => line));
        const kept = read(lines.filter((_, index) => !dead.has(index + 3)));
        const [before, after] = [compiled, kept].map((one) => answerFlow(one, flow, { from: '10.0.0.0/29' }));
        expect(after?.families).toEqual(before?.families);
        const hit = new Set<number | undefined>();
        for (const source of ['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.7']) {
          for (const destination of ['8.0.0.0', '8.0.0.2', '8.0.0.3', '8.0.0.7']) {
            for (const destinationPort of [0, 5, 3478, 3479, 3480, 3481, 3482, 3483]) {
              const packet = {
                protocol: 'udp',
                source,
                destination,
                destinationPort,
                sourcePort: 50000,
              } as const;
              hit.add(decidePacket(compiled, packet).line);
            }
          }
        }
        lines.forEach((_, index) =>
          expect([index, hit.has(index + 3)]).toEqual([index, !dead.has(index + 3)]),
        );
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it('are found among many lines that overlap', () => {
    const octets = (n: number): string => `${(n >> 8) & 255}.${n & 255}`;
    const many = Array.from({ length: 2000 }, (_, n) =>
      n % 2 === 0 ? `-s 10.2.${octets(n)} -j ACCEPT` : `-d 8.2.${octets(n)} -j ACCEPT`,
    );
    expect(found(...many, '-s 10.2.0.0/31 -d 8.2.0.1 -j DROP', '-j DROP')).toEqual([
      [2003, 'shadowed', [4], false],
    ]);
  });
});
