import { pictureOf, testNow, type PictureSpec } from '@ringcheck/testkit';
import { defaultPolicy, type Policy } from '@ringcheck/policy';
import { judgeDevice, type JudgedDevice } from '@ringcheck/plan';
import {
  checkReport,
  deviceQuestions,
  renderHtml,
  renderMarkdown,
  renderText,
  reportQuestions,
} from './index.js';

const policy = (more: Partial<Policy> = {}): Policy => ({ ...defaultPolicy, ...more });

function judged(id: string, spec: PictureSpec, by: Policy = policy()): JudgedDevice {
  const [group] = by.groups;
  const picture = pictureOf({
    id,
    platform: 'iOS',
    ...(group === undefined ? {} : { group }),
    isSupervised: true,
    osVersion: '26.1',
    ...spec,
  });
  return judgeDevice(picture, by, testNow);
}

const attestation = {
  question: 'ask-focus',
  answer: 'off',
  owner: 'help@example.org',
  expires: '2026-12-31',
  at: { offset: 0 },
};
const blocking: PictureSpec = {
  profiles: [
    {
      identifier: 'com.example.a',
      payloads: [{ type: 'com.apple.applicationaccess', allowVideoConferencing: false }],
    },
  ],
};
const waiver = (expires: string) => ({
  rule: 'restriction-facetime',
  select: { default: true },
  reason: 'repair',
  owner: 'it@example.org',
  expires,
  at: { offset: 0 },
});

describe('the questions of a report', () => {
  it('are listed once per kind of device, most telling first', () => {
    const report = reportQuestions([judged('a', {}), judged('b', {}), judged('c', { platform: 'macOS' })]);
    expect(report.map(({ platform, devices }) => [platform, devices])).toEqual([
      ['iOS', 2],
      ['macOS', 1],
    ]);
    expect(report[0]?.questions[0]).toMatchObject({ id: 'ask-connection', open: 2, answered: 0 });
  });

  it('are not asked of devices that something proven blocks', () => {
    expect(reportQuestions([judged('a', blocking)])).toEqual([]);
  });

  it('count those answered, and leave out what everybody answered', () => {
    const both = reportQuestions([judged('a', { attestations: [attestation] }), judged('b', {})]);
    expect(both[0]?.questions.find(({ id }) => id === 'ask-focus')).toMatchObject({ open: 1, answered: 1 });
    const one = reportQuestions([judged('a', { attestations: [attestation] })]);
    expect(one[0]?.questions.map(({ id }) => id)).not.toContain('ask-focus');
  });

  it('are not asked where a fact answers', () => {
    const asked = (spec: PictureSpec) =>
      reportQuestions([judged('a', spec)])[0]?.questions.map(({ id }) => id);
    expect(asked({})).toContain('ask-lockdown-mode');
    expect(asked({ facts: { lockdownMode: false } })).not.toContain('ask-lockdown-mode');
  });

  it('stand in every format, with where to look and what answers mean', () => {
    const report = checkReport({ now: testNow, documents: [], devices: [judged('a', {})] });
    expect(renderText(report)).toContain('to ask on 1 iPhone:');
    expect(renderMarkdown(report)).toContain('## What to ask on 1 iPhone');
    expect(renderHtml(report)).toContain('What to ask on 1 iPhone, most telling first');
    for (const text of [renderMarkdown(report), renderHtml(report)])
      for (const part of ['ask-focus', 'Control Centre', 'A Focus is on']) expect(text).toContain(part);
  });

  it('are asked of nobody where model devices stand in for a fleet', () => {
    const report = checkReport({ now: testNow, documents: [], devices: [judged('a', {})], archetypes: true });
    expect(report.questions).toBeUndefined();
  });
});

describe('the questions of one device', () => {
  const asked = (spec: PictureSpec) => {
    const { picture, evaluation } = judged('a', spec);
    return deviceQuestions(picture.facts.platform?.value, evaluation.verdict, evaluation.results);
  };

  it('are those of its kind that nobody and no fact has answered, as the fleet is asked', () => {
    for (const spec of [
      {},
      { platform: 'macOS' },
      { facts: { lockdownMode: false, apps: [{ bundleId: 'com.apple.facetime' }] } },
      { attestations: [attestation] },
    ] satisfies PictureSpec[]) {
      const fleet = reportQuestions([judged('a', spec)]);
      expect(asked(spec).map(({ id }) => id)).toEqual(fleet[0]?.questions.map(({ id }) => id));
    }
    expect(asked({}).map(({ id }) => id)).toContain('ask-focus');
    expect(asked({ attestations: [attestation] }).map(({ id }) => id)).not.toContain('ask-focus');
  });

  it('stay open where a clear only rests on the absence of a profile', () => {
    const unlocked = { profiles: [{ identifier: 'com.example.a', payloads: [{ type: 'com.apple.font' }] }] };
    expect(judged('a', unlocked).evaluation.results).toContainEqual(
      expect.objectContaining({ ruleId: 'kiosk-app-lock', outcome: 'clear' }),
    );
    expect(asked(unlocked).map(({ id }) => id)).toContain('ask-accessibility');
  });

  it('carry the words, the places and the meanings', () => {
    const [focus] = asked({}).filter(({ id }) => id === 'ask-focus');
    expect(focus).toMatchObject({
      ask: expect.stringContaining('Do Not Disturb'),
      how: [expect.stringContaining('Control Centre')],
    });
    expect(focus?.answers).toContainEqual(
      expect.objectContaining({ id: 'on', outcome: 'limited', scope: 'incoming' }),
    );
  });

  it('are none where something proven blocks, or nobody knows what kind of device it is', () => {
    expect(asked(blocking)).toEqual([]);
    expect(deviceQuestions(undefined, 'unknown', [])).toEqual([]);
  });
});

describe('the waivers of a report', () => {
  const reportOf = (expires: string) => {
    const by = policy({ waivers: [waiver(expires)] });
    return checkReport({ now: testNow, documents: [], devices: [judged('a', blocking, by)], policy: by });
  };

  it('say what they hide while they hold', () => {
    const report = reportOf('2027-06-30');
    expect(report.waivers).toMatchObject([{ state: 'active', devices: 1, hidden: 1 }]);
    expect(report.summary.hiddenByWaivers).toBe(1);
    expect(report.devices[0]?.compliance).toBe('waived');
    expect(renderText(report)).toContain('1 finding is hidden by waivers.');
  });

  it('say so when their end is near', () => {
    const report = reportOf('2026-11-30');
    expect(report.waivers).toMatchObject([{ state: 'ending-soon', hidden: 1 }]);
    for (const text of [renderText(report), renderMarkdown(report), renderHtml(report)])
      expect(text).toContain('Waiver ends soon: restriction-facetime on 1 device, until 2026-11-30');
  });

  it('hide nothing once they have ended, by themselves', () => {
    const report = reportOf('2026-11-20');
    expect(report.waivers).toMatchObject([{ state: 'ended', hidden: 0 }]);
    expect(report.summary.hiddenByWaivers).toBe(0);
    expect(report.devices[0]?.compliance).toBe('non-compliant');
    expect(renderText(report)).toContain('Waiver has ended');
  });
});
