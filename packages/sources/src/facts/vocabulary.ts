/** Words that mean "not known" in exports; compared in lower case. They never become a value. */
const unknownWords = new Set([
  '',
  '-',
  '--',
  'n/a',
  'null',
  'nil',
  'undefined',
  'unknown',
  'not present',
  'not collected',
  'not_collected',
  'not supported',
  'not available',
  'not applicable',
  'unsupported os version',
]);

const trueWords = new Set([
  'true',
  'yes',
  'y',
  '1',
  'on',
  'supervised',
  'managed',
  'enabled',
  'はい',
  'ja',
  'oui',
  'sí',
  'si',
]);

const falseWords = new Set([
  'false',
  'no',
  'n',
  '0',
  'off',
  'unsupervised',
  'not supervised',
  'unmanaged',
  'not managed',
  'not enabled',
  'disabled',
  'いいえ',
  'nein',
  'non',
]);

export function isUnknownWord(text: string): boolean {
  return unknownWords.has(text.trim().toLowerCase());
}

/** Trimmed text, or undefined when it says nothing. */
export function knownText(text: string): string | undefined {
  return isUnknownWord(text) ? undefined : text.trim();
}

/** True, false, or undefined for anything that is not surely one of them. */
export function booleanWord(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (trueWords.has(word)) return true;
  return falseWords.has(word) ? false : undefined;
}
