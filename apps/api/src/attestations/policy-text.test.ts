import { parsePolicy } from '@ringcheck/policy';
import type { StoredAttestation } from '@ringcheck/store';
import { policyText } from './policy-text.js';

const given: StoredAttestation = {
  id: '6d5cfb0e-6ac8-4b4f-8bd5-1c2a0a6b1f11',
  device: 'serial:C02FAKE00001',
  question: 'ask-focus',
  answer: 'off',
  owner: 'desk@example.org',
  expires: '2027-02-20',
  answeredAt: '2026-11-22T08:00:00.000Z',
};

function read(answers: readonly StoredAttestation[]) {
  const text = `version: 1\n${policyText(answers)}`;
  const { policy, diagnostics } = parsePolicy(text, { path: 'ringcheck.yaml', sha256: '' });
  return { attestations: policy?.attestations.map(({ at: _at, ...stated }) => stated), diagnostics };
}

describe('answers as the policy file states them', () => {
  it('are read back as they were given', () => {
    expect(read([given])).toEqual({
      attestations: [
        {
          question: 'ask-focus',
          answer: 'off',
          device: ['serial:C02FAKE00001'],
          owner: 'desk@example.org',
          date: '2026-11-22T08:00:00.000Z',
          expires: '2027-02-20',
        },
      ],
      diagnostics: [],
    });
  });

  it('keep notes and owners that look like YAML as text', () => {
    const hostile = '"}, waivers: [ { rule: "*" } ]\n# \u2028\u0085 *a &b yes: no\t\u0007é😀';
    expect(read([{ ...given, note: hostile, owner: '!!js/function x' }])).toMatchObject({
      attestations: [{ note: hostile, owner: '!!js/function x' }],
      diagnostics: [],
    });
  });

  it('are an empty list where there are none', () => {
    expect(read([])).toEqual({ attestations: [], diagnostics: [] });
  });
});
