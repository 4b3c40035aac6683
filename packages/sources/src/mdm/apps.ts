import { getString, type InstalledApp, type Value } from '@ringcheck/model';

/** Installed apps; on iOS the answer leaves out Apple's own, so absence proves nothing. */
export function appsOf(list: Value): readonly InstalledApp[] | undefined {
  if (list.type !== 'array') return undefined;
  return list.items.flatMap((item) => {
    const bundleId = getString(item, 'Identifier');
    const name = getString(item, 'Name');
    const version = getString(item, 'ShortVersion') ?? getString(item, 'Version');
    if (bundleId === undefined && name === undefined) return [];
    return [
      {
        ...(bundleId === undefined ? {} : { bundleId }),
        ...(name === undefined ? {} : { name }),
        ...(version === undefined ? {} : { version }),
      },
    ];
  });
}
