import { dayText, fleetOf } from '../index.js';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('a made-up fleet', () => {
  it('is the same for the same options, file by file', () => {
    const files = () =>
      [...fleetOf({ devices: 30, seed: 4 }).files(3)].map((file) => [file.path, text(file.bytes())]);
    expect(files()).toEqual(files());
  });

  it('has the same device 7 in a fleet of any size', () => {
    expect(fleetOf({ devices: 8 }).device(7)).toEqual(fleetOf({ devices: 90_000 }).device(7));
  });

  it('names every device once', () => {
    const fleet = fleetOf({ devices: 5_000 });
    const all = Array.from({ length: 5_000 }, (_, index) => fleet.device(index));
    expect(new Set(all.map(({ serial }) => serial)).size).toBe(5_000);
    expect(new Set(all.map(({ udid }) => udid)).size).toBe(5_000);
  });

  it('has as many distinct profiles and networks as asked for', () => {
    const fleet = fleetOf({ devices: 1, profiles: 60, networks: 20 });
    expect(new Set(fleet.profiles.map(({ identifier }) => identifier)).size).toBe(60);
    expect(new Set(fleet.profiles.map(({ uuid }) => uuid)).size).toBe(60);
    expect(new Set(fleet.networks.map(({ prefix }) => prefix)).size).toBe(20);
  });

  it('changes in about the share asked for from day to day, and keeps what has changed', () => {
    const fleet = fleetOf({ devices: 4_000, drift: 0.02 });
    const changed = Array.from({ length: 4_000 }, (_, index) => index).filter(
      (index) => fleet.device(index, 1).changedOn === 1,
    );
    expect(changed.length).toBeGreaterThan(50);
    expect(changed.length).toBeLessThan(110);
    const [one = 0] = changed;
    expect({ ...fleet.device(one, 2), changedOn: 1 }).toEqual(fleet.device(one, 1));
    const still = Array.from({ length: 4_000 }, (_, i) => i).find((index) => !changed.includes(index)) ?? 0;
    expect(fleet.device(still, 1)).toEqual(fleet.device(still, 0));
  });

  it('exports only what changed when asked for a day', () => {
    const fleet = fleetOf({ devices: 1_000 });
    expect([...fleet.changes(0)]).toEqual([]);
    const inventory = [...fleet.changes(1)].find(({ path }) => path.endsWith('.csv'));
    expect(text(inventory?.bytes() ?? new Uint8Array()).split('\n').length).toBeLessThan(40);
  });

  it('says when a day was exported', () => {
    expect([dayText(0), dayText(12)]).toEqual(['2026-11-20T03:00:00Z', '2026-12-02T03:00:00Z']);
  });

  it('refuses numbers that make no sense', () => {
    expect(() => fleetOf({ devices: -1 })).toThrow('devices must be a whole number, not -1');
    expect(() => fleetOf({ devices: 5, page: 0 })).toThrow('page must be a whole number, not 0');
  });
});
