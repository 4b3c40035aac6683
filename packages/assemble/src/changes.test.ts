import type { DeviceRecord, FactClaims } from '@ringcheck/model';
import { changesOf } from './changes.js';
import { byStrength, type SourcedRecord } from './merge-facts.js';

const at = { offset: 0, line: 1, column: 1 };

function seen(observedAt: string, claims: FactClaims): SourcedRecord {
  const record: DeviceRecord = {
    identity: { serial: 'XFAK1' },
    creates: true,
    basis: 'device-answer',
    observedAt,
    claims,
    at,
  };
  const document = { path: `${observedAt}.plist`, sha256: 'a' };
  return {
    key: `${observedAt} ${JSON.stringify(claims)}`,
    document,
    receivedAt: '2026-11-21T12:00:00Z',
    record,
  };
}
const build = (observedAt: string, value: string) => seen(observedAt, { build: { value, at } });
const lines = (observedAt: string, phoneNumber: string) =>
  seen(observedAt, { subscriptions: { value: [{ iccid: '8949', phoneNumber }], at } });
const changes = (...records: SourcedRecord[]) => changesOf([...records].sort(byStrength));

describe('a change of a device', () => {
  it('dates from the first report with the present build after one with another', () => {
    const { buildSince } = changes(
      build('2026-11-18T00:00:00Z', '23A1'),
      build('2026-11-19T00:00:00Z', '23B2'),
      build('2026-11-20T00:00:00Z', '23B2'),
    );
    expect(buildSince).toMatchObject({
      value: '2026-11-19T00:00:00Z',
      source: { document: { path: '2026-11-19T00:00:00Z.plist' } },
    });
  });

  it('is none where every report shows the same build, or one report is all there is', () => {
    expect(changes(build('2026-11-18T00:00:00Z', '23B2'), build('2026-11-20T00:00:00Z', '23B2'))).toEqual({});
    expect(changes(build('2026-11-20T00:00:00Z', '23B2'))).toEqual({});
    expect(changes()).toEqual({});
  });

  it('is that of the last time where a build came twice', () => {
    const { buildSince } = changes(
      build('2026-11-17T00:00:00Z', '23B2'),
      build('2026-11-18T00:00:00Z', '23A1'),
      build('2026-11-19T00:00:00Z', '23B2'),
    );
    expect(buildSince?.value).toBe('2026-11-19T00:00:00Z');
  });

  it('is one of the lines when a number or a SIM is another', () => {
    const { linesSince } = changes(
      lines('2026-11-18T00:00:00Z', '+491510000000'),
      lines('2026-11-20T00:00:00Z', '+491510000001'),
    );
    expect(linesSince?.value).toBe('2026-11-20T00:00:00Z');
  });

  it('is none where a report does not say when it was observed: an upload is no change', () => {
    const { observedAt: _observedAt, ...unsaid } = build('2026-11-20T00:00:00Z', '23B2').record;
    const upload = { ...build('2026-11-20T00:00:00Z', '23B2'), record: unsaid };
    expect(changes(build('2026-11-18T00:00:00Z', '23A1'), upload)).toEqual({});
  });

  it('has its evidence where the same was said first, as every fact has', () => {
    const { buildSince } = changes(
      build('2026-11-17T00:00:00Z', '23B2'),
      build('2026-11-18T00:00:00Z', '23A1'),
      build('2026-11-19T00:00:00Z', '23B2'),
    );
    expect(buildSince?.source.document.path).toBe('2026-11-17T00:00:00Z.plist');
  });

  it('is the same whoever of two that disagree at one moment comes first', () => {
    const two = [build('2026-11-18T00:00:00Z', '23A1'), build('2026-11-18T00:00:00Z', '23B2')];
    const told = changesOf(two);
    expect(told.buildSince?.value).toBe('2026-11-18T00:00:00Z');
    expect(changesOf([...two].reverse())).toEqual(told);
  });
});
