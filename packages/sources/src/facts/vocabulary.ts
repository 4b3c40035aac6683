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
  ...[
    'unbekannt',
    'inconnu',
    'desconocido',
    'sconosciuto',
    'onbekend',
    'desconhecido',
    'okänd',
    'nieznane',
    '不明',
  ],
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
  // Of other languages: yes, true as spreadsheets write it, supervised.
  ...['はい', 'ja', 'oui', 'sí', 'si', 'sì', 'sim', 'tak'],
  ...['wahr', 'vrai', 'verdadero', 'vero', 'waar', 'verdadeiro', 'sant', 'prawda'],
  ...['betreut', 'supervisé', 'supervisado', 'supervisionato', 'supervisionado', 'övervakad', '監視対象'],
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
  ...['いいえ', 'nein', 'non', 'nee', 'não', 'nao', 'nej', 'nie'],
  ...['falsch', 'faux', 'falso', 'onwaar', 'falskt', 'fałsz'],
  ...['nicht betreut', 'non supervisé', 'no supervisado', 'non supervisionato', 'não supervisionado'],
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
