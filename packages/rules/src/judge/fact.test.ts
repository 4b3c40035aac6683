import type { FactName } from '@ringcheck/model';
import { missingFact } from './fact.js';

const titles: readonly (readonly [FactName, title: string, key: string])[] = [
  ['osVersion', 'The OS version', 'OSVersion'],
  ['build', 'The OS build', 'BuildVersion'],
  ['isSupervised', 'Whether the device is supervised', 'IsSupervised'],
  ['isSharedIpad', 'Whether it is a Shared iPad', 'IsMultiUser'],
  ['temporarySessionOnly', 'Whether only temporary sessions are allowed', 'TemporarySessionOnly'],
  ['awaitingConfiguration', 'Whether Setup Assistant is finished', 'AwaitingConfiguration'],
  ['lostMode', 'Whether the device is in Lost Mode', 'IsMDMLostModeEnabled'],
  ['doNotDisturb', 'Whether Do Not Disturb is on', 'IsDoNotDisturbInEffect'],
  ['lockdownMode', 'Whether Lockdown Mode is on', 'security.lockdown-mode'],
  ['storageFreeGB', 'The free storage', 'AvailableDeviceCapacity'],
  ['hasCellular', 'Whether the device has cellular', 'CellularTechnology'],
  ['subscriptions', 'Its SIMs and plans', 'ServiceSubscriptions'],
  ['partNumber', 'The part number with its region', 'ModelNumber'],
  ['firewall', 'The state of its firewall', 'SecurityInfo'],
  ['timeZone', 'TimeZone', 'timeZone'],
];

describe('a missing fact', () => {
  it.each(titles)('%s is a gap with a title, and says where it comes from', (name, title, key) => {
    const [answer] = missingFact(name);
    expect(answer).toMatchObject({ outcome: 'unknown', message: 'fact-missing', evidence: [] });
    expect(answer?.gap?.key).toBe(`fact:${name}`);
    expect(answer?.gap?.title).toBe(title);
    expect(answer?.gap?.how).toContain(key);
    expect(answer?.undecided).toBeUndefined();
  });
});
