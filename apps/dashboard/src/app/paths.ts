/** Every route once; links are made by the functions below. */
export const routes = {
  overview: '/',
  devices: '/devices',
  device: '/devices/:id',
  uploads: '/uploads',
  schedules: '/schedules',
  rules: '/rules',
} as const;

export const deviceLink = (id: string): string => `/devices/${encodeURIComponent(id)}`;

export function devicesLink(filter: Readonly<Record<string, string>>): string {
  return `${routes.devices}?${new URLSearchParams(filter).toString()}`;
}
