import {
  get,
  getArray,
  getString,
  type Diagnostic,
  type DictValue,
  type Payload,
  type Profile,
  type Value,
} from '@ringcheck/model';
import { lintPayload } from '@ringcheck/catalog';
import { capped, diagnostic, isLoss } from '../diagnostics.js';
import { knownText } from '../facts/vocabulary.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { decodeBase64Plist } from '../layers/nested.js';
import { extendPath, layerSeparator } from '../paths.js';
import { decodeProfiles } from '../profile/decode.js';
import { normaliseProfile } from '../profile/normalise.js';
import { redactPayload } from '../redact.js';
import { makingOf, type Making, type Source, type SourceInput, type SourceOutput } from '../source.js';
import { generalKeys, impliedPayloads, type ImpliedPayload } from './general-configuration.js';
import {
  networkPayload,
  networkTemplateKeys,
  networkTemplateOf,
  untranslatedKeys,
  type NetworkTemplate,
} from './network-templates.js';
import { catalogPayloads } from './settings-catalog.js';

/** Configurations of Microsoft Intune from Graph: templates, custom profiles, settings catalog policies. */
export const intuneConfigurationsSource: Source = {
  id: 'intune-configurations',
  recognise: ({ value }) =>
    value !== undefined && recordsOf(value).some(({ record }) => kindOf(record) !== undefined),
  read,
};

type ConfigurationKind = 'general' | 'custom' | 'catalog' | 'compliance' | NetworkTemplate | 'other';

function kindOf(record: Value): ConfigurationKind | undefined {
  const type = getString(record, '@odata.type') ?? '';
  if (/^#microsoft\.graph\.(?:ios|macOS)GeneralDeviceConfiguration$/.test(type)) return 'general';
  if (/^#microsoft\.graph\.(?:ios|macOS)CustomConfiguration$/.test(type)) return 'custom';
  const template = networkTemplateOf(type);
  if (template !== undefined) return template;
  if (/^#microsoft\.graph\.(?:ios|macOS)CompliancePolicy$/.test(type)) return 'compliance';
  if (/^#microsoft\.graph\.(?:ios|macOS)/.test(type)) return 'other';
  const [first] = getArray(record, 'settings') ?? [];
  return get(first, 'settingInstance') === undefined ? undefined : 'catalog';
}

interface Located {
  readonly record: Value;
  readonly path: string;
}

function recordsOf(value: Value): readonly Located[] {
  const list = getArray(value, 'value');
  if (list !== undefined) return list.map((record, index) => ({ record, path: extendPath('value', index) }));
  if (value.type !== 'array') return [{ record: value, path: '' }];
  return value.items.map((record, index) => ({ record, path: extendPath('', index) }));
}

interface OneConfiguration {
  readonly profile?: Profile;
  readonly diagnostics: readonly Diagnostic[];
}

function read(input: SourceInput): SourceOutput {
  const { value } = input;
  const unread = new UnreadKeys([...commonKeys, ...generalKeys, ...networkTemplateKeys]);
  const found = (value === undefined ? [] : recordsOf(value)).map((located) =>
    readOne(located, makingOf(input), unread),
  );
  const diagnostics = found.flatMap((one) => one.diagnostics);
  const profiles = found.flatMap((one) => one.profile ?? []);
  const isPartial = diagnostics.some(
    (one) => isLoss(one) || one.code === 'unimplemented-intune-configuration',
  );
  return {
    kind: 'configuration-profile',
    status: isPartial ? 'partial' : 'ingested',
    devices: [],
    profiles,
    diagnostics: [...capped(diagnostics), ...unread.diagnostics('unimplemented-intune-keys')],
  };
}

const commonKeys = ['@odata.type', 'id', 'displayName', 'name', 'settings', 'payload', 'assignments'];

function readOne(located: Located, making: Making, unread: UnreadKeys): OneConfiguration {
  const { record, path } = located;
  const kind = kindOf(record);
  switch (kind) {
    case 'general':
      unread.note(record);
      return implied(located, making, impliedPayloads(record));
    case 'catalog':
      unread.note(record);
      return implied(located, making, catalogPayloads(record));
    case 'custom':
      unread.note(record);
      return custom(located, making);
    case 'vpn':
    case 'wifi':
      unread.note(record);
      return network(kind, located, making);
    case 'compliance': {
      const message =
        'A compliance policy of Intune sets nothing on a device; it only judges it. Nothing of it is needed.';
      return { diagnostics: [diagnostic('info', 'compliance-policy', message, record.at, path)] };
    }
    case 'other':
    case undefined: {
      const type = (getString(record, '@odata.type') ?? 'of unknown type').slice(0, 80);
      const message = `Configurations ${type} are not read; what this one sets is unknown.`;
      return {
        diagnostics: [diagnostic('warning', 'unimplemented-intune-configuration', message, record.at, path)],
      };
    }
  }
}

function namesOf(record: Value): Pick<Profile, 'displayName' | 'vendorIds'> {
  const displayName = knownText(getString(record, 'displayName') ?? getString(record, 'name') ?? '');
  const id = getString(record, 'id') ?? '';
  return {
    ...(displayName === undefined ? {} : { displayName }),
    vendorIds: /^[\w-]{1,64}$/.test(id) ? [`intune:${id}`] : [],
  };
}

function implied(
  { record, path }: Located,
  making: Making,
  parts: readonly ImpliedPayload[],
): OneConfiguration {
  const payloads = parts.map(({ type, entries }): Payload => {
    const dict: DictValue = { type: 'dict', entries, at: record.at };
    return { type, path, settings: redactPayload(type, dict, making.digestSecret), at: record.at };
  });
  const profile: Profile = {
    document: making.ref,
    identifier: '',
    ...namesOf(record),
    encrypted: false,
    authoredBy: 'mdm',
    payloads,
    at: record.at,
  };
  return { profile, diagnostics: payloads.flatMap(({ type, settings }) => lintPayload(type, settings)) };
}

/** A template of Wi-Fi or VPN; what of it has no counterpart of Apple's is named. */
function network(template: NetworkTemplate, located: Located, making: Making): OneConfiguration {
  const { record, path } = located;
  const translated = implied(located, making, [networkPayload(template, record)]);
  const left = untranslatedKeys(template, record);
  if (left.length === 0) return translated;
  const message = `Of this template ${left.join(', ')} could not be translated to keys of Apple's, so what they do to calls is unknown. Look at the installed profile on a device (profiles show, or an MDM ProfileList).`;
  const remark = diagnostic('warning', 'unimplemented-intune-configuration', message, record.at, path);
  return { ...translated, diagnostics: [...translated.diagnostics, remark] };
}

/** A whole profile as base64. */
function custom({ record, path }: Located, making: Making): OneConfiguration {
  const payload = get(record, 'payload');
  const payloadPath = extendPath(path, 'payload');
  if (payload?.type !== 'string') {
    const message = 'The custom configuration carries no payload; export it by its id.';
    return { diagnostics: [diagnostic('warning', 'no-profile-content', message, record.at, payloadPath)] };
  }
  const nested = decodeBase64Plist(payload.value, payload.at, payloadPath);
  const decoded =
    nested.value === undefined ? undefined : decodeProfiles(nested.value, payloadPath + layerSeparator);
  const [raw] = decoded?.profiles ?? [];
  if (raw === undefined) return { diagnostics: nested.diagnostics };
  const { displayName, vendorIds } = namesOf(record);
  const normalised = normaliseProfile(raw, {
    ...making,
    authoredBy: 'file',
    vendorIds,
    ...(displayName === undefined ? {} : { fallback: { displayName } }),
  });
  return {
    profile: normalised.profile,
    diagnostics: [...nested.diagnostics, ...(decoded?.diagnostics ?? []), ...normalised.diagnostics],
  };
}
