import { hasType } from '@ringcheck/catalog';
import type { InstalledProfile, Picture } from '@ringcheck/assemble';
import type { Channel, Value } from '@ringcheck/model';
import { applies, type Conditions } from './applicability.js';
import { Aside } from './aside.js';
import { compile, type Candidate, type CompiledPayload } from './compile.js';
import { contributionOf, wholeOf } from './contribution.js';
import { lifetimeOf } from './lifetime.js';
import { Lists } from './lists.js';
import type { NoteBook } from './notebook.js';
import { inOrder } from './order.js';
import { isRefused, stateOf } from './declared.js';
import { isUnreadable } from './unreadable.js';
import { withoutKeys } from './without-keys.js';
import {
  wholePayload,
  type Contribution,
  type EffectivePayload,
  type Ignored,
  type IgnoredReason,
  type ResolveOptions,
  type Undetermined,
  type UndeterminedReason,
} from './types.js';

/** A key in force, before it is combined with others. */
export interface Placed extends Contribution {
  readonly channel: Channel;
  readonly isWrapped: boolean;
}

/** What the profiles of one device set, payload by payload. */
export interface Collected {
  readonly placed: Lists<Placed>;
  readonly payloads: Lists<EffectivePayload>;
  readonly ignored: Lists<Ignored>;
  readonly undetermined: Lists<Undetermined>;
  /** Keys inside a dictionary that is itself ignored or undetermined: told to who asks for the key. */
  readonly nested: Aside;
  /** Profiles on the device whose settings cannot be read. */
  readonly unreadable: readonly InstalledProfile[];
}

/** The user of a profile that is meant for users and listed without one. */
export const unnamedUser = 'unnamed';

/** Go through the profiles and sort what they set into in force, ignored and undetermined. */
export function collect(
  picture: Picture,
  conditions: Conditions,
  options: ResolveOptions,
  notes: NoteBook,
): Collected {
  return new Collector(picture, conditions, options, notes).run();
}

class Collector {
  private readonly placed = new Lists<Placed>();
  private readonly payloads = new Lists<EffectivePayload>();
  private readonly aside = new Aside();
  private readonly nested = new Aside();
  private readonly unreadable: InstalledProfile[] = [];

  constructor(
    private readonly picture: Picture,
    private readonly conditions: Conditions,
    private readonly options: ResolveOptions,
    private readonly notes: NoteBook,
  ) {}

  run(): Collected {
    const { knowledge, profiles } = this.picture.installed;
    for (const profile of inOrder(profiles)) {
      if (knowledge !== 'none' || profile.declaration !== undefined) this.profile(profile);
    }
    const { placed, payloads, nested, unreadable } = this;
    const { ignored, undetermined } = this.aside;
    return { placed, payloads, ignored, undetermined, nested, unreadable };
  }

  private profile(installed: InstalledProfile): void {
    const { installed: listing } = this.picture;
    const isDeclared = installed.declaration !== undefined;
    const isAssigned =
      !isDeclared && listing.knowledge === 'assigned' && this.options.assume !== 'assigned-installed';
    const stopped = stateOf(installed);
    if (isUnreadable(installed) || !installed.profile) {
      if (!isAssigned && stopped?.state !== 'ignored') this.unreadable.push(installed);
      return;
    }
    const payloads = compile(installed.profile);
    if (isAssigned) return this.ignoreAll(installed, payloads, 'assigned-only');
    if (stopped?.state === 'ignored')
      return this.ignoreAll(installed, payloads, stopped.reason, stopped.detail);
    if (stopped !== undefined) return this.doubtAll(installed, payloads, stopped.reason);
    if (isRefused(installed, payloads, this.conditions))
      return this.ignoreAll(installed, payloads, 'user-enrolment');
    const lifetime = lifetimeOf(installed, listing, this.options);
    if (lifetime.state === 'gone')
      return this.ignoreAll(installed, payloads, 'removed-by-date', lifetime.since);
    if (lifetime.state === 'overdue') this.notes.overdue(installed, lifetime.since);
    const placed = this.onItsChannel(installed);
    let acts = false;
    for (const payload of payloads) acts = this.payload(placed, payload) || acts;
    const expiry = installed.profile.expirationDate;
    if (acts && expiry !== undefined && this.options.isPast(expiry)) this.notes.expired(installed, expiry);
  }

  /** A Mac's profile for users acts on users, also where the listing does not say on which. */
  private onItsChannel(installed: InstalledProfile): InstalledProfile {
    const isForUsers = this.conditions.platform === 'macOS' && installed.profile?.scope === 'User';
    if (!isForUsers || installed.channel.kind === 'user') return installed;
    return { ...installed, channel: { kind: 'user', user: unnamedUser } };
  }

  /** True when the payload is in force and bears on FaceTime. */
  private payload(installed: InstalledProfile, compiled: CompiledPayload): boolean {
    this.mistakes(installed, compiled);
    const { known, payload } = compiled;
    if (!known) {
      this.addPayload(installed, compiled, []);
      return false;
    }
    const verdict = applies(compiled.gates, this.conditions, installed);
    if (verdict.state !== 'in-force' && compiled.actsAlone) {
      const whole = wholeOf(installed, payload);
      this.aside.add(payload.type, wholePayload, whole, verdict);
      return false;
    }
    const dropped: string[] = [];
    for (const candidate of compiled.candidates) {
      const isNested = dropped.some((path) => candidate.key.key.startsWith(`${path}.`));
      const acts = this.candidate(installed, compiled, candidate, isNested ? this.nested : this.aside);
      if (!acts && !isNested) dropped.push(candidate.key.key);
    }
    if (verdict.state === 'in-force') this.addPayload(installed, compiled, dropped);
    return verdict.state === 'in-force' && known.keys.some(({ bearing }) => bearing !== 'none');
  }

  /** False when the key is certainly or possibly not in force. */
  private candidate(
    installed: InstalledProfile,
    { payload, isWrapped }: CompiledPayload,
    { key, value, path, name, levels, hidden }: Candidate,
    aside: Aside,
  ): boolean {
    const contribution = contributionOf(installed, payload, value, path);
    const unreadable = unreadableReason(value, key.type);
    if (unreadable) this.hidden(payload.type, contribution, unreadable, hidden);
    const verdict = applies(levels, this.conditions, installed);
    if (verdict.state === 'ignored') {
      aside.add(payload.type, name, contribution, verdict, key.key);
      return false;
    }
    if (unreadable && key.bearing !== 'none') {
      aside.doubt(payload.type, name, contribution, unreadable);
      if (unreadable === 'wrong-type') this.notes.wrongType(contribution, key);
    } else if (verdict.state === 'undetermined') {
      aside.doubt(payload.type, name, contribution, verdict.reason);
    }
    if (verdict.state === 'undetermined') return false;
    if (unreadable) return true;
    const { profile, evidence } = contribution;
    const { channel } = installed;
    this.placed.add(payload.type, name, { profile, payload, value, evidence, channel, isWrapped });
    return true;
  }

  /** A dictionary that cannot be read may hold any of its keys. */
  private hidden(
    type: string,
    contribution: Contribution,
    reason: UndeterminedReason,
    hidden: Candidate['hidden'],
  ): void {
    for (const { name, levels } of hidden) {
      if (applies(levels, this.conditions, contribution.profile).state === 'ignored') continue;
      this.nested.doubt(type, name, contribution, reason);
    }
  }

  private addPayload(
    installed: InstalledProfile,
    { payload, isWrapped }: CompiledPayload,
    dropped: readonly string[],
  ): void {
    this.payloads.add(payload.type, wholePayload, {
      type: payload.type,
      settings: withoutKeys(payload.settings, dropped),
      channel: installed.channel,
      profile: installed,
      payload,
      evidence: wholeOf(installed, payload).evidence,
      confidence: isWrapped ? 'lower' : 'certain',
    });
  }

  private mistakes(installed: InstalledProfile, { payload, mistakes }: CompiledPayload): void {
    for (const { kind, key, home, written, value, path } of mistakes) {
      const contribution = contributionOf(installed, payload, value, path);
      const detail = kind === 'misspelt' ? written : payload.type;
      this.aside.ignored.add(home, key.renamedTo ?? key.key, {
        ...contribution,
        key: key.key,
        reason: kind,
        detail,
      });
      if (kind === 'misspelt') this.notes.misspelt(contribution, written, key);
      else this.notes.wrongPayload(contribution, key, home);
    }
  }

  /** Everything a declaration would set, while the device has not said that it takes it. */
  private doubtAll(
    installed: InstalledProfile,
    payloads: readonly CompiledPayload[],
    reason: UndeterminedReason,
  ): void {
    for (const { payload, candidates } of payloads) {
      const whole = wholeOf(installed, payload);
      this.aside.doubt(payload.type, wholePayload, whole, reason);
      for (const { name, value, path, levels } of candidates) {
        if (applies(levels, this.conditions, installed).state === 'ignored') continue;
        this.nested.doubt(payload.type, name, contributionOf(installed, payload, value, path), reason);
      }
    }
  }

  private ignoreAll(
    installed: InstalledProfile,
    payloads: readonly CompiledPayload[],
    reason: IgnoredReason,
    detail?: string,
  ): void {
    const verdict = { state: 'ignored', reason, ...(detail === undefined ? {} : { detail }) } as const;
    for (const { payload, actsAlone, candidates } of payloads) {
      if (actsAlone) {
        const whole = wholeOf(installed, payload);
        this.aside.add(payload.type, wholePayload, whole, verdict);
        continue;
      }
      for (const { key, name, value, path } of candidates) {
        const isNested = candidates.some((other) => key.key.startsWith(`${other.key.key}.`));
        const contribution = contributionOf(installed, payload, value, path);
        (isNested ? this.nested : this.aside).add(payload.type, name, contribution, verdict, key.key);
      }
    }
  }
}

function unreadableReason(value: Value, wanted: Value['type']): 'templated' | 'wrong-type' | undefined {
  if (value.type === 'templated' || value.type === 'secret') return 'templated';
  return hasType(value, wanted) ? undefined : 'wrong-type';
}
