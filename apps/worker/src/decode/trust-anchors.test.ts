import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readTrustAnchors } from './trust-anchors.js';

const authority = path.resolve(
  import.meta.dirname,
  '../../../../packages/intake/src/cms/fixtures/authority.der',
);

describe('RINGCHECK_TRUST_ANCHORS', () => {
  let folder = '';
  let pem = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-anchors-'));
    const body = (await readFile(authority)).toString('base64');
    pem = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(path.join(folder, name), text);
    return path.join(folder, name);
  };

  it('names a file in DER, a file with several in PEM, or a folder', async () => {
    expect(await readTrustAnchors(authority)).toHaveLength(1);
    const several = await write('all.pem', `our authorities\n${pem}${pem}`);
    expect(await readTrustAnchors(several)).toHaveLength(2);
    await write('more.crt', pem);
    await write('notes.txt', 'not a certificate');
    expect(await readTrustAnchors(folder)).toHaveLength(3);
  });

  it.each([
    ['nothing that is there', 'missing.pem', undefined, 'there is no such file or folder'],
    ['a file without a certificate', 'a.pem', 'hello', 'a.pem holds no certificate (PEM or DER)'],
    [
      'a damaged certificate',
      'b.pem',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      'b.pem holds 1 that cannot be read as certificates',
    ],
  ])('refuses %s', async (_what, name, text, message) => {
    const file = text === undefined ? path.join(folder, name) : await write(name, text);
    await expect(readTrustAnchors(file)).rejects.toThrow(`RINGCHECK_TRUST_ANCHORS: ${message}`);
  });

  it('refuses a folder without certificates', async () => {
    await write('readme.md', pem);
    await expect(readTrustAnchors(folder)).rejects.toThrow('the folder holds no certificate');
  });
});
