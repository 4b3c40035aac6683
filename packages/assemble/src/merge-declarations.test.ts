import type { DeclarationState, DeviceRecord, Profile } from '@ringcheck/model';
import { mergeDeclarations } from './merge-declarations.js';
import type { SourcedRecord } from './merge-facts.js';
import { ProfileIndex } from './profile-index.js';

const at = { offset: 0, line: 1, column: 1 };
const state = (identifier: string, more: Partial<DeclarationState> = {}): DeclarationState => ({
  kind: 'configuration',
  identifier,
  reasons: [],
  at,
  path: 'StatusItems',
  ...more,
});

function report(observedAt: string, declarations: readonly DeclarationState[]): SourcedRecord {
  const record: DeviceRecord = {
    identity: { serial: 'XFAK1' },
    creates: true,
    basis: 'device-answer',
    observedAt,
    claims: {},
    declarations,
    at,
  };
  const document = { path: `${observedAt}.json`, sha256: 'a' };
  return { key: observedAt, document, receivedAt: '2026-11-21T12:00:00Z', record };
}

const type = 'com.apple.configuration.app.settings';
const uploaded: Profile = {
  document: { path: 'apps.json', sha256: 'b' },
  identifier: 'com.example.apps',
  encrypted: false,
  vendorIds: [],
  authoredBy: 'mdm',
  declaration: { type, serverToken: 'v2' },
  payloads: [{ type, path: 'Payload', settings: { type: 'dict', entries: [], at }, at }],
  at,
};
const index = new ProfileIndex([{ profile: uploaded, receivedAt: '2026-11-21T12:00:00Z' }]);

describe('declarations of a device', () => {
  it('are those of all its reports, each in its newest state', () => {
    const { profiles } = mergeDeclarations(
      [
        report('2026-11-18T00:00:00Z', [state('a', { active: true }), state('b', { active: true })]),
        report('2026-11-20T00:00:00Z', [state('b', { active: false })]),
      ],
      index,
    );
    expect(profiles.map(({ identifier, declaration }) => [identifier, declaration?.active])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });

  it('are joined with their uploaded content, and missing without it', () => {
    const { profiles } = mergeDeclarations(
      [report('2026-11-20T00:00:00Z', [state('com.example.apps'), state('com.example.other')])],
      index,
    );
    expect(profiles.map(({ content, payloadTypes }) => [content, payloadTypes])).toEqual([
      ['known', [type]],
      ['missing', undefined],
    ]);
  });

  it('leave activations and assets out: they set nothing', () => {
    const states = [state('a', { kind: 'activation' }), state('b', { kind: 'asset' })];
    expect(mergeDeclarations([report('2026-11-20T00:00:00Z', states)], index).profiles).toEqual([]);
  });

  it('note another version than the uploaded one', () => {
    const states = [state('com.example.apps', { serverToken: 'v1' })];
    const { notes } = mergeDeclarations([report('2026-11-20T00:00:00Z', states)], index);
    expect(notes).toMatchObject([{ message: 'version-differs', data: { installed: 'v1', uploaded: 'v2' } }]);
  });

  it('are never taken for a listed profile of the same identifier', () => {
    expect(index.find({ identifier: 'com.example.apps', channel: { kind: 'device' }, at })).toBeUndefined();
  });
});
