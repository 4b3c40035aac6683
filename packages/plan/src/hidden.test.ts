import { hiddenByWaivers } from './hidden.js';

const waiver = (rule: string) => ({
  rule,
  select: { default: true },
  reason: 'repair',
  owner: 'it@example.org',
  expires: '2027-01-31',
  at: { offset: 0 },
});
const findings = [
  { ruleId: 'restriction-camera' },
  { ruleId: 'restriction-camera' },
  { ruleId: 'device-beta-os' },
];

describe('what waivers hide', () => {
  it('is every finding of the rules they name, each once', () => {
    expect(hiddenByWaivers(findings, [waiver('restriction-camera')])).toBe(2);
    expect(hiddenByWaivers(findings, [waiver('restriction-camera'), waiver('restriction-camera')])).toBe(2);
  });

  it('is everything for a waiver of all', () => {
    expect(hiddenByWaivers(findings, [waiver('*')])).toBe(3);
  });

  it('is nothing without a waiver, or for other rules', () => {
    expect(hiddenByWaivers(findings, [])).toBe(0);
    expect(hiddenByWaivers(findings, [waiver('device-storage-low')])).toBe(0);
  });
});
