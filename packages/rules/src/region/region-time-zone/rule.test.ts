import { ruleTester } from '@ringcheck/testkit';
import { regionTimeZone } from './rule.js';

const at = (timeZone: string, currentMcc?: string) =>
  ({
    platform: 'iPadOS',
    facts: { timeZone, ...(currentMcc === undefined ? {} : { subscriptions: [{ currentMcc }] }) },
  }) as const;

ruleTester.run(regionTimeZone, {
  clear: [
    {
      name: 'notes that a device without a country may be in the Emirates',
      picture: at('Asia/Dubai'),
      expect: { notes: ['may-be-there'] },
    },
    {
      name: 'leaves a device that is registered there to the country',
      picture: at('Asia/Dubai', '424'),
      expect: { notes: [] },
    },
    {
      name: 'notes a zone of another country than the registered one',
      picture: at('Asia/Dubai', '262'),
      expect: { notes: ['zone-differs'] },
    },
    { name: 'says nothing of a zone of Germany', picture: at('Europe/Berlin'), expect: { notes: [] } },
    { name: 'says nothing of a name that is no zone', picture: at('__proto__'), expect: { notes: [] } },
  ],
  notApplicable: [
    { name: 'has nothing to judge by without a zone', picture: { platform: 'macOS', osVersion: '15.1' } },
  ],
});
