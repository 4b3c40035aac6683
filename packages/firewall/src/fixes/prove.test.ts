import { parseFirewall } from '../parse.js';
import { allV4, anyAddress } from '../address.js';
import { proveAddition } from './prove.js';

const read = (rules: string, chainPolicy = 'DROP') => {
  const { policy } = parseFirewall(`*filter\n:FORWARD ${chainPolicy} [0:0]\n${rules}COMMIT\n`);
  if (policy === undefined) throw new Error('no policy');
  return policy;
};
const before = read('-A FORWARD -p tcp --dport 22 -j DROP\n');
const clients = { v4: [169_082_880, 169_148_416], v6: [] };
const allowance = { protocol: 17 as const, ports: [3478, 3498], sources: clients, destinations: anyAddress };
const prove = (rules: string, chainPolicy?: string) =>
  proveAddition(before, read(rules, chainPolicy), [allowance]);
const old = '-A FORWARD -p tcp --dport 22 -j DROP\n';

describe('an addition', () => {
  it('holds when its boxes lie in what may be opened', () => {
    expect(prove(`-A FORWARD -s 10.20.0.0/16 -p udp --dport 3478:3497 -j ACCEPT\n${old}`)).toMatchObject({
      holds: true,
    });
    expect(
      prove(`${old}-A FORWARD -s 10.20.7.0/24 -d 17.0.0.0/8 -p udp --dport 3480 -j ACCEPT\n`),
    ).toMatchObject({
      holds: true,
    });
  });

  it('does not hold when it opens one port, client, protocol or chain more', () => {
    const more = { holds: false, why: 'opens-more' };
    expect(prove(`-A FORWARD -s 10.20.0.0/16 -p udp --dport 3477:3497 -j ACCEPT\n${old}`)).toEqual(more);
    expect(prove(`-A FORWARD -s 10.20.0.0/15 -p udp --dport 3478:3497 -j ACCEPT\n${old}`)).toEqual(more);
    expect(prove(`-A FORWARD -s 10.20.0.0/16 -p tcp --dport 3478:3497 -j ACCEPT\n${old}`)).toEqual(more);
    expect(prove(`-A FORWARD -s 10.20.0.0/16 -p udp -j ACCEPT\n${old}`)).toEqual(more);
    expect(prove(`-A FORWARD -p udp --dport 3478:3497 -j ACCEPT\n${old}`)).toEqual(more);
  });

  it('does not hold when a rule, its order or the end of a chain changes', () => {
    const changed = { holds: false, why: 'changes-more' };
    expect(prove('')).toEqual(changed);
    expect(prove('-A FORWARD -p tcp --dport 23 -j DROP\n')).toEqual(changed);
    expect(prove(old, 'ACCEPT')).toEqual(changed);
    expect(prove(`-A FORWARD -s 10.20.0.0/16 -p udp --dport 3478 -j DROP\n${old}`)).toEqual(changed);
    expect(
      proveAddition(read(`${old}-A FORWARD -j ACCEPT\n`), read(`-A FORWARD -j ACCEPT\n${old}`), []),
    ).toEqual(changed);
  });

  it('does not hold for the other family', () => {
    const v6Only = { ...allowance, sources: { v4: [], v6: [] } };
    const rules = `-A FORWARD -s 10.20.0.0/16 -p udp --dport 3478 -j ACCEPT\n${old}`;
    expect(proveAddition(before, read(rules), [v6Only])).toMatchObject({ holds: false });
    expect(proveAddition(before, read(rules), [{ ...allowance, sources: { v4: allV4, v6: [] } }]).holds).toBe(
      true,
    );
  });
});
