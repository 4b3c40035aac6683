import type { MessageData } from '@ringcheck/rules';

/** Fill `{name}` places of a template from data; lists are joined by commas. Unknown places stay visible. */
export function fill(template: string, data: MessageData): string {
  return template.replace(/\{([A-Za-z][A-Za-z0-9]*)\}/g, (place, name: string) => {
    const value = Object.hasOwn(data, name) ? data[name] : undefined;
    if (value === undefined) return place;
    if (typeof value === 'object') return value.join(', ');
    if (typeof value === 'boolean') return value ? 'true' : 'false';
    return String(value);
  });
}

/** Since when it has been so, where a server knows: ` · since 2026-11-20 08:00 UTC`. */
export function sinceText({ since }: { readonly since?: string | undefined }): string {
  return since === undefined ? '' : ` · since ${since.slice(0, 16).replace('T', ' ')} UTC`;
}

const outcomeWords = {
  blocked: 'Blocked',
  limited: 'Limited',
  'at-risk': 'At risk',
  clear: 'Clear',
  unknown: 'Unknown',
  'not-applicable': 'Not applicable',
  'not-assessed': 'Not assessed',
} as const;

export function outcomeWord(outcome: keyof typeof outcomeWords): string {
  return outcomeWords[outcome];
}

const outcomeIcons = {
  blocked: '⛔',
  limited: '◐',
  'at-risk': '▲',
  clear: '✔',
  unknown: '?',
  'not-applicable': '–',
  'not-assessed': '–',
} as const;

/** A sign beside the word, so that colour never stands alone. */
export function outcomeIcon(outcome: keyof typeof outcomeIcons): string {
  return outcomeIcons[outcome];
}

const stageTitles = {
  device: 'This device',
  account: 'Account',
  network: 'Network',
  apple: 'Apple’s service',
  recipient: 'Ringing and the other side',
  'region-carrier': 'Region and carrier',
} as const;

export function stageTitle(stage: keyof typeof stageTitles): string {
  return stageTitles[stage];
}

const actorTitles = {
  'mdm-admin': 'MDM admin',
  'network-admin': 'Network admin',
  helpdesk: 'Helpdesk',
  user: 'User',
  carrier: 'Carrier',
  owner: 'Owner',
} as const;

export function actorTitle(actor: keyof typeof actorTitles): string {
  return actorTitles[actor];
}

/** One line that says what a verdict means for the person who wants to call. */
export function verdictSentence(verdict: 'blocked' | 'limited' | 'unknown' | 'at-risk' | 'clear'): string {
  switch (verdict) {
    case 'blocked':
      return 'FaceTime cannot work on this device until the causes below are removed.';
    case 'limited':
      return 'FaceTime works only in part.';
    case 'unknown':
      return 'It cannot be said whether FaceTime works: how the device is managed could not be read.';
    case 'at-risk':
      return 'Nothing proven stops FaceTime, but something here is known to make calls fail.';
    case 'clear':
      return 'Nothing was found that stops FaceTime.';
  }
}

/** Where evidence stands, in one line: document, line and column or byte, key path. */
export function placeOf(evidence: {
  readonly document: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly offset?: number | undefined;
  readonly path?: string | undefined;
}): string {
  const place =
    evidence.line !== undefined
      ? `:${evidence.line}${evidence.column === undefined ? '' : `:${evidence.column}`}`
      : evidence.offset !== undefined
        ? ` (byte ${evidence.offset})`
        : '';
  return `${evidence.document}${place}${evidence.path === undefined ? '' : ` · ${evidence.path}`}`;
}

/** One line for a terminal: names come from uploads and may hold line ends and signs that steer terminals. */
export function printable(line: string): string {
  return line.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}
