import type { DeviceCount } from '@ringcheck/contracts';
import { compareText, compliances, verdicts } from '@ringcheck/model';
import { Inject, Injectable } from '@nestjs/common';
import type { Policy } from '@ringcheck/policy';
import { Kept, type CountDimension, type CountRow, type Devices, type Policies } from '@ringcheck/store';
import { CurrentPolicy } from '../devices/current-policy.js';
import { keys } from '../store/tokens.js';

/** Groups and networks of the policy with their devices, from what the last scan counted, or the last one by a moment. */
@Injectable()
export class PlacesService {
  private readonly policy: CurrentPolicy;
  private readonly answers = new Kept();

  constructor(
    @Inject(keys.devices) private readonly devices: Devices,
    @Inject(keys.policies) policies: Policies,
  ) {
    this.policy = new CurrentPolicy(policies);
  }

  groups(asOf?: string): Promise<DeviceCount[]> {
    return this.kept('groups', asOf, async (policy) => {
      const compliance = await this.devices.counts('group.compliance', asOf);
      const counted = await this.count('group', policy.groups, asOf);
      return counted.map((group) => ({ ...group, compliance: sumsOf(compliance, group.name, compliances) }));
    });
  }

  networks(asOf?: string): Promise<DeviceCount[]> {
    return this.kept('networks', asOf, (policy) => this.count('network', policy.networks, asOf));
  }

  /** Changes with counts and policies only. The past is asked for seldom: it is not kept. */
  private async kept<T>(
    name: string,
    asOf: string | undefined,
    read: (policy: Policy) => Promise<T>,
  ): Promise<T> {
    if (asOf !== undefined) return read(await this.policy.get());
    const state = await this.devices.state();
    return this.answers.of(name, `${state.counted} ${state.policy}`, async () =>
      read(await this.policy.of(state)),
    );
  }

  /** Those of the policy, also without devices, and those that devices still have from an earlier policy. */
  private async count(
    dimension: CountDimension & ('group' | 'network'),
    named: readonly { readonly name: string }[],
    asOf: string | undefined,
  ): Promise<DeviceCount[]> {
    const all = await this.devices.counts(dimension, asOf);
    const byVerdict = await this.devices.counts(`${dimension}.verdict`, asOf);
    const devices = new Map(all.map((row) => [row.key, row.devices]));
    const names = new Set([...named.map(({ name }) => oneLine(name)), ...devices.keys()]);
    return [...names].sort(compareText).map((name) => ({
      name,
      devices: devices.get(name) ?? 0,
      verdicts: sumsOf(byVerdict, name, verdicts),
    }));
  }
}

/** As the store keeps names in keys. */
const oneLine = (name: string): string => name.replaceAll('\n', ' ');

function sumsOf<T extends string>(
  rows: readonly CountRow[],
  name: string,
  words: readonly T[],
): Record<T, number> {
  const devices = new Map(rows.map((row) => [row.key, row.devices]));
  return Object.fromEntries(words.map((word) => [word, devices.get(`${name}\n${word}`) ?? 0])) as Record<
    T,
    number
  >;
}
