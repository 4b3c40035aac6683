import type { DictValue, Position, Value } from '@ringcheck/model';
import { lintPayload, nearestKey, payloadTypes } from './index.js';

const { restrictions, firewall, relay, vpn } = payloadTypes;

const at = (line: number): Position => ({ offset: line * 10, line, column: 1 });
const dict = (entries: Readonly<Record<string, Value>>): DictValue => ({
  type: 'dict',
  at: at(1),
  entries: Object.entries(entries).map(([key, value], index) => ({ key, value, keyAt: at(2 + index) })),
});
const bool = (value: boolean): Value => ({ type: 'boolean', value, at: at(90) });
const text = (value: string): Value => ({ type: 'string', value, at: at(90) });
const list: Value = { type: 'array', items: [], at: at(90) };

function codes(type: string, entries: Readonly<Record<string, Value>>) {
  return lintPayload(type, dict(entries)).map(({ code, path, at: place }) => [code, path, place?.line]);
}

describe('lintPayload', () => {
  it('finds nothing in a payload that is right', () => {
    expect(codes(restrictions, { allowCamera: bool(false), allowVideoConferencing: bool(false) })).toEqual(
      [],
    );
  });

  it('finds a key of the wrong type, at the key', () => {
    expect(codes(restrictions, { allowCamera: bool(true), allowVideoConferencing: text('false') })).toEqual([
      ['key-wrong-type', 'allowVideoConferencing', 3],
    ]);
  });

  it('takes an integer for no boolean', () => {
    const zero: Value = { type: 'integer', value: 0, at: at(90) };
    expect(codes(restrictions, { allowCamera: zero })).toEqual([['key-wrong-type', 'allowCamera', 2]]);
  });

  it('says nothing of the type of a placeholder or a removed secret', () => {
    const placeholder: Value = { type: 'templated', wanted: 'true', value: '{{x}}', at: at(90) };
    expect(codes(restrictions, { allowCamera: placeholder })).toEqual([]);
    expect(codes(vpn, { PPP: dict({ AuthPassword: { type: 'secret', at: at(90) } }) })).toEqual([]);
  });

  it('finds a misspelt key and offers the right one', () => {
    const [found] = lintPayload(restrictions, dict({ AllowVideoConferencing: bool(false) }));
    expect(found).toMatchObject({ code: 'key-misspelt', severity: 'warning', at: at(2) });
    expect(found?.message).toContain('write allowVideoConferencing');
  });

  it('finds a restriction in a payload it does not belong to', () => {
    const [found] = lintPayload('com.apple.mobiledevice.passwordpolicy', dict({ allowCamera: bool(false) }));
    expect(found?.code).toBe('key-wrong-payload');
    expect(found?.message).toContain(restrictions);
  });

  it('finds the old name of a list once', () => {
    expect(codes(restrictions, { blacklistedAppBundleIDs: list })).toEqual([
      ['key-superseded', 'blacklistedAppBundleIDs', 2],
    ]);
  });

  it('finds deprecated and removed keys and payloads', () => {
    expect(codes(restrictions, { blockedAppBundleIDs: list })).toEqual([
      ['key-deprecated', 'blockedAppBundleIDs', 2],
    ]);
    expect(lintPayload(firewall, dict({ EnableLogging: bool(true) }))[0]?.message).toContain(
      'removed in macOS 15.0',
    );
    expect(codes(relay, {})).toEqual([['payload-deprecated', undefined, 1]]);
  });

  it('looks into dictionaries', () => {
    const ikev2 = dict({ IncludeAllNetworks: text('yes') });
    expect(codes(vpn, { IKEv2: ikev2 })).toEqual([['key-wrong-type', 'IKEv2.IncludeAllNetworks', 2]]);
  });

  it('says nothing of payloads and keys it does not know', () => {
    expect(codes('com.example.app', { allowCamera: bool(false), x: list })).toEqual([]);
    expect(codes(restrictions, { allowWallpaperModification: bool(false) })).toEqual([]);
  });

  it('repeats no value in a message', () => {
    const found = lintPayload(restrictions, dict({ allowCamera: text('hunter2') }));
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});

describe('nearestKey', () => {
  it.each([
    ['AllowVideoConferencing', 'allowVideoConferencing'],
    ['allowvideoconferencing', 'allowVideoConferencing'],
    ['allowVideoConferencin', 'allowVideoConferencing'],
    ['allowVidoeConferencing', 'allowVideoConferencing'],
    ['allowCamra', 'allowCamera'],
    ['blockedAppBundleIds', 'blockedAppBundleIDs'],
    ['forceWifiPowerOn', 'forceWiFiPowerOn'],
  ])('offers for %s %s', (written, meant) => {
    expect(nearestKey(restrictions, written)?.key).toBe(meant);
  });

  it.each([
    'allowVideoConferencing',
    'allowChatt',
    'allowAppClips',
    'allow',
    'ratingTVShows',
    'x'.repeat(5000),
  ])('offers nothing for %s', (written) => {
    expect(nearestKey(restrictions, written)).toBeUndefined();
  });

  it('offers nothing in payloads it does not know', () => {
    expect(nearestKey('com.example.app', 'AllowCamera')).toBeUndefined();
  });
});
