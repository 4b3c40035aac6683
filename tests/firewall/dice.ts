/** A small generator of its own, so that every run loads the same policies. */
export class Dice {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.below(from.length)] ?? from[0];
  }

  chance(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }
}

export const servedPorts = [7001, 7002, 7003, 7004, 7005] as const;
