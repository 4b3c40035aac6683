import type { Read, Rule, Subject } from './types.js';
import { readsProfiles } from './reads.js';

/** A rule asked for something its `reads` does not declare: a fault of the rule, never of the input. */
export class UndeclaredReadError extends Error {
  readonly code = 'undeclared-read';
  constructor(
    readonly ruleId: string,
    readonly read: string,
  ) {
    super(`rule ${ruleId} asked for ${read}, which its reads do not declare`);
    this.name = 'UndeclaredReadError';
  }
}

/** The same window, answering declared reads only and remembering in `used` which were asked. */
export function guardReads(rule: Rule, subject: Subject, used: Set<Read>): Subject {
  const declared = new Set<string>(rule.reads);
  const ask = (read: Read): void => {
    if (!declared.has(read)) throw new UndeclaredReadError(rule.id, read);
    used.add(read);
  };
  const askProfiles = (type: string, key: string | undefined): void =>
    ask(key === undefined ? `payload:${type}` : `setting:${type}#${key}`);
  return {
    fact: (name) => (ask(`fact:${name}`), subject.fact(name)),
    osReaches: (minimum) => (ask('osReaches'), subject.osReaches(minimum)),
    settings: (type, key) => (askProfiles(type, key), subject.settings(type, key)),
    payloads: (type) => (askProfiles(type, undefined), subject.payloads(type)),
    undetermined: (type, key) => (askProfiles(type, key), subject.undetermined(type, key)),
    ignored: (type, key) => (askProfiles(type, key), subject.ignored(type, key)),
    installed: () => {
      if (!readsProfiles(rule)) throw new UndeclaredReadError(rule.id, 'the list of profiles');
      return subject.installed();
    },
    network: () => (ask('network'), subject.network()),
    place: () => (ask('network'), subject.place()),
    egresses: () => (ask('egress'), subject.egresses()),
    threshold: (name) => (ask(`threshold:${name}`), subject.threshold(name)),
    accounts: () => (ask('accounts'), subject.accounts()),
    externalControls: () => (ask('externalControls'), subject.externalControls()),
    tunnels: () => (ask('tunnels'), subject.tunnels()),
    appBlockers: () => (ask('appBlockers'), subject.appBlockers()),
    attestations: (question) => (ask('attestations'), subject.attestations(question)),
    outages: () => (ask('outages'), subject.outages()),
    latestVersions: () => (ask('latestVersions'), subject.latestVersions()),
    regionRows: () => (ask('regionRows'), subject.regionRows()),
    policyEvidence: (at, path) => subject.policyEvidence(at, path),
    isPast: (instant) => (ask('time'), subject.isPast(instant)),
  };
}
