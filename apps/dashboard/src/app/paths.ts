/** Every route once; links are made by the functions below. */
export const routes = {
  overview: '/',
  devices: '/devices',
  device: '/devices/:id',
  uploads: '/uploads',
  scans: '/scans',
  scan: '/scans/:id',
  schedules: '/schedules',
  notifications: '/notifications',
  rules: '/rules',
} as const;

export const deviceLink = (id: string): string => `/devices/${encodeURIComponent(id)}`;

export const scanLink = (id: string): string => `/scans/${encodeURIComponent(id)}`;

export function devicesLink(filter: Readonly<Record<string, string>>): string {
  return `${routes.devices}?${new URLSearchParams(filter).toString()}`;
}
