const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

/** The part of base64 that does not depend on what stands before and after, for each of the three alignments. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before, 0x41), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(Math.ceil((before * 4) / 3), -2);
  });
}

/** Every form in which a secret may lie about. */
export function formsOf(secret: string): readonly string[] {
  const plain = bytesOf(secret);
  const wide = Buffer.from(secret, 'utf16le');
  const widest = Buffer.from(wide).swap16();
  const forms = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('/', '\\/'),
    [...secret].join('\0'),
    ...[plain, wide, widest].flatMap((bytes) => [bytes.toString('hex'), ...base64Cores(bytes)]),
    ...base64Cores(plain).map((core) => core.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [...new Set(forms)];
}

/** Which of the secrets a text holds, in any form, upper or lower case of hex included. */
export function found(text: string, secrets: readonly string[]): string[] {
  const folded = text.toLowerCase();
  return secrets.filter((secret) =>
    formsOf(secret).some((form) => text.includes(form) || (isHex(form) && folded.includes(form))),
  );
}

function isHex(form: string): boolean {
  return /^[0-9a-f]{16,}$/.test(form);
}
