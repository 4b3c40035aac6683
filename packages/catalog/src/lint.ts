import type { Diagnostic, DictValue, Entry } from '@ringcheck/model';
import { findKey, findPayload, rightPayload } from './catalog.js';
import { nearestKey } from './nearest.js';
import type { CatalogKey, CatalogPayload, Support } from './types.js';
import { entryAt, hasType } from './value-at.js';

/**
 * What is wrong or outdated in one payload, whatever device it is for: codes `key-wrong-type`, `key-misspelt`,
 * `key-wrong-payload`, `key-superseded`, `key-deprecated` and `payload-deprecated`. `path` is the key in the payload.
 */
export function lintPayload(payloadType: string, settings: DictValue): Diagnostic[] {
  const payload = findPayload(payloadType);
  const found = settings.entries.flatMap((entry) => unknownKey(payloadType, entry));
  if (!payload) return found;
  for (const key of payload.keys) {
    const entry = entryAt(settings, key.key);
    if (entry) found.push(...knownKey(key, entry));
  }
  const end = endOf(payload.platforms);
  if (end) {
    found.push({
      code: 'payload-deprecated',
      severity: 'info',
      message: `Apple deprecated the payload ${payloadType} (${end}); it works until it is removed.`,
      at: settings.at,
    });
  }
  return found;
}

function unknownKey(payloadType: string, entry: Entry): Diagnostic[] {
  if (findKey(payloadType, entry.key)) return [];
  const meant = nearestKey(payloadType, entry.key);
  if (meant) {
    return [
      at(entry, entry.key, {
        code: 'key-misspelt',
        message: `${payloadType} has no such key, so it does nothing; write ${meant.key}.`,
      }),
    ];
  }
  const home = rightPayload(payloadType, entry.key);
  if (!home) return [];
  return [
    at(entry, entry.key, {
      code: 'key-wrong-payload',
      message: `${entry.key} does nothing in ${payloadType}; it belongs in ${home.type}.`,
    }),
  ];
}

function knownKey(key: CatalogKey, entry: Entry): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (!hasType(entry.value, key.type)) {
    found.push(
      at(entry, key.key, {
        code: 'key-wrong-type',
        message: `${key.key} must be of type ${key.type} and is of type ${entry.value.type}; whether it acts is not certain.`,
      }),
    );
  }
  const end = endOf(key.platforms);
  if (key.renamedTo !== undefined) {
    found.push(
      at(entry, key.key, {
        code: 'key-superseded',
        severity: 'info',
        message: `${key.key} is the old name of ${key.renamedTo}${end ? ` (${end})` : ''}.`,
      }),
    );
  } else if (end) {
    found.push(
      at(entry, key.key, {
        code: 'key-deprecated',
        severity: 'info',
        message: `Apple deprecated ${key.key} (${end}); it works until it is removed.`,
      }),
    );
  }
  return found;
}

function at(
  entry: Entry,
  path: string,
  what: { readonly code: string; readonly message: string; readonly severity?: Diagnostic['severity'] },
): Diagnostic {
  return { severity: 'warning', ...what, at: entry.keyAt, path };
}

/** `iOS 27.0, tvOS 27.0`: where it is deprecated or removed. */
function endOf(platforms: CatalogPayload['platforms']): string | undefined {
  const ends = Object.entries(platforms).flatMap(([platform, support]: [string, Support]) =>
    support.removed !== undefined
      ? [`removed in ${platform} ${support.removed}`]
      : support.deprecated !== undefined
        ? [`${platform} ${support.deprecated}`]
        : [],
  );
  return ends.length === 0 ? undefined : ends.join(', ');
}
