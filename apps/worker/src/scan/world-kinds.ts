import type { DocumentKind } from '@ringcheck/model';

/** What every device is judged by, beside its own records and the profiles it lists. */
export const worldKinds: readonly DocumentKind[] = [
  'firewall-policy',
  'vpn-config',
  'service-status',
  'app-blocking',
  'network-quality',
];
