import {
  get,
  getString,
  type DeviceRecord,
  type Diagnostic,
  type DictValue,
  type Entry,
  type Value,
} from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { ClaimBuilder } from '../facts/claim-builder.js';
import { text } from '../facts/convert.js';
import { at } from '../facts/fact-table.js';
import { identityOf } from '../facts/identity.js';
import { instantOf } from '../facts/instant.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { readStatusReport } from './source.js';

/** Status values as a KMFDDM server gives them: the last value of each item, for each enrolment id. */
export const statusValuesSource: Source = {
  id: 'kmfddm-status-values',
  recognise: ({ value }) => {
    if (value?.type !== 'dict') return false;
    return value.entries.slice(0, entriesTried).some(({ value: list }) => {
      const [first] = list.type === 'array' ? list.items : [];
      return getString(first, 'path')?.startsWith(itemPrefix) === true && get(first, 'value') !== undefined;
    });
  },
  read,
};

const entriesTried = 20;
const itemPrefix = '.StatusItems.';
const maxDepth = 12;

function read({ value }: SourceInput): SourceOutput {
  const devices: DeviceRecord[] = [];
  const problems: Diagnostic[] = [];
  for (const { key, value: list, keyAt } of value?.type === 'dict' ? value.entries : []) {
    if (list.type !== 'array' || key === '') {
      const message = 'This entry is no enrolment with its status values and is left out.';
      problems.push(diagnostic('warning', 'no-device-identity', message, keyAt, extendPath('', key)));
      continue;
    }
    const { device, diagnostics } = deviceOf(key, list);
    devices.push(device);
    problems.push(...diagnostics);
  }
  const isPartial = problems.some(({ severity }) => severity !== 'info');
  return {
    kind: 'ddm-status',
    status: devices.length === 0 ? 'rejected' : isPartial ? 'partial' : 'ingested',
    devices,
    profiles: [],
    diagnostics: capped(problems),
  };
}

function deviceOf(id: string, list: Value & { type: 'array' }) {
  const report = reportOf(list);
  const claims = new ClaimBuilder();
  const path = extendPath('', id);
  const { declarations: _listed, diagnostics } = readStatusReport(report, claims, path);
  const textAt = (item: string) => {
    const found = at(report, `StatusItems.device.identifier.${item}`);
    return found === undefined ? undefined : text(found);
  };
  const identity = identityOf({ serial: textAt('serial-number'), udid: textAt('udid') ?? id }) ?? {
    udid: id,
  };
  const observedAt = list.items
    .flatMap((item) => instantOf(get(item, 'timestamp')) ?? [])
    .sort()
    .at(-1);
  const device: DeviceRecord = {
    identity,
    creates: true,
    basis: 'device-answer',
    ...(observedAt === undefined ? {} : { observedAt }),
    claims: claims.build(),
    at: list.at,
  };
  return { device, diagnostics };
}

interface Branch {
  readonly children: Map<string, Branch>;
  value?: Value;
}

/** The report that the values were taken from; of two values of one path the last counts. */
function reportOf(list: Value & { type: 'array' }): Value {
  const root: Branch = { children: new Map() };
  for (const item of list.items) {
    const path = getString(item, 'path') ?? '';
    const value = get(item, 'value');
    const steps = path.split('.').slice(1);
    if (!path.startsWith(itemPrefix) || value === undefined || steps.length > maxDepth) continue;
    let branch = root;
    for (const step of steps) {
      const next: Branch = branch.children.get(step) ?? { children: new Map() };
      branch.children.set(step, next);
      branch = next;
    }
    branch.value = value;
  }
  return treeOf(root, list.at);
}

function treeOf(branch: Branch, place: Value['at']): Value {
  if (branch.children.size === 0 && branch.value !== undefined) return branch.value;
  const entries = [...branch.children].map(([key, child]): Entry => {
    const value = treeOf(child, place);
    return { key, value, keyAt: value.at };
  });
  const tree: DictValue = { type: 'dict', entries, at: place };
  return tree;
}
