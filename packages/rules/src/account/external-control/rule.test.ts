import { ruleTester } from '@ringcheck/testkit';
import { externalControl } from './rule.js';

const mac = {
  platform: 'macOS',
  osVersion: '15.1',
  policyDocument: { path: 'ringcheck.yaml', sha256: 'ab' },
} as const;
const control = (expires: string, by = 'Santa') => ({
  match: { tags: ['lab'] },
  blocks: 'FaceTime' as const,
  by,
  owner: 'it@example.org',
  expires,
  at: { offset: 90, line: 7, column: 5 },
});

ruleTester.run(externalControl, {
  blocked: [
    {
      name: 'blocks where the owner stated that another tool does',
      picture: { ...mac, externalControls: [control('2027-06-30')] },
      expect: {
        control: 'managed',
        cause: 'external-control/Santa',
        evidence: { document: 'ringcheck.yaml', line: 7 },
        reviewAt: '2027-07-01T00:00:00.000Z',
      },
    },
    {
      name: 'holds through the end of the last day',
      picture: { ...mac, externalControls: [control('2026-11-21')] },
      now: '2026-11-21T23:59:00Z',
    },
    {
      name: 'keeps the tool that still blocks when another statement has ended',
      picture: {
        ...mac,
        externalControls: [control('2026-01-31'), control('2027-06-30', 'Parental filter')],
      },
      expect: { count: 1, notes: ['expired'] },
    },
  ],
  notApplicable: [
    { name: 'has nothing to judge by without a statement', picture: mac, expect: { message: 'none-stated' } },
    {
      name: 'does not count a statement that has ended, and notes it',
      picture: { ...mac, externalControls: [control('2026-11-20')] },
      expect: { notes: ['expired'] },
    },
  ],
});
