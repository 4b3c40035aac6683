import { ruleTester } from '@ringcheck/testkit';
import { facetimeAppMissing } from './rule.js';

const apps = (...ids: string[]) => ({ facts: { apps: ids.map((bundleId) => ({ bundleId })) } });
const system = ['com.apple.Safari', 'com.apple.mail', 'com.apple.Maps'];

ruleTester.run(facetimeAppMissing, {
  atRisk: [
    {
      name: 'misses FaceTime in a list that names apps of macOS',
      picture: { platform: 'macOS', ...apps(...system, 'org.example.app') },
      expect: { count: 1, message: 'missing', data: { listed: 3 }, cause: 'device/facetime-app' },
    },
  ],
  clear: [
    {
      name: 'finds it in either spelling',
      picture: { platform: 'macOS', ...apps(...system, 'com.apple.facetime') },
      expect: { evidence: { value: 'com.apple.facetime' } },
    },
    {
      name: 'finds it on an iPad whose list names it',
      picture: { platform: 'iPadOS', ...apps('com.apple.facetime') },
    },
  ],
  notApplicable: [
    {
      name: 'does not miss it in the list of an iPhone, which names apps of other makers',
      picture: { platform: 'iOS', ...apps(...system) },
      expect: { message: 'list-cannot-tell' },
    },
    {
      name: 'does not miss it in a list without apps of macOS',
      picture: { platform: 'macOS', ...apps('com.apple.Safari', 'org.example.app') },
      expect: { message: 'list-cannot-tell' },
    },
    {
      name: 'has nothing to judge by without a list',
      picture: { platform: 'macOS' },
      expect: { message: 'apps-not-listed' },
    },
    {
      name: 'is not moved by apps without identifiers',
      picture: { platform: 'macOS', facts: { apps: [{ name: 'FaceTime' }] } },
    },
  ],
});
