import { fleetOf } from '@ringcheck/testkit';

/** Small, but every kind of file is in it, and a second day on which a quarter of the devices changes. */
const fleet = fleetOf({
  devices: 200,
  profiles: 20,
  networks: 3,
  page: 200,
  drift: 0.25,
  firstDay: new Date(Date.now() - 30 * 3_600_000).toISOString(),
});

export const days = [0, 1] as const;
export type Day = (typeof days)[number];

/** What an admin uploads on a day, by path; the same bytes as long as this process lives. */
export function filesOf(day: Day): ReadonlyMap<string, Uint8Array> {
  const files = day === 0 ? fleet.files(0) : fleet.changes(day);
  return new Map([...files].map((file) => [file.path, file.bytes()]));
}
