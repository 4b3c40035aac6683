import { evidenceOf } from '@ringcheck/model';
import { clear, note, notApplicable } from '../../judge/answers.js';
import { inferred } from '../../judge/sources.js';
import { hoursAfter } from '../../clock-arithmetic.js';
import { everyPlatform } from '../../network/record.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { bearingOf } from '../services.js';
import { outageWindows, type OutageWindow } from '../windows.js';

const wait = [
  {
    who: 'helpdesk',
    do: 'Tell callers that {service} is disturbed since {from}; nothing on their devices or in your network helps. Messages go out as text meanwhile.',
  },
  {
    who: 'helpdesk',
    do: 'Look at www.apple.com/support/systemstatus, save its data again and add it to the upload; where calls still fail a day after the end, switch FaceTime off and on.',
  },
] as const;
const verify = 'Save the System Status data again, add it to the upload and scan; then make a test call.';

/** Some devices need a while after the end of a disturbance. */
const stragglerHours = 24;

export const appleServiceOutage: Rule = {
  id: 'apple-service-outage',
  title: "Apple's service is disturbed",
  stage: 'apple',
  severity: 'high',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['at-risk'],
  reads: ['outages', 'time'],
  messages: {
    'no-source': { text: "Nothing uploaded or stated says how Apple's services are." },
    disturbed: {
      text: '{service} is disturbed for {users} since {from} (end: {until}), says {source}.',
      why: 'Calls fail at once, or connect and are lost; the other side may see nothing.',
      steps: wait,
      verify,
    },
    'activation-disturbed': {
      text: '{service} is disturbed for {users} since {from} (end: {until}), says {source}.',
      why: 'Signed-in devices mostly go on; signing in and activating FaceTime may fail.',
      steps: wait,
      verify,
    },
    'just-over': {
      text: '{service} was disturbed until {until}, says {source}; some devices need up to a day after.',
    },
  },
  sources: [
    { title: "Apple's System Status page, saved and uploaded", confidence: 'high' },
    { title: 'Reports on the FaceTime outage of 18 November 2012', confidence: 'medium' },
    inferred('a disturbance is not certain to touch every device', 'medium'),
  ],
  evaluate: (subject) => {
    const windows = outageWindows(subject);
    const states = windows.map((window) => stateOf(subject, window));
    const running = states.flatMap(({ answer }) => answer ?? []);
    const notes = states.flatMap((state) => state.note ?? []);
    return [...(running.length > 0 ? running : undisturbed(subject, windows)), ...notes];
  },
};

interface WindowState {
  readonly answer?: RuleResult;
  readonly note?: RuleNote;
}

function stateOf(subject: Subject, window: OutageWindow): WindowState {
  const { bearing, name, from, until, some, source, evidence } = window;
  const data = {
    service: name,
    from,
    until: until ?? 'not announced',
    users: some ? 'some users' : 'all users',
    source,
  };
  if (!subject.isPast(from)) return {};
  if (until !== undefined && subject.isPast(until)) {
    const settled = hoursAfter(until, stragglerHours);
    const isRecent = settled !== undefined && !subject.isPast(settled);
    return isRecent ? { note: note('just-over', data, [evidence]) } : {};
  }
  return {
    answer: {
      outcome: 'at-risk',
      ...(bearing.scope === undefined ? {} : { scope: bearing.scope }),
      severity: bearing.severity,
      message: bearing.scope === undefined ? 'disturbed' : 'activation-disturbed',
      data,
      evidence: [evidence],
      cause: `apple:${bearing.service}/${from}`,
    },
  };
}

/** A feed that names the services and no disturbance proves that there was none when it was saved. */
function undisturbed(subject: Subject, windows: readonly OutageWindow[]): readonly RuleResult[] {
  const newest = subject.outages().feeds.at(-1);
  const service = newest?.status.services.find(({ name }) => bearingOf(name) !== undefined);
  if (newest !== undefined && service !== undefined) {
    const { document } = newest;
    return clear('clear', {}, [
      evidenceOf(document, service.at, { path: service.path, value: service.name }),
    ]);
  }
  const [known] = windows;
  return known === undefined ? notApplicable('no-source') : clear('clear', {}, [known.evidence]);
}
