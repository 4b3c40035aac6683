import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodePlist } from '../index.js';

const folder = path.join(process.cwd(), 'tests/fixtures/sample-fleet');

describe('the bytes that are decoded', () => {
  it.each([
    'mdm/iphones-profile-list.plist',
    'profiles/allowed-apps.mobileconfig',
    'profiles/no-facetime.mobileconfig',
  ])('stay as they were, and give the same again, when %s comes as a Buffer', async (file) => {
    const bytes = await readFile(path.join(folder, file));
    const before = new Uint8Array(bytes);
    const first = decodePlist(bytes);
    expect(first.status).toBe('ok');
    expect(Buffer.compare(bytes, before)).toBe(0);
    expect(decodePlist(bytes)).toEqual(first);
    expect(decodePlist(before)).toEqual(first);
  });
});
