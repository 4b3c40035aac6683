import { get, getArray, optional, type DeviceRecord, type Diagnostic, type Value } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { ClaimBuilder } from '../facts/claim-builder.js';
import { bool, build, osVersion, partNumber, text } from '../facts/convert.js';
import { enrolmentBy } from '../facts/enrolment.js';
import { applyFacts, at, fact, type FactRow } from '../facts/fact-table.js';
import { identityOf } from '../facts/identity.js';
import { platformOf } from '../facts/platform-of.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { declarationStates } from './declarations.js';

/** Status reports of Declarative Device Management, as the device sent them. */
export const ddmStatusSource: Source = {
  id: 'ddm-status',
  recognise: ({ value }) => value !== undefined && get(value, 'StatusItems')?.type === 'dict',
  read,
};

const enrolment = enrolmentBy([
  ['none', 'none'],
  ['user', 'user'],
  ['device', 'device'],
  ['supervised', 'device'],
]);

const rows: readonly FactRow[] = [
  fact('partNumber', 'device.model.number', partNumber),
  fact('productName', 'device.model.identifier', text),
  fact('modelName', 'device.model.marketing-name', text),
  fact('platform', 'device.model.identifier', (value) => platformOf(text(value))),
  fact('platform', 'device.model.family', (value) => platformOf(text(value))),
  fact('platform', 'device.operating-system.family', (value) => platformOf(text(value))),
  fact('osVersion', 'device.operating-system.version', osVersion),
  fact('build', 'device.operating-system.build-version', build),
  fact('supplementalBuild', 'device.operating-system.supplemental.build-version', text),
  fact('betaEnrollment', 'softwareupdate.beta-enrollment', betaProgram),
  fact('enrolment', 'mdm.enrollment-type', enrolment),
  fact('isSupervised', 'mdm.enrollment-type', (value) => (text(value) === 'supervised' ? true : undefined)),
  fact('isSharedIpad', 'mdm.is-shared-ipad', bool),
  fact('awaitingConfiguration', 'mdm.is-awaiting-configuration', bool),
  fact('lockdownMode', 'security.lockdown-mode', lockdownState),
];

const declarationsPath = 'management.declarations';

const alsoKnown = [
  'device.identifier',
  'device.operating-system.marketing-name',
  'management.client-capabilities',
  'management.declarations',
  'softwareupdate.pending-version',
  'softwareupdate.install-state',
];

/** Empty text is an answer: enrolled in no programme. */
function betaProgram(value: Value): string | undefined {
  return value.type === 'string' ? value.value.trim() : undefined;
}

function lockdownState(value: Value): boolean | undefined {
  return bool(value.type === 'dict' ? (get(value, 'enabled') ?? value) : value);
}

/** What a status report says, whoever carried it: facts are added to `claims`. `base` is the path of the report. */
export function readStatusReport(
  report: Value | undefined,
  claims: ClaimBuilder,
  base = '',
): Pick<DeviceRecord, 'declarations'> & { readonly diagnostics: readonly Diagnostic[] } {
  const items = get(report, 'StatusItems');
  const unread = new UnreadKeys([...rows.map((row) => row.steps.join('.')), ...alsoKnown]);
  unread.note(items);
  applyFacts(rows, items, extendPath(base, 'StatusItems'), claims);
  const path = extendPath(base, 'StatusItems', 'management', 'declarations');
  return {
    ...optional('declarations', declarationStates(at(items, declarationsPath), path)),
    diagnostics: [...errorsOf(report), ...unread.diagnostics('unimplemented-status-items')],
  };
}

function read({ value }: SourceInput): SourceOutput {
  const items = value === undefined ? undefined : get(value, 'StatusItems');
  const claims = new ClaimBuilder();
  const { diagnostics, ...declarations } = readStatusReport(value, claims);
  const identity = identityOf({
    serial: textAt(items, 'device.identifier.serial-number'),
    udid: textAt(items, 'device.identifier.udid'),
  });
  const base = { kind: 'ddm-status', profiles: [] } as const;
  if (items === undefined || identity === undefined)
    return { ...base, status: 'partial', devices: [], diagnostics: [noDevice(items), ...diagnostics] };
  const device = {
    identity,
    creates: true,
    basis: 'device-answer',
    claims: claims.build(),
    ...declarations,
    at: items.at,
  } as const;
  return { ...base, status: 'ingested', devices: [device], diagnostics };
}

function textAt(items: Value | undefined, path: string): string | undefined {
  const value = at(items, path);
  return value === undefined ? undefined : text(value);
}

function noDevice(items: Value | undefined): Diagnostic {
  const message =
    'The status report does not say which device it is of (serial number and UDID were not subscribed), so it is not used.';
  return diagnostic('warning', 'no-device-identity', message, items?.at, 'StatusItems');
}

function errorsOf(report: Value | undefined): readonly Diagnostic[] {
  const errors = getArray(report, 'Errors') ?? [];
  const [first] = errors;
  if (first === undefined) return [];
  const message = `The device could not report ${errors.length} status items; they stay unknown.`;
  return [diagnostic('info', 'status-errors', message, first.at, 'Errors')];
}
