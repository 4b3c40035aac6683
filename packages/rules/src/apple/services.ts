/** What a disturbed service means for calls. */
export interface ServiceBearing {
  readonly service: 'FaceTime' | 'iMessage' | 'Apple Account' | 'iCloud' | 'Push';
  /** Absent: calls themselves. */
  readonly scope?: 'activation';
  readonly severity: 'high' | 'medium' | 'low';
}

const bearings: readonly (ServiceBearing & { readonly names: RegExp })[] = [
  { service: 'FaceTime', names: /^facetime\b/i, severity: 'high' },
  { service: 'iMessage', names: /^imessage\b/i, scope: 'activation', severity: 'medium' },
  {
    service: 'Apple Account',
    names: /^(?:apple (?:account|id)|icloud account(?: & sign[ -]in)?)\b/i,
    scope: 'activation',
    severity: 'medium',
  },
  { service: 'Push', names: /^(?:apple )?push notification/i, severity: 'high' },
];

/** What the service of that name bears on; undefined: calls do without it. Names differ between pages and years. */
export function bearingOf(name: string): ServiceBearing | undefined {
  const found = bearings.find(({ service, names }) => service === name || names.test(name.trim()));
  if (found === undefined) return undefined;
  const { service, scope, severity } = found;
  return { service, ...(scope === undefined ? {} : { scope }), severity };
}
