import type { Scan, ScanChange } from '@ringcheck/contracts';

export const statusWords: Readonly<Record<Scan['status'], string>> = {
  queued: 'Waiting',
  planning: 'Preparing',
  running: 'Running',
  closing: 'Finishing',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const triggerWords: Readonly<Record<Scan['trigger'], string>> = {
  manual: 'By hand',
  schedule: 'Schedule',
};

type ChangeKind = ScanChange['kind'];

/** Findings first, as the server lists them. */
export const changeKinds: readonly ChangeKind[] = [
  'new',
  'fixed',
  'changed',
  'appeared',
  'vanished',
  'verdict',
];

export const changeWords: Readonly<Record<ChangeKind, string>> = {
  new: 'New findings',
  fixed: 'Fixed findings',
  changed: 'Changed findings',
  appeared: 'Devices appeared',
  vanished: 'Devices gone',
  verdict: 'Verdicts changed',
};

export const changeWord: Readonly<Record<ChangeKind, string>> = {
  new: 'New',
  fixed: 'Fixed',
  changed: 'Changed',
  appeared: 'Appeared',
  vanished: 'Gone',
  verdict: 'Verdict',
};
