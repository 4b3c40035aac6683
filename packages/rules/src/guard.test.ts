import { pictureOf } from '@ringcheck/testkit';
import { resolve } from '@ringcheck/effective';
import { defaultThresholds } from '@ringcheck/policy';
import {
  clockAt,
  guardReads,
  subjectOf,
  UndeclaredReadError,
  type Read,
  type Rule,
  type Subject,
} from './index.js';

const rule = (reads: readonly Read[]): Rule => ({
  id: 'some-rule',
  title: 'A rule',
  stage: 'device',
  severity: 'low',
  decisive: false,
  platforms: ['iOS'],
  outcomes: [],
  reads,
  messages: {},
  sources: [],
  evaluate: () => [],
});

function windowOf(reads: readonly Read[], used = new Set<Read>()): Subject {
  const attestations = [
    {
      question: 'ask-focus',
      answer: 'off',
      owner: 'h@example.org',
      expires: '2026-12-31',
      at: { offset: 0 },
    },
  ];
  const picture = pictureOf({ platform: 'iOS', facts: { lostMode: true }, attestations });
  const clock = clockAt('2026-11-21T12:00:00Z');
  const effective = resolve(picture, { isPast: clock.isPast });
  const subject = subjectOf({ picture, effective, thresholds: defaultThresholds, clock });
  return guardReads(rule(reads), subject, used);
}

describe('guardReads', () => {
  it('answers what is declared and remembers it', () => {
    const used = new Set<Read>();
    expect(windowOf(['fact:lostMode', 'time'], used).fact('lostMode')?.value).toBe(true);
    expect([...used]).toEqual(['fact:lostMode']);
  });

  it.each<[Read, (subject: Subject) => unknown, unknown]>([
    ['attestations', (subject) => subject.attestations('ask-focus').map(({ answer }) => answer), ['off']],
    ['appBlockers', (subject) => subject.appBlockers(), []],
    ['externalControls', (subject) => subject.externalControls(), []],
    ['egress', (subject) => subject.egresses(), []],
    ['network', (subject) => subject.network(), undefined],
    ['network', (subject) => subject.place().known, false],
    ['outages', (subject) => subject.outages().feeds, []],
    ['latestVersions', (subject) => typeof subject.latestVersions(), 'object'],
    ['threshold:storageMinGB', (subject) => subject.threshold('storageMinGB'), 1],
    ['time', (subject) => subject.isPast('2026-01-01T00:00:00Z'), true],
    ['setting:com.acme#key', (subject) => subject.settings('com.acme', 'key'), []],
    ['payload:com.acme', (subject) => subject.payloads('com.acme'), []],
  ])('passes on what is known of %s', (read, ask, expected) => {
    const used = new Set<Read>();
    expect(ask(windowOf([read], used))).toEqual(expected);
    expect([...used]).toEqual([read]);
  });

  it.each<[string, (subject: Subject) => unknown]>([
    ['fact:isSupervised', (subject) => subject.fact('isSupervised')],
    ['setting:com.acme#key', (subject) => subject.settings('com.acme', 'key')],
    ['setting:com.acme#other', (subject) => subject.undetermined('com.acme', 'other')],
    ['payload:com.acme', (subject) => subject.payloads('com.acme')],
    ['payload:com.acme', (subject) => subject.ignored('com.acme')],
    ['network', (subject) => subject.network()],
    ['egress', (subject) => subject.egresses()],
    ['threshold:storageMinGB', (subject) => subject.threshold('storageMinGB')],
    ['accounts', (subject) => subject.accounts()],
    ['externalControls', (subject) => subject.externalControls()],
    ['tunnels', (subject) => subject.tunnels()],
    ['time', (subject) => subject.isPast('2026-01-01')],
  ])('refuses %s when it is not declared', (read, ask) => {
    expect(() => ask(windowOf(['fact:lostMode']))).toThrow(`rule some-rule asked for ${read},`);
  });

  it('shows the list of profiles to rules that read profiles only', () => {
    expect(windowOf(['payload:com.acme']).installed().knowledge).toBe('listed');
    expect(() => windowOf(['fact:lostMode']).installed()).toThrow(UndeclaredReadError);
  });
});
