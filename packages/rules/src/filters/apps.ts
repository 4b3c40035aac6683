import type { Subject } from '../types.js';

/** Whether an app of another maker is installed; undefined where the apps, or which one is meant, are not known. */
export function isInstalled(subject: Subject, bundleId: string | undefined): boolean | undefined {
  const apps = subject.fact('apps');
  if (apps === undefined || bundleId === undefined || bundleId === '') return undefined;
  return apps.value.some((app) => app.bundleId === bundleId);
}
