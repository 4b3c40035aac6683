import { parsePolicy } from './index.js';

const ref = { path: 'ringcheck.yaml', sha256: 'ab' };
const read = (tunnel: string) =>
  parsePolicy(
    `version: 1\ngroups: [{ name: staff, select: { default: true }, intent: required }]\nnetworks: [{ name: dc }]\ntunnels:\n  - ${tunnel}\n`,
    ref,
  );

describe('tunnels of a policy', () => {
  it('bind a file to devices, with their place', () => {
    const { policy, diagnostics } = read('{ config: vpn/office.conf, select: { tags: staff }, egress: dc }');
    expect(diagnostics).toEqual([]);
    expect(policy?.tunnels).toEqual([
      {
        config: 'vpn/office.conf',
        select: { tags: ['staff'] },
        egress: 'dc',
        at: expect.objectContaining({ line: 5, column: 5 }),
      },
    ]);
    const [tunnel] = policy?.tunnels ?? [];
    expect(policy?.vpns).toEqual([{ match: { config: ['vpn/office.conf'] }, egress: 'dc', at: tunnel?.at }]);
  });

  it.each([
    ['{ config: a.conf, select: { default: true }, egress: cd }', 'policy-unknown-network', 'Valid: dc.'],
    ['{ config: a.conf, select: { group: stuff } }', 'policy-unknown-group', 'Did you mean staff?'],
    ['{ config: a.conf }', 'policy-missing-key', 'needs select'],
    ['{ select: { default: true } }', 'policy-missing-key', 'needs config'],
    ['{ confg: a.conf, select: { default: true } }', 'policy-unknown-key', 'Did you mean config?'],
    ['{ config: a.conf, select: {} }', 'policy-bad-value', 'selects nothing'],
  ])('%s is refused', (tunnel, code, words) => {
    const { policy, diagnostics } = read(tunnel);
    expect(policy).toBeUndefined();
    const fault = diagnostics.find((one) => one.code === code);
    expect([fault?.at?.line, fault?.message]).toEqual([5, expect.stringContaining(words)]);
  });
});
