import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readInputs, sha256, shownPath } from './read-inputs.js';
import { folderOf } from './testing/folder.js';

async function pathsIn(...given: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for await (const file of readInputs(given)) paths.push(file.path);
  return paths;
}

describe('inputs', () => {
  it('come in the order given, folders sorted, what systems leave behind passed over', async () => {
    const folder = folderOf({
      'b/2.txt': '',
      'b/10.txt': '',
      'a.txt': '',
      '.DS_Store': '',
      '__MACOSX/x.plist': '',
      '.git/config': '',
      'b/Thumbs.db': '',
    });
    const names = (await pathsIn(path.join(folder, 'b', '2.txt'), folder)).map((file) =>
      file.slice(folder.length + 1),
    );
    expect(names).toEqual(['b/2.txt', 'a.txt', 'b/10.txt', 'b/2.txt']);
  });

  it('are plain byte arrays: a slice of them is a copy', async () => {
    const file = path.join(folderOf({ 'a.txt': 'abc' }), 'a.txt');
    for await (const { bytes } of readInputs([file])) {
      (await bytes.read(0, bytes.size)).slice().fill(0);
      expect([...(await bytes.read(0, bytes.size))]).toEqual([0x61, 0x62, 0x63]);
    }
  });

  it('that are large are read a range at a time, and named by the hash of all of it', async () => {
    const file = path.join(folderOf({ 'big.bin': '' }), 'big.bin');
    const content = Uint8Array.from({ length: 17 * 1024 * 1024 }, (_, i) => (i * 7) >> 4);
    await writeFile(file, content);
    for await (const { bytes } of readInputs([file])) {
      expect(bytes.size).toBe(content.length);
      expect([...(await bytes.read(16_777_210, 12))]).toEqual([...content.subarray(16_777_210, 16_777_222)]);
      expect(await bytes.sha256()).toBe(sha256(content));
      expect(await bytes.sha256()).toBe(await bytes.sha256());
    }
  });
});

describe('shown paths', () => {
  it('have forward slashes where the system separates by backslashes', () => {
    expect(shownPath('C:\\exports\\mdm\\a.plist', '\\')).toBe('C:/exports/mdm/a.plist');
  });

  it('keep a backslash where it is part of a name', () => {
    expect(shownPath('exports/odd\\name.plist', '/')).toBe('exports/odd\\name.plist');
  });
});
