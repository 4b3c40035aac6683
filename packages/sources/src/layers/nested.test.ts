import { decodeJson } from '@ringcheck/plist';
import { getString, get, type Value } from '@ringcheck/model';
import { decodeBase64Plist, decodeNested, openJsonString } from './nested.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const plist =
  '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>é</key><true/></dict></plist>';

function stringIn(document: Uint8Array): Value & { type: 'string' } {
  const found = get(decodeJson(document).value, 'payloads');
  if (found?.type !== 'string') throw new Error('no string');
  return found;
}

describe('a document inside a JSON string', () => {
  const outer = utf8(`{\n "x": "ü",\n "payloads": ${JSON.stringify(plist)}}`);

  it('is decoded with places in the outer document', () => {
    const value = stringIn(outer);
    const layer = openJsonString(value, outer);
    const nested = decodeNested(layer.bytes, layer.locate, 'payloads');
    const at = get(nested.value, 'é')?.at;
    expect(nested).toMatchObject({ isComplete: true, diagnostics: [] });
    expect(at?.line).toBe(3);
    expect(new TextDecoder().decode(outer.subarray(at?.offset, at?.end))).toBe('<true/>');
  });

  it('that is something else is refused at its place in the outer document', () => {
    const template = utf8('{\n "payloads": "%payload%"}');
    const layer = openJsonString(stringIn(template), template);
    const nested = decodeNested(layer.bytes, layer.locate, 'payloads');
    expect(nested.diagnostics).toMatchObject([{ code: 'not-a-plist', at: { line: 2, column: 15 } }]);
  });

  it('stands at the string itself where the outer bytes are not known', () => {
    const value = stringIn(outer);
    const layer = openJsonString(value, undefined);
    expect(layer.locate(7)).toEqual(value.at);
    expect(decodeNested(layer.bytes, layer.locate, 'payloads').isComplete).toBe(true);
  });
});

describe('a property list in base64', () => {
  const at = { offset: 10, end: 400, line: 2, column: 4 };

  it('has its places in the text around it', () => {
    const base64 = btoa(String.fromCharCode(...utf8(plist)));
    const nested = decodeBase64Plist(base64, at, 'payload');
    expect(nested).toMatchObject({ isComplete: true, value: { at: { line: 2 } } });
    expect(nested.value?.at.offset).toBe(11 + Math.floor((plist.indexOf('<dict>') * 4) / 3));
  });

  it('that is damaged is refused at the first wrong character', () => {
    const nested = decodeBase64Plist('PD94*bWw', at, 'payload');
    expect(nested.value).toBeUndefined();
    expect(nested.diagnostics).toMatchObject([
      { code: 'invalid-base64', at: { offset: 15, line: 2, column: 9 }, path: 'payload' },
    ]);
    expect(getString(nested.value, 'x')).toBeUndefined();
  });
});
