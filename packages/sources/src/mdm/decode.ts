import {
  get,
  getArray,
  getString,
  type Channel,
  type Diagnostic,
  type DictValue,
  type Instant,
  type Value,
} from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { identityOf } from '../facts/identity.js';
import { extendPath } from '../paths.js';
import {
  isBareDeviceInformation,
  isCheckin,
  isOtaEnrolment,
  isReply,
  isWebhook,
  responseKeys,
} from './recognise.js';
import type { MdmReply, ReplyKind } from './reply.js';
import { openWebhook, type WebhookHints } from './webhook.js';

export interface DecodedReplies {
  readonly replies: readonly MdmReply[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the messages of a tree: one, a list, or webhook events around them. */
export function decodeReplies(value: Value, base = ''): DecodedReplies {
  if (value.type !== 'array') return decodeMessage(value, base);
  const parts = value.items.map((item, index) => decodeMessage(item, extendPath(base, index)));
  return {
    replies: parts.flatMap((part) => part.replies),
    diagnostics: parts.flatMap((part) => part.diagnostics),
  };
}

function decodeMessage(value: Value, path: string): DecodedReplies {
  if (value.type === 'dict' && isWebhook(value)) {
    const opened = openWebhook(value, path);
    if (opened.message === undefined) return { replies: [], diagnostics: opened.diagnostics };
    const inner = decodeReply(opened.message, opened.path, opened.hints);
    return { replies: inner.replies, diagnostics: [...opened.diagnostics, ...inner.diagnostics] };
  }
  return decodeReply(value, path, {});
}

function decodeReply(value: Value, path: string, hints: WebhookHints): DecodedReplies {
  if (value.type !== 'dict' || !isReply(value))
    return {
      replies: [],
      diagnostics: [
        diagnostic('warning', 'not-an-mdm-reply', 'This entry is no reply of a device.', value.at, path),
      ],
    };
  const refusal = refusedStatus(value, path);
  if (refusal !== undefined) return { replies: [], diagnostics: [refusal] };
  const answers = answersOf(value, path);
  return {
    replies: answers.map((answer) => ({ ...answer, ...envelopeOf(value, path, answer.body, hints) })),
    diagnostics: [],
  };
}

type Answer = Pick<MdmReply, 'kind' | 'name' | 'body' | 'bodyPath'>;

function answersOf(message: DictValue, path: string): Answer[] {
  const whole = (kind: ReplyKind, name: string): Answer => ({ kind, name, body: message, bodyPath: path });
  if (isCheckin(message)) {
    const name = getString(message, 'MessageType') ?? '';
    return [whole(name === 'Authenticate' ? 'authenticate' : 'other', name)];
  }
  if (isOtaEnrolment(message)) return [whole('ota-enrolment', 'OTA enrolment')];
  const found = new Map<ReplyKind | string, Answer>();
  for (const [key, kind] of responseKeys) {
    const body = get(message, key);
    // GlobalRestrictions stands before ProfileRestrictions: the sum is what counts.
    if (body === undefined || (kind !== 'other' && found.has(kind))) continue;
    found.set(kind === 'other' ? key : kind, { kind, name: key, body, bodyPath: extendPath(path, key) });
  }
  if (found.size > 0) return [...found.values()];
  if (isBareDeviceInformation(message)) return [whole('device-information', 'DeviceInformation')];
  return [whole('other', getString(message, 'RequestType') ?? 'reply')];
}

function envelopeOf(message: DictValue, path: string, body: Value, hints: WebhookHints) {
  const enrolmentId = getString(message, 'EnrollmentID') ?? hints.enrolmentId;
  const identity = identityOf({
    udid: getString(message, 'UDID') ?? hints.udid ?? getString(body, 'UDID'),
    serial:
      getString(message, 'SerialNumber') ?? getString(message, 'SERIAL') ?? getString(body, 'SerialNumber'),
    enrolmentId,
  });
  return {
    ...(identity === undefined ? {} : { identity }),
    isUserEnrolment: enrolmentId !== undefined && getString(message, 'UDID') === undefined,
    channel: channelOf(message),
    ...observed(hints.observedAt),
    envelope: message,
    envelopePath: path,
    at: message.at,
  };
}

function observed(at: Instant | undefined): { observedAt?: Instant } {
  return at === undefined ? {} : { observedAt: at };
}

/** On a Shared iPad `UserID` is a constant, so the short name goes first. */
function channelOf(message: DictValue): Channel {
  const user =
    getString(message, 'UserShortName') ??
    getString(message, 'UserLongName') ??
    getString(message, 'UserID') ??
    getString(message, 'EnrollmentUserID');
  return user === undefined || user === '' ? { kind: 'device' } : { kind: 'user', user };
}

function refusedStatus(message: DictValue, path: string): Diagnostic | undefined {
  const status = getString(message, 'Status');
  if (status === undefined || status === 'Acknowledged') return undefined;
  const at = get(message, 'Status')?.at ?? message.at;
  const where = extendPath(path, 'Status');
  switch (status) {
    case 'Idle':
      return diagnostic(
        'info',
        'mdm-idle',
        'The device only reported that it is idle; no answer in it.',
        at,
        where,
      );
    case 'NotNow': {
      const text = 'The device was locked or busy and answered NotNow; send the command again.';
      return diagnostic('warning', 'mdm-not-now', text, at, where);
    }
    default:
      return diagnostic('warning', 'mdm-error', errorText(message, status), at, where);
  }
}

function errorText(message: DictValue, status: string): string {
  const [first] = getArray(message, 'ErrorChain') ?? [];
  const code = get(first, 'ErrorCode');
  const domain = getString(first, 'ErrorDomain');
  const detail =
    code?.type === 'integer' && domain !== undefined ? ` (${domain.slice(0, 60)} ${code.value})` : '';
  return `The device refused the command: ${status.slice(0, 40)}${detail}. Earlier answers stay as they are.`;
}
