import type { DocumentKind } from '@ringcheck/model';
import { capped, isLoss } from '../diagnostics.js';
import { makingOf, type Source, type SourceInput, type SourceOutput } from '../source.js';
import { decodeReplies } from './decode.js';
import { documentKindOf, normaliseReplies } from './normalise.js';
import { recogniseMdm } from './recognise.js';
import { replyKinds, type MdmReply } from './reply.js';

/** Replies of devices to MDM commands, check-in messages, and webhook events that carry them. */
export const mdmSource: Source = { id: 'mdm-reply', recognise: recogniseMdm, read };

function read(input: SourceInput): SourceOutput {
  if (input.value === undefined)
    return { kind: 'mdm-other-reply', status: 'rejected', devices: [], profiles: [], diagnostics: [] };
  const decoded = decodeReplies(input.value);
  const { devices, diagnostics } = normaliseReplies(decoded.replies, makingOf(input));
  const all = [...decoded.diagnostics, ...diagnostics];
  return {
    kind: kindOf(decoded.replies),
    status: all.some((found) => isLoss(found) || found.code === 'not-an-mdm-reply') ? 'partial' : 'ingested',
    devices,
    profiles: [],
    diagnostics: capped(all),
  };
}

/** A file of several kinds is called by the first of them in the order of `replyKinds`. */
function kindOf(replies: readonly MdmReply[]): DocumentKind {
  const kind = replyKinds.find((candidate) => replies.some((reply) => reply.kind === candidate));
  return documentKindOf(kind ?? 'other');
}
