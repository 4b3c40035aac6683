import { get, type DeviceRecord, type Diagnostic, type DocumentKind } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { carriedStatusReport } from './declarative-management.js';
import { ClaimBuilder } from '../facts/claim-builder.js';
import { build, text } from '../facts/convert.js';
import { applyFacts, fact } from '../facts/fact-table.js';
import { platformOf } from '../facts/platform-of.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import type { Making } from '../source.js';
import { appsOf } from './apps.js';
import { claimDeviceInformation, deviceInformationKeys } from './device-information.js';
import { profileListingOf } from './profile-list.js';
import type { MdmReply, ReplyKind } from './reply.js';
import { restrictionsOf } from './restrictions.js';
import { claimSecurityInfo, securityInfoKeys } from './security-info.js';

export interface NormalisedReplies {
  readonly devices: readonly DeviceRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

export function documentKindOf(kind: ReplyKind): DocumentKind {
  switch (kind) {
    case 'device-information':
      return 'mdm-device-information';
    case 'profile-list':
      return 'mdm-profile-list';
    case 'security-info':
      return 'mdm-security-info';
    case 'restrictions':
      return 'mdm-restrictions';
    case 'installed-application-list':
      return 'mdm-installed-application-list';
    case 'authenticate':
    case 'ota-enrolment':
    case 'other':
      return 'mdm-other-reply';
  }
}

/** Words of the check-in messages; tokens and keys in them are never read. */
const checkinKeys = [
  'MessageType',
  'Topic',
  'Challenge',
  'EnrollmentID',
  'EnrollmentUserID',
  'UserID',
  'UserShortName',
  'UserLongName',
  'NotOnConsole',
  'Token',
  'PushMagic',
  'UnlockToken',
];

/** Device records of the replies, and what of the answers nobody reads. */
export function normaliseReplies(replies: readonly MdmReply[], making: Making): NormalisedReplies {
  const unread = {
    queries: new UnreadKeys([...deviceInformationKeys, ...checkinKeys]),
    security: new UnreadKeys(securityInfoKeys),
  };
  const devices: DeviceRecord[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const reply of replies) {
    const found = normaliseReply(reply, making);
    diagnostics.push(...found.diagnostics);
    if (found.device !== undefined) devices.push(found.device);
    if (reply.kind === 'device-information' || reply.kind === 'authenticate') unread.queries.note(reply.body);
    if (reply.kind === 'security-info') unread.security.note(reply.body);
  }
  return {
    devices,
    diagnostics: [
      ...diagnostics,
      ...unread.queries.diagnostics('unimplemented-query-responses'),
      ...unread.security.diagnostics('unimplemented-security-info'),
    ],
  };
}

interface OneReply {
  readonly device?: DeviceRecord;
  readonly diagnostics: readonly Diagnostic[];
}

function normaliseReply(reply: MdmReply, making: Making): OneReply {
  if (reply.identity === undefined) return { diagnostics: [noIdentity(reply)] };
  const claims = new ClaimBuilder();
  const parts = readBody(reply, making, claims);
  if (reply.isUserEnrolment) {
    const id = get(reply.envelope, 'EnrollmentID');
    claims.add('enrolment', 'user', id?.at ?? reply.at, extendPath(reply.envelopePath, 'EnrollmentID'));
  }
  const device: DeviceRecord = {
    identity: reply.identity,
    creates: true,
    basis: 'device-answer',
    ...(reply.observedAt === undefined ? {} : { observedAt: reply.observedAt }),
    claims: claims.build(),
    ...(parts.profiles === undefined ? {} : { profiles: parts.profiles }),
    ...(parts.restrictions === undefined ? {} : { restrictions: parts.restrictions }),
    ...(parts.declarations === undefined ? {} : { declarations: parts.declarations }),
    at: reply.at,
  };
  return { device, diagnostics: parts.diagnostics };
}

type BodyParts = Pick<DeviceRecord, 'profiles' | 'restrictions' | 'declarations'> & {
  diagnostics: readonly Diagnostic[];
};

function readBody(reply: MdmReply, making: Making, claims: ClaimBuilder): BodyParts {
  const { body, bodyPath } = reply;
  switch (reply.kind) {
    case 'device-information':
      claimDeviceInformation(body, bodyPath, claims);
      claimDeviceEnrolment(reply, claims);
      return { diagnostics: [] };
    case 'authenticate':
      claimDeviceInformation(body, bodyPath, claims);
      return { diagnostics: [] };
    case 'security-info':
      claimSecurityInfo(body, bodyPath, claims);
      return { diagnostics: [] };
    case 'profile-list': {
      const { listing, diagnostics } = profileListingOf(body, bodyPath, reply.channel, making);
      return { profiles: listing, diagnostics };
    }
    case 'restrictions':
      return restrictionsParts(reply);
    case 'installed-application-list':
      claims.add('apps', appsOf(body), body.at, bodyPath);
      return { diagnostics: [] };
    case 'ota-enrolment':
      claimOtaEnrolment(reply, claims);
      return { diagnostics: [] };
    case 'other':
      return carriedStatusReport(reply, claims) ?? { diagnostics: [unusedReply(reply)] };
  }
}

/** Apple forbids the UDID in User Enrollment, so a device that answers with it is enrolled as a device. */
function claimDeviceEnrolment(reply: MdmReply, claims: ClaimBuilder): void {
  const udid = get(reply.envelope, 'UDID') ?? get(reply.body, 'UDID');
  if (udid?.type === 'string' && !reply.isUserEnrolment)
    claims.add('enrolment', 'device', udid.at, extendPath(reply.envelopePath, 'UDID'));
}

function restrictionsParts(reply: MdmReply): BodyParts {
  if (reply.name === 'GlobalRestrictions') {
    const value = get(reply.envelope, 'ProfileRestrictions');
    const single =
      value === undefined
        ? undefined
        : { value, path: extendPath(reply.envelopePath, 'ProfileRestrictions') };
    return { restrictions: restrictionsOf(reply.body, reply.bodyPath, single), diagnostics: [] };
  }
  const message =
    'Only ProfileRestrictions was answered; what is in force stands in GlobalRestrictions. Send the Restrictions command again.';
  return {
    diagnostics: [diagnostic('warning', 'no-global-restrictions', message, reply.body.at, reply.bodyPath)],
  };
}

function claimOtaEnrolment(reply: MdmReply, claims: ClaimBuilder): void {
  applyFacts(
    [
      fact('productName', 'PRODUCT', text),
      fact('platform', 'PRODUCT', (value) => platformOf(text(value))),
      fact('build', 'VERSION', build),
    ],
    reply.body,
    reply.bodyPath,
    claims,
  );
}

function unusedReply(reply: MdmReply): Diagnostic {
  const name = reply.name.slice(0, 60);
  const message = `Nothing of a ${name} message is needed to judge FaceTime; the device is noted, the rest is not read.`;
  return diagnostic('info', 'unimplemented-reply', message, reply.at, reply.bodyPath);
}

function noIdentity(reply: MdmReply): Diagnostic {
  const message =
    'The reply names no device (UDID, EnrollmentID or SerialNumber), so it cannot be used. Save it with its envelope.';
  return diagnostic('error', 'no-device-identity', message, reply.at, reply.bodyPath);
}
