import type { Channel, DeviceIdentity, DictValue, Instant, Position, Value } from '@ringcheck/model';

export const replyKinds = [
  'device-information',
  'profile-list',
  'security-info',
  'restrictions',
  'installed-application-list',
  'authenticate',
  'ota-enrolment',
  'other',
] as const;
export type ReplyKind = (typeof replyKinds)[number];

/** One message of a device to its MDM server, with the envelope read and the answer still as it stands. */
export interface MdmReply {
  readonly kind: ReplyKind;
  /** What the message is called: its response key, or the check-in message. */
  readonly name: string;
  readonly identity?: DeviceIdentity;
  readonly isUserEnrolment: boolean;
  readonly channel: Channel;
  readonly observedAt?: Instant;
  /** The whole message. */
  readonly envelope: DictValue;
  readonly envelopePath: string;
  /** The answer itself: the value under the response key, or the whole message. */
  readonly body: Value;
  readonly bodyPath: string;
  readonly at: Position;
}
