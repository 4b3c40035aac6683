import { decodeBase64, decodeJson } from '@ringcheck/plist';
import { get, getString, type DeviceRecord, type Diagnostic } from '@ringcheck/model';
import { readStatusReport } from '../ddm-status/source.js';
import { diagnostic } from '../diagnostics.js';
import type { ClaimBuilder } from '../facts/claim-builder.js';
import { extendPath, layerSeparator } from '../paths.js';
import type { MdmReply } from './reply.js';

type CarriedReport = Pick<DeviceRecord, 'declarations'> & { readonly diagnostics: readonly Diagnostic[] };

/**
 * The status report in a DeclarativeManagement check-in: the only way by which servers see it. Undefined for other
 * messages. Its values stand at the data that carries them, since every character of it is encoded.
 */
export function carriedStatusReport(reply: MdmReply, claims: ClaimBuilder): CarriedReport | undefined {
  const { envelope, envelopePath } = reply;
  const data = get(envelope, 'Data');
  if (reply.name !== 'DeclarativeManagement' || getString(envelope, 'Endpoint') !== 'status')
    return undefined;
  const path = extendPath(envelopePath, 'Data');
  if (data?.type !== 'data') return { diagnostics: [damaged(reply, path)] };
  const { bytes } = decodeBase64(data.value);
  const { value, status } = decodeJson(bytes, { locate: () => data.at });
  if (status !== 'ok' || get(value, 'StatusItems')?.type !== 'dict')
    return { diagnostics: [damaged(reply, path)] };
  return readStatusReport(value, claims, path + layerSeparator);
}

function damaged(reply: MdmReply, path: string): Diagnostic {
  const message =
    'The check-in carries no whole status report (Data), so nothing is known of declarations from it. Save the message again.';
  return diagnostic(
    'error',
    'unreadable-status-report',
    message,
    get(reply.envelope, 'Data')?.at ?? reply.at,
    path,
  );
}
