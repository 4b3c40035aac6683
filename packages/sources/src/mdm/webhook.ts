import { get, getString, type Diagnostic, type DictValue, type Instant, type Value } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { instantOf } from '../facts/instant.js';
import { knownText } from '../facts/vocabulary.js';
import { decodeBase64Plist } from '../layers/nested.js';
import { extendPath, layerSeparator } from '../paths.js';

/** What the server wrote around the message; the message's own words go first. */
export interface WebhookHints {
  readonly udid?: string;
  readonly enrolmentId?: string;
  readonly observedAt?: Instant;
}

export interface OpenedWebhook {
  readonly message?: Value;
  /** Key path of the message, `acknowledge_event.raw_payload!/`. */
  readonly path: string;
  readonly hints: WebhookHints;
  readonly diagnostics: readonly Diagnostic[];
}

/** Opens one event of a NanoMDM or MicroMDM server down to the plist that the device sent. */
export function openWebhook(event: DictValue, base: string): OpenedWebhook {
  const key = get(event, 'acknowledge_event') === undefined ? 'checkin_event' : 'acknowledge_event';
  const details = get(event, key);
  const rawPath = extendPath(base, key, 'raw_payload');
  const hints = hintsOf(event, details);
  const raw = get(details, 'raw_payload');
  if (raw?.type !== 'string') {
    const message = 'The event carries no raw_payload; let the server post the raw message.';
    return {
      path: rawPath,
      hints,
      diagnostics: [diagnostic('warning', 'no-raw-payload', message, details?.at ?? event.at, rawPath)],
    };
  }
  const nested = decodeBase64Plist(raw.value, raw.at, rawPath);
  return {
    ...(nested.value === undefined ? {} : { message: nested.value }),
    path: rawPath + layerSeparator,
    hints,
    diagnostics: nested.diagnostics,
  };
}

function hintsOf(event: DictValue, details: Value | undefined): WebhookHints {
  const udid = knownText(getString(details, 'udid') ?? '');
  const enrolmentId = knownText(getString(details, 'enrollment_id') ?? '');
  const observedAt = instantOf(get(event, 'created_at'));
  return {
    ...(udid === undefined ? {} : { udid }),
    ...(enrolmentId === undefined ? {} : { enrolmentId }),
    ...(observedAt === undefined ? {} : { observedAt }),
  };
}
