import { matchesSelector, type SelectableDevice } from './selector.js';
import type { Selector } from './types.js';

const ipad: SelectableDevice = {
  serial: 'XFAKSEL0001',
  udid: '00008999-00000000000000A1',
  platform: 'iPadOS',
  modelName: 'iPad Pro (11-inch)',
  productName: 'iPad8,12',
  name: 'Kiosk lobby',
  tags: ['kiosk', 'North'],
  site: 'Depot',
  group: 'kiosks',
};

describe('a selector', () => {
  it.each<[string, Selector]>([
    ['any of its tags', { tags: ['lab', 'kiosk'] }],
    ['a tag in another case', { tags: ['north'] }],
    ['the serial in another case', { serials: ['xfaksel0001'] }],
    ['the UDID in another case', { udids: ['00008999-00000000000000a1'] }],
    ['the marketing name', { model: ['iPad Pro*'] }],
    ['the hardware identifier', { model: ['iPad8,*'] }],
    ['the name by a glob', { name: ['Kiosk *'] }],
    ['the site', { site: ['depot'] }],
    ['the group', { group: ['kiosks'] }],
    ['its own platform', { platform: ['iPadOS'] }],
    ['an iPad by iOS', { platform: ['iOS'] }],
    ['every device by default', { default: true }],
    ['all keys together', { tags: ['kiosk'], platform: ['macOS', 'iPadOS'], default: true }],
  ])('selects by %s', (_, selector) => {
    expect(matchesSelector(selector, ipad)).toBe(true);
  });

  it.each<[string, Selector]>([
    ['one of several keys fails', { tags: ['kiosk'], site: ['hq'] }],
    ['no value of a key fits', { tags: ['lab', 'student'] }],
    ['a glob must fit the whole name', { name: ['Kiosk'] }],
    ['the platform is another', { platform: ['macOS'] }],
    ['it asks for nothing', {}],
  ])('does not select when %s', (_, selector) => {
    expect(matchesSelector(selector, ipad)).toBe(false);
  });

  it('does not take an iPhone for an iPad', () => {
    expect(matchesSelector({ platform: ['iPadOS'] }, { platform: 'iOS', tags: [] })).toBe(false);
  });

  it('never selects by a fact the device lacks', () => {
    const bare: SelectableDevice = { tags: [] };
    for (const selector of [{ serials: ['*'] }, { name: ['*'] }, { site: ['*'] }, { tags: ['*'] }]) {
      expect(matchesSelector(selector, bare)).toBe(false);
    }
    expect(matchesSelector({ platform: ['iOS'] }, bare)).toBe(false);
  });

  it('reads a word beside a glob, both without the blanks around them', () => {
    const selector = { name: [' KIOSK LOBBY ', 'desk ?'] };
    const named = (name: string) => matchesSelector(selector, { name, tags: [] });
    expect(['Kiosk lobby', ' desk 4 ', 'desk 14', 'desk ?', 'kiosk'].map(named)).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});
