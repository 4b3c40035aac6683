import { randomBytes } from 'node:crypto';
import { parseBlobKey } from './blob-key.js';
import { secretDigest } from './secret-digest.js';

const key = () => parseBlobKey(randomBytes(32).toString('base64'), 'the test');
const bytes = (text: string) => new TextEncoder().encode(text);

describe('the digest of a secret', () => {
  it('is equal for equal secrets of an installation and another for others', () => {
    const own = key();
    expect(secretDigest(own)(bytes('pass'))).toBe(secretDigest(own)(bytes('pass')));
    expect(secretDigest(own)(bytes('pass'))).not.toBe(secretDigest(own)(bytes('pass ')));
  });

  it('says nothing to an installation with another key', () => {
    expect(secretDigest(key())(bytes('pass'))).not.toBe(secretDigest(key())(bytes('pass')));
  });
});
